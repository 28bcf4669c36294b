/** What a file is that cannot be imported, and how its owner gets to one that can. */
export type ForeignKind = { what: string; advice: string };

const spreadsheet = 'Open it in the spreadsheet and save it as "CSV UTF-8", one sheet at a time.';
const archive = 'Unpack it and send the CSV file that is in it.';
const exported = 'Export the products as CSV where this comes from.';

/** By how a file begins; the first that fits. */
const beginnings: [RegExp, string, string][] = [
  [/^PK(?:\x03\x04|\x05\x06)[^]*?(?:xl\/|\[Content_Types\]\.xml)/, 'an Excel workbook', spreadsheet],
  [/^PK\x03\x04[^]{0,80}mimetypeapplication\/vnd\.oasis\.opendocument\.spreadsheet/, 'an OpenDocument spreadsheet', spreadsheet],
  [/^PK(?:\x03\x04|\x05\x06)/, 'an Excel workbook or another ZIP archive', `${spreadsheet} ${archive}`],
  [/^\xd0\xcf\x11\xe0/, 'an old Excel workbook', spreadsheet],
  [/^\x1f\x8b/, 'a gzip archive in a gzip archive', archive],
  [/^(?:7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|BZh[1-9]|\xfd7zXZ\0|\x28\xb5\x2f\xfd|LZIP)/, 'an archive', archive],
  [/^[^]{257}ustar/, 'a tar archive', archive],
  [/^%PDF/, 'a PDF', 'A PDF holds pages, not rows. Get the list as CSV from the program that made it.'],
  [/^(?:\x89PNG|\xff\xd8\xff|GIF8|RIFF[^]{4}WEBP|II\*\0|MM\0\*)/, 'a picture', exported],
  [/^(?:MZ[^]*?\0|\x7fELF)/, 'a program', exported],
  [/^(?:PAR1|SQLite format 3\0|\{\\rtf)/, 'a document or a database', exported],
];

const texts: [RegExp, string, string][] = [
  [
    /^<(?:!doctype|!--|\?xml|(?:html|head|body|table|meta|svg|rss|feed|urlset)[\s>:])/i,
    'HTML or XML',
    `${exported} A sign-in page ends up in a file like this, too.`,
  ],
  [/^(?:\{\s*(?:"|\}\s*$)|\[\s*(?:[{[]|\]\s*$))/, 'JSON', exported],
];

/** What a file is by its first bytes, whatever its name says; undefined: it may well be text. */
export function foreignKind(head: Buffer): ForeignKind | undefined {
  const bytes = head.toString('latin1');
  const text = textOf(head).trimStart();
  const found = beginnings.find(([pattern]) => pattern.test(bytes)) ?? texts.find(([pattern]) => pattern.test(text));
  return found && { what: found[1], advice: found[2] };
}

export const isGzip = (head: Buffer): boolean => head[0] === 0x1f && head[1] === 0x8b;

/** The beginning as text, whichever of its forms Unicode is in. */
function textOf(head: Buffer): string {
  if (head[0] === 0xff && head[1] === 0xfe) return head.subarray(2).toString('utf16le');
  if (head[0] === 0xfe && head[1] === 0xff)
    return Buffer.from(head.subarray(2, head.length & ~1))
      .swap16()
      .toString('utf16le');
  return head.toString('latin1').replace(/^\xef\xbb\xbf/, '');
}
