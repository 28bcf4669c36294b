/** What a file is by its first bytes, whatever its name says; undefined: it may well be text. */
export function foreignKind(head: Buffer): string | undefined {
  const text = head.toString('latin1');
  const trimmed = text.replace(/^\xef\xbb\xbf/, '').trimStart();
  if (text.startsWith('PK\x03\x04') || text.startsWith('PK\x05\x06')) return 'an Excel workbook or another ZIP archive';
  if (text.startsWith('\xd0\xcf\x11\xe0')) return 'an old Excel workbook';
  if (text.startsWith('\x1f\x8b')) return 'a gzip archive';
  if (text.startsWith('%PDF')) return 'a PDF';
  if (text.startsWith('\x89PNG') || text.startsWith('\xff\xd8\xff') || text.startsWith('GIF8')) return 'a picture';
  if (text.startsWith('MZ') && text.includes('\0')) return 'a program';
  if (/^<(!doctype|html|\?xml|svg)/i.test(trimmed)) return 'HTML or XML';
  if (/^(\{\s*"|\[\s*[{[])/.test(trimmed)) return 'JSON';
  return undefined;
}
