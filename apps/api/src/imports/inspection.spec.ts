import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { Readable } from 'node:stream';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ImportSettings, productFormat, type Encoding, type ImportFailure, type ImportProfile } from '@app/domain';
import { LocalFiles } from '../platform/local-files.js';
import type { Inspected } from './file-description.js';
import { ImportFault } from './import-fault.js';
import { Inspection } from './inspection.js';
import { fingerprint } from './profile-fingerprint.js';

const MiB = 1024 * 1024;
const utf16le = (text: string) => Buffer.from(text, 'utf16le');
const utf16be = (text: string) => utf16le(text).swap16();
const latin = (text: string) => Buffer.from(text, 'latin1');

type Asked = Partial<ImportSettings>;
type More = { isChecked?: boolean; guessedEncoding?: Encoding; profileFor?: (fingerprint: string) => Promise<ImportProfile | undefined> };

describe('the inspection of a file', () => {
  let folder: string;
  let files: LocalFiles;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'inspection-'));
    files = new LocalFiles(folder);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function inspect(content: string | Buffer, asked: Asked = {}, more: More = {}): Promise<Inspected> {
    const bytes = Buffer.from(content);
    await files.put('file', Readable.from([bytes]));
    const settings = ImportSettings.parse(asked);
    return new Inspection(files).run({
      fileKey: 'file',
      bytes: bytes.length,
      format: productFormat,
      asked: settings,
      isChecked: false,
      ...more,
    });
  }
  const copyOf = ({ textKey }: Inspected) => readFileSync(path.join(folder, textKey!), 'utf8');
  async function faultOf(inspecting: Promise<unknown>): Promise<ImportFailure> {
    try {
      await inspecting;
    } catch (error) {
      if (error instanceof ImportFault) return error.failure;
      throw error;
    }
    throw new Error('no fault was found');
  }

  describe('finds the encoding', () => {
    const text = 'sku,name\nA,Grüße 🫖\n';
    it.each<[string, Buffer, Encoding, Asked]>([
      ['UTF-8', Buffer.from(text), 'utf-8', {}],
      ['UTF-8 with a byte order mark', Buffer.from(`\ufeff${text}`), 'utf-8', {}],
      ['UTF-8 whose mark contradicts what was said', Buffer.from(`\ufeff${text}`), 'utf-8', { encoding: 'windows-1252' }],
      ['UTF-16LE with a mark', utf16le(`\ufeff${text}`), 'utf-16le', {}],
      ['UTF-16BE with a mark', utf16be(`\ufeff${text}`), 'utf-16be', {}],
      ['UTF-16LE that was said', utf16le(text), 'utf-16le', { encoding: 'utf-16le' }],
      ['UTF-16BE that was said', utf16be(text), 'utf-16be', { encoding: 'utf-16be' }],
    ])('%s', async (_, bytes, value, asked) => {
      const found = await inspect(bytes, asked);
      expect(found.inspection.encoding).toMatchObject({ value, isGuess: false, sample: expect.stringContaining('Grüße 🫖') });
      expect(found.inspection.columns.map(({ name }) => name)).toEqual(['sku', 'name']);
      expect(found.textKey !== null).toBe(value !== 'utf-8');
      expect(found.textKey === null || copyOf(found)).toBe(found.textKey === null || text);
    });

    it.each<[Encoding, number[], string]>([
      ['windows-1252', [0x80, 0x93, 0x96, 0xe9, 0xff], '€“–éÿ'],
      ['iso-8859-15', [0xa4, 0xbd, 0xe9], '€œé'],
    ])('%s when it was said', async (encoding, bytes, text) => {
      const found = await inspect(Buffer.concat([Buffer.from('sku,name\nA,'), Buffer.from(bytes)]), { encoding });
      expect(copyOf(found)).toBe(`sku,name\nA,${text}`);
      expect(found).toMatchObject({ warnings: [], inspection: { encoding: { value: encoding, isGuess: false } } });
    });

    it('windows-1252 by a guess, which it tells, when somebody looks', async () => {
      const found = await inspect(latin('sku,name\nA,Mug\nB,Caf\xe9 cr\xe8me\n'), {}, { isChecked: true });
      expect(found.inspection.encoding).toMatchObject({ value: 'windows-1252', isGuess: true, sample: 'sku,name A,Mug B,Café crème ' });
      expect(found.warnings).toMatchObject([{ code: 'encoding_guessed' }]);
    });

    it('as it was guessed when bytes far inside had said so', async () => {
      const found = await inspect('sku,name\nA,Mug\n', {}, { guessedEncoding: 'windows-1252' });
      expect(found.inspection.encoding).toMatchObject({ value: 'windows-1252', isGuess: true, sample: null });
    });

    it('reads character pairs that lie across every edge of its pieces', async () => {
      const text = `sku,name\nA,${'x'.repeat(MiB / 2 - 13)}🫖${'🫖€'.repeat(200_000)}\n`;
      for (const shift of ['', 'y']) {
        const found = await inspect(utf16be(`\ufeff${shift}${text}`));
        expect(copyOf(found) === shift + text).toBe(true);
      }
    });

    it.each<[string, Buffer, Asked, object]>([
      [
        'windows-1252 unattended, and names it',
        latin('sku,name\nA,Caf\xe9\n'),
        {},
        { line: 2, byteOffset: 14, message: /"encoding": "windows-1252"/ },
      ],
      ['UTF-8 that was said and is not', latin('sku,name\nA,Caf\xe9\n'), { encoding: 'utf-8' }, { line: 2, byteOffset: 14 }],
      ['a character cut off at the end', Buffer.from([...latin('sku,name\nA,x'), 0xe2, 0x82]), {}, { line: 2, byteOffset: 12 }],
      ['UTF-16LE without a mark, and names it', utf16le('sku,name\nA,Mug\n'), {}, { line: 1, byteOffset: 0, message: /utf-16le/ }],
      ['UTF-16BE without a mark, and names it', utf16be('sku,name\nA,Mug\n'), {}, { line: 1, byteOffset: 0, message: /utf-16be/ }],
      ['half a character pair', utf16le('\ufeffsku,name\r\nA,x\ud83dy\n'), {}, { line: 2, byteOffset: 28 }],
      ['the second half of a pair alone', utf16be('\ufeffsku,name\nA,x\udcafy\n'), {}, { line: 2, byteOffset: 26 }],
      ['half a pair at the end', utf16le('\ufeffsku,name\nA,x\ud83d'), {}, { line: 2, byteOffset: 26 }],
      ['an odd byte at the end', Buffer.concat([utf16le('\ufeffsku,name\nA,x'), Buffer.from('y')]), {}, { line: 2, byteOffset: 26 }],
      [
        'a byte that windows-1252 does not have',
        latin('sku,name\nA,x\x81'),
        { encoding: 'windows-1252' },
        { line: 2, byteOffset: 12, message: /0x81/ },
      ],
    ])('refuses %s', async (_, bytes, asked, { message = /./, ...failure }: { message?: RegExp }) => {
      expect(await faultOf(inspect(bytes, asked))).toMatchObject({
        code: 'encoding_invalid',
        ...failure,
        message: expect.stringMatching(message),
      });
      expect(readdirSync(folder)).toEqual(['file']);
    });

    it('leaves no copy behind when the text is of no use', async () => {
      expect(await faultOf(inspect(utf16le('\ufeff\n\n')))).toMatchObject({ code: 'empty_file' });
      expect(readdirSync(folder)).toEqual(['file']);
    });

    it('takes a NUL in a cell for what it is', async () =>
      expect((await inspect('sku,name\nA,M\0g\nB,Cup\n')).inspection).toMatchObject({
        encoding: { value: 'utf-8' },
        rawLines: ['sku,name', 'A,M␀g', 'B,Cup'],
      }));
  });

  describe('finds the delimiter', () => {
    it.each<[string, string, string, RegExp, Asked?]>([
      ['semicolons', 'sku;name;price\nA;Mug;1,5\nB;Cup;2,5\n', ';', /^; gives 3 cells in 3 of 3 records$/],
      ['commas in a file of texts with semicolons', 'sku,name\nA,Mug; big; blue\nB,Cup; small; red\n', ',', /^, gives 2 cells/],
      ['tabs', 'sku\tname\nA\tMug, blue\n', '\t', /^Tab gives 2 cells/],
      ['bars in quotes that hold commas', '"sku"|"name"\n"A"|"Mug, blue, |big|"\n', '|', /^\| gives 2 cells/],
      ['a tab that a line names, behind a mark', '\ufeffsep=\t\r\nsku\tname\r\nA\tMug\r\n', '\t', /^Named by the line "sep=\t"; Tab gives/],
      ['what was said, whatever the line names', 'sep=,\nsku;name\nA;Mug\n', ';', /^As was said; ; gives/, { delimiter: ';' }],
      ['a column of texts with commas, which stays one', 'text\n"x, y"\none, two\nthree\nfour, five\n', ';', /^; gives 1 cell in 5 of 5/],
      ['a column of names with a comma in each but the first', 'person\nDoe, John\nRoe, Jane\n', ';', /1 cell/],
      ['rows that are all ragged', 'a,b,c\n1,2\n3,4,5,6\n', ',', /^, gives 3 cells in 1 of 3/],
      ['the one under which the header is known', 'sku,name\nA\nB;C;D\nE;F;G\nH;I;J\n', ',', /^, gives/],
      [
        'the table below two lines of text',
        'Report; of 2024\n\nsku,name,price\nA,Mug,1\nB,Cup,2\n',
        ',',
        /3 cells in 3 of 3 records from record 2 on$/,
      ],
    ])('%s', async (_, content, value, evidence, asked = {}) =>
      expect((await inspect(content, asked)).inspection.delimiter).toEqual({ value, evidence: expect.stringMatching(evidence) }),
    );
  });

  describe('finds the header', () => {
    const where = async (content: string, asked?: Asked) => {
      const { inspection, dialect } = await inspect(content, asked);
      const { header, preamble } = inspection;
      return {
        record: header.record,
        line: header.line,
        preamble,
        dataLine: dialect?.dataLine,
        dataByte: dialect?.dataByte,
        blankLines: dialect?.blankLines,
      };
    };

    it.each<[string, string, object, Asked?]>([
      ['in the first record', 'sku,name\nA,Mug\n', { record: 1, line: 1, preamble: [], dataLine: 2, dataByte: 9, blankLines: 0 }],
      ['below blank lines', '\n \nsku,name\n\nA,Mug\n', { record: 1, line: 3, preamble: [], dataLine: 5, blankLines: 3 }],
      [
        'below lines of text, quoted and ragged',
        '"Report, of\n""2024"""\nby;Ann,,\n\nsku,name\nA,Mug\n',
        { record: 3, line: 5, preamble: ['"Report, of', '""2024"""', 'by;Ann,,'], dataLine: 6, blankLines: 1 },
      ],
      [
        'below labels for the same columns',
        'SKU,Product Name\nitem_sku,item_name\nA,Mug\n',
        { record: 2, line: 2, preamble: ['SKU,Product Name'] },
      ],
      [
        'where it was said',
        'a,b\nc,d\nA,Mug\n',
        { record: 2, line: 2, preamble: ['a,b'] },
        { header: 2, mapping: { sku: 'c', name: 'd' } },
      ],
      [
        'nowhere, as was said',
        'A,Mug\nB,Cup\n',
        { record: null, line: null, preamble: [], dataLine: 1, dataByte: 0 },
        { header: false, mapping: { sku: 0, name: 1 } },
      ],
      ['where the columns are that were asked for', 'x\nNo,Text\n1,Mug\n', { record: 2 }, { mapping: { sku: 'no', name: 'TEXT' } }],
      ['in the first record when columns go by number', 'x,y\nsku,name\n', { record: 1 }, { mapping: { sku: 0, name: 1 } }],
      [
        'where the table begins, although nothing is sure',
        'Stock list\nof May\nno,text,price\n1,Mug,2\n2,Cup,3\n',
        { record: 3, preamble: ['Stock list', 'of May'] },
      ],
      ['not in record 21', `${'x\n'.repeat(20)}sku,name\nA,Mug\n`, { record: 1 }],
      ['in record 20', `${'x\n'.repeat(19)}sku,name\nA,Mug\n`, { record: 20, line: 20 }],
    ])('%s', async (_, content, expected, asked = {}) => expect(await where(content, asked)).toMatchObject(expected));

    it('warns of lines that are left out', async () =>
      expect((await inspect('Report\nby Ann\nsku,name\nA,Mug\n')).warnings).toMatchObject([{ code: 'preamble_skipped', count: 2 }]));

    it.each<[string, string, boolean]>([
      ['numbers above numbers', '17,Mug,1.5\n18,Cup,2.5\n', true],
      ['words that come again below', 'a1,Mug,blue\nb2,Cup,blue\n', true],
      ['addresses', 'mug,https://x.example/1\ncup,https://x.example/2\n', true],
      ['names of columns', 'no,text\n17,Mug\n', false],
      ['a known name beside a year', 'id,2024\nA,17\nB,18\n', false],
    ])('says whether a first record looks like data: %s', async (_, content, looks) =>
      expect((await inspect(content)).inspection.header.evidence.includes('looks like data')).toBe(looks),
    );

    it('cannot be asked for below the last record', async () => {
      const { dialect, failure } = await inspect('sku,name\nA,Mug\n', { header: 5 });
      expect({ dialect, failure }).toMatchObject({
        dialect: null,
        failure: { code: 'header_missing_column', message: expect.stringContaining('record 5') },
      });
    });

    it.each<[string, string, object]>([
      ['1,001 columns', `sku,name${',x'.repeat(999)}\n`, { code: 'too_many_columns', line: 1 }],
      ['nothing', '\ufeff\n\n', { code: 'empty_file' }],
      ['an open quote', '"sku,name\nA,B\n', { code: 'quote_unclosed', line: 1, byteOffset: 0 }],
      ['text behind a quote, whatever the delimiter', 'sku,"name"x\nA,B\n', { code: 'quote_misplaced', line: 1 }],
      ['a first record of more than 1 MiB', `sku,name,${'x'.repeat(2 * MiB)}`, { code: 'field_too_long' }],
    ])('is refused with %s', async (_, content, failure) => expect(await faultOf(inspect(content))).toMatchObject(failure));
  });

  describe('says what columns mean', () => {
    it('with samples and reasons', async () => {
      const { columns } = (await inspect('Variant SKU,Title,Colour\nA,Mug,\nB,,red\n,Cup,blue\nC,Jug,x\n')).inspection;
      expect(columns).toMatchObject([
        { index: 0, name: 'Variant SKU', field: 'sku', certainty: 'sure', samples: ['A', 'B', 'C'], reason: '"Variant SKU" means sku.' },
        { index: 1, field: 'name', certainty: 'sure', samples: ['Mug', 'Cup', 'Jug'] },
        { index: 2, field: null, certainty: 'none', samples: ['red', 'blue', 'x'] },
      ]);
    });

    it('by content when names say nothing, and waits for a yes', async () => {
      const row = (n: number) => `X${n * 7},${n},The mug of ${n} colours,${n % 2 ? 'yes' : 'no'},"${'A long text. '.repeat(9)}${n}"\n`;
      const { inspection, dialect, failure } = await inspect(Array.from({ length: 9 }, (_, n) => row(n + 1)).join(''), { header: false });
      expect(inspection.columns.map(({ field, certainty }) => [field, certainty])).toEqual([
        ['sku', 'guess'],
        [null, 'none'],
        ['name', 'guess'],
        ['active', 'guess'],
        ['description', 'guess'],
      ]);
      expect({ dialect, failure }).toMatchObject({ dialect: null, failure: { code: 'header_missing_column', column: 'sku' } });
      expect(inspection.missing).toEqual(['sku', 'name']);
    });

    it('and that a column of the right name is empty', async () =>
      expect((await inspect('sku,name\n,Mug\n,Cup\n')).inspection.columns[0]!.reason).toMatch(/But all its cells seen are empty/));

    it('counts records: exactly in a small file, nearly in a large one', async () => {
      expect((await inspect('x\nsku,name\nA,Mug\n\nB,"C\nup"\n')).inspection.records).toEqual({ count: 2, isExact: true });
      const { records } = (await inspect(`sku,name\n${'A,The mug\n'.repeat(300_000)}`)).inspection;
      expect(records.isExact).toBe(false);
      expect(Math.abs(records.count - 300_000)).toBeLessThan(300);
    });

    it('shows its first lines, and no half characters', async () => {
      const { rawLines } = (await inspect(`\ufeffsku,name\r\nA,\x1b[31m\rB,${'x'.repeat(497)}🫖\n${'C,D\n'.repeat(20)}`)).inspection;
      expect(rawLines).toHaveLength(10);
      expect(rawLines.slice(0, 3)).toEqual(['sku,name', 'A,␛[31m', `B,${'x'.repeat(497)}`]);
    });
  });

  describe('offers to fill names from above', () => {
    const offered = async (content: string) => (await inspect(content)).inspection.fillDown;
    it.each<[string, string, object | null]>([
      [
        'by the handle that comes again',
        'Handle,Title,Variant SKU\nmug,Mug,A\nmug,,B\nmug,,\ncup,Cup,C\ncup,,D\n',
        { group: 'Handle', field: 'name', emptyCells: 2 },
      ],
      [
        'by the name itself when all of the product is left blank',
        'name,slug,sku\nMug,mug,A\n,,B\nCup,cup,C\n,,D\n',
        { group: 'name', emptyCells: 2 },
      ],
      ['by another column that comes again', 'Style,Title,sku\nS1,Mug,A\nS1,,B\nS2,Cup,C\n', { group: 'Style', emptyCells: 1 }],
      ['not when names are just missing', 'sku,name,price\nA,Mug,1\nB,,2\nC,Cup,3\n', null],
      ['not by a column that says the same all over', 'Vendor,Title,sku\nV,Mug,A\nV,,B\nV,Cup,C\nV,Jug,D\n', null],
      ['not when the group changes with an empty name', 'Handle,Title,sku\nmug,Mug,A\ncup,,B\njug,Jug,C\n', null],
    ])('%s', async (_, content, fillDown) => {
      expect([await offered(content)]).toMatchObject([fillDown]);
    });

    it.each<[string, ImportSettings['fillDown'], object]>([
      ['by name', 'HANDLE', { dialect: { fillDown: 0 }, failure: null }],
      ['by number', 2, { dialect: { fillDown: 2 }, failure: null }],
      ['that is not there', 'group', { dialect: null, failure: { code: 'header_missing_column', column: 'group' } }],
      ['whose number is too high', 3, { dialect: null, failure: { code: 'header_missing_column' } }],
    ])('within the column that was said, %s', async (_, fillDown, expected) =>
      expect(await inspect('Handle,name,sku\nmug,Mug,A\n', { fillDown })).toMatchObject(expected),
    );
  });

  describe('finds a profile', () => {
    const profile = (columns: string[], settings: Asked): ImportProfile => ({
      id: 7,
      name: 'Supplier',
      kind: 'products',
      version: 2,
      fingerprint: fingerprint(columns),
      columns,
      settings: ImportSettings.parse(settings),
      actor: 'user:1',
      createdAt: '2026-01-01T00:00:00Z',
      updatedAt: '2026-01-01T00:00:00Z',
    });
    const knows = (one: ImportProfile) => ({ profileFor: async (seen: string) => (seen === one.fingerprint ? one : undefined) });
    const supplier = profile(['Artikel_Nr', 'Text'], {
      mapping: { sku: 'Artikel-Nr', name: 1 },
      onEmpty: { description: 'keep' },
      encoding: 'windows-1252',
    });

    it('by the names of its columns, whatever their case, and reads by it', async () => {
      const found = await inspect(latin('ARTIKEL nr;text \n1;T\xf6pfe\n'), {}, knows(supplier));
      expect(found).toMatchObject({
        dialect: { mapping: { sku: 0, name: 1 }, onEmpty: { description: 'keep' } },
        inspection: { encoding: { value: 'windows-1252', isGuess: false }, profile: { id: 7, name: 'Supplier', version: 2 } },
        warnings: [{ code: 'profile_applied' }],
      });
      expect(copyOf(found)).toContain('Töpfe');
    });

    it('below lines that were not there last time', async () =>
      expect(await inspect('List,,\nof May\nArtikel_Nr;Text\n1;Topf\n', {}, knows(supplier))).toMatchObject({
        dialect: { mapping: { sku: 0, name: 1 } },
        inspection: { header: { record: 3 } },
      }));

    it('and lets what is said beside it go before', async () =>
      expect(
        await inspect(
          'Artikel_Nr;Text;Name\n1;Topf;Pot\n',
          { mapping: { name: 'Name' } },
          knows(profile(['artikel nr', 'text', 'name'], supplier.settings)),
        ),
      ).toMatchObject({
        dialect: { mapping: { sku: 0, name: 2 } },
      }));

    it('never for other columns', async () => {
      expect(await inspect('Artikel_Nr;Text;x\n1;Topf;y\n', {}, knows(supplier))).toMatchObject({
        dialect: null,
        inspection: { profile: null },
      });
      expect(fingerprint(['a', 'b'])).not.toBe(fingerprint(['b', 'a']));
      expect(fingerprint(['a b'])).not.toBe(fingerprint(['a', 'b']));
    });
  });
});
