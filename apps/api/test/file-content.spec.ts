import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { ImportJob, Product } from '@app/domain';
import { startApp, type App } from './support/start-app.js';

const MiB = 1024 * 1024;
const bytes = (...parts: (string | number[])[]) => Buffer.concat(parts.map((part) => Buffer.from(part as string)));

describe('a file', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ env: { MAX_IMPORT_ROWS: '3000' } });
  });
  afterAll(() => app?.stop());

  describe('is read', () => {
    afterEach(() => app.deleteAll());
    const mugs = [
      ['A', 'Mug'],
      ['B', 'Cup'],
    ];

    it.each<[string, string | Buffer, string[][], Partial<ImportJob>?]>([
      ['with LF', 'sku,name\nA,Mug\nB,Cup\n', mugs],
      ['with CRLF', 'sku,name\r\nA,Mug\r\nB,Cup\r\n', mugs],
      ['with CR only', 'sku,name\rA,Mug\rB,Cup\r', mugs],
      ['with all line ends at once', 'sku,name\r\nA,Mug\rB,Cup\nC,Jug', [...mugs, ['C', 'Jug']]],
      ['without a final line end', 'sku,name\nA,Mug\nB,Cup', mugs],
      ['with a byte order mark', '\ufeffsku,name\nA,Mug\nB,Cup\n', mugs],
      ['with a byte order mark before a quote', '\ufeff"sku","name"\n"A","Mug"\n"B","Cup"\n', mugs],
      ['with blank lines', '\n\nsku,name\n\nA,Mug\n\n\r\n\nB,Cup\n\n\n', mugs, { rows: 2, blankLines: 8 }],
      ['with lines of nothing but blanks', 'sku,name\nA,Mug\n   \n \t \nB,Cup\n  ', mugs, { rows: 2, blankLines: 3 }],
      ['with a line that names the delimiter', 'sep=;\r\nsku;name\r\nA;Mug\r\nB;Cup\r\n', mugs],
      ['with a delimiter named behind a byte order mark', '\ufeffsep=|\nsku|name\nA|Mug\nB|Cup\n', mugs],
      [
        'with semicolons',
        'sku;name\nA;Mug, blue\nB;1,5 l\n',
        [
          ['A', 'Mug, blue'],
          ['B', '1,5 l'],
        ],
      ],
      [
        'with tabs',
        'sku\tname\nA\tMug; big\nB\tCup, small\n',
        [
          ['A', 'Mug; big'],
          ['B', 'Cup, small'],
        ],
      ],
      ['with bars', 'sku|name\nA|Mug\nB|Cup\n', mugs],
      [
        'with delimiters inside quotes',
        'sku,name\nA,"Mug; blue; big"\nB,"Cup, small"\n',
        [
          ['A', 'Mug; blue; big'],
          ['B', 'Cup, small'],
        ],
      ],
      [
        'with quoted quotes',
        'sku,name\nA,"the ""big"" mug"\nB,""""\n',
        [
          ['A', 'the "big" mug'],
          ['B', '"'],
        ],
      ],
      [
        'with inch marks in bare cells',
        `sku,name\nA,15" laptop\nB,5'10""\n`,
        [
          ['A', '15" laptop'],
          ['B', `5'10""`],
        ],
      ],
      [
        'with blanks around quotes',
        ' "sku" , "name" \n "A" , "Mug, big" \n\t"B"\t, " Cup "\n',
        [
          ['A', 'Mug, big'],
          ['B', 'Cup'],
        ],
      ],
      ['with blanks around everything', ' sku , name \n  A  ,\u00a0Mug\u200b \nB,Cup \n', mugs],
      ['with columns in any order, case and with others', 'Name,colour,SKU,\nMug,blue,A,\nCup,red,B,\n', mugs],
      ['with surplus cells that are empty', 'sku,name\nA,Mug,,\nB,Cup, \n', mugs],
      [
        'with one column quoted over lines',
        'sku,name\r\nA,"Mug\r\nbig"\r\nB,"Cup\n\nsmall"\r\n',
        [
          ['A', 'Mug\r\nbig'],
          ['B', 'Cup\n\nsmall'],
        ],
      ],
      ['with names for columns as shops export them', 'Variant SKU,Title,Published\nA,Mug,TRUE\nB,Cup,false\n', mugs],
      ['with a SKU twice, in another case', 'sku,name\na,Old\nb,Cup\nA,Mug\nB,Cup\n', mugs, { rows: 4, created: 2, superseded: 2 }],
      [
        'with __proto__ as SKU and as column',
        'sku,name,__proto__,constructor\n__proto__,Mug,x,y\nconstructor,Cup,x,y\n',
        [
          ['__proto__', 'Mug'],
          ['constructor', 'Cup'],
        ],
      ],
    ])('%s', async (_, content, rows, counts = {}) => {
      const importJob = await app.import(content);
      expect(importJob).toMatchObject({
        status: 'completed',
        failure: null,
        rows: rows.length,
        created: rows.length,
        rejected: 0,
        notProcessed: 0,
        ...counts,
      });
      expect((await app.products()).map(({ sku, name }) => [sku, name])).toEqual(
        rows.sort(([a], [b]) => (a!.toLowerCase() < b!.toLowerCase() ? -1 : 1)),
      );
    });

    it.each(['sku,name\n', 'sku,name', '\ufeffsku,name\r\n\r\n \r\n'])('with a header only, and says so: %j', async (content) => {
      const importJob = await app.import(content);
      expect(importJob).toMatchObject({ status: 'completed', progress: 100, rows: 0, warnings: [{ code: 'no_rows' }] });
      expect((await app.events()).at(-1)).toMatchObject({ type: 'import.completed', items: [{ importId: importJob.id, rows: 0 }] });
    });

    it('without what its unknown columns hold, which are named', async () => {
      const { warnings } = await app.import('sku,price,name,__proto__,,Ünit\nA,"1.234,56",Mug,x,,kg\n');
      expect(warnings).toMatchObject([{ code: 'columns_ignored', columns: ['price', '__proto__', 'Ünit'] }]);
    });

    it('as text, whatever the text looks like', async () => {
      const names = [
        "=cmd|' /C calc'!A1",
        '+1',
        '-1',
        '@SUM(1)',
        '\\N',
        'NULL',
        '<script>alert(1)</script>',
        'javascript:alert(1)',
        '0017',
        '1E5',
        '="00123"',
        '1.234',
        'NaN',
        '1e309',
        'true',
        '\\.',
        '🫖 مرحبا \u202eabc',
        '${name}',
        "'; drop table products; --",
        '[object Object]',
        '__proto__',
      ];
      const importJob = await app.import(
        `sku,name,description\n${names.map((name, i) => `${name},${name},row ${i}`).join('\n')}\n`.replace('🫖 مرحبا \u202eabc,', 'tea,'),
      );
      expect(importJob).toMatchObject({ status: 'completed', rejected: 0, superseded: 0, rows: names.length });
      const stored = new Map((await app.products()).map((product) => [product.description, product]));
      for (const [i, name] of names.entries())
        expect(stored.get(`row ${i}`)).toMatchObject({ name, sku: name.startsWith('🫖') ? 'tea' : name });
    });

    it.each([0, 1, 2])('with characters that lie across every edge of its pieces, shifted by %i', async (shift) => {
      const description = `${'x'.repeat(shift)}${'€'.repeat(720_000)}🫖`;
      expect(await app.import(`sku,name,description\nA,Mug,${description}\n`)).toMatchObject({ status: 'completed', created: 1 });
      expect((await app.products())[0]!.description === description).toBe(true);
    });

    it('with the columns that the form names', async () => {
      const content = 'Nummer;Artikel;sku;name\n17;Becher;x;y\n';
      await app.import(content, { mapping: '{"sku":"nummer","name":" ARTIKEL "}', delimiter: ';' });
      expect(await app.products()).toMatchObject([{ sku: '17', name: 'Becher' }]);
    });

    it('with 1,000 columns and with the longest texts', async () => {
      const many = Array.from({ length: 998 }, (_, i) => `c${i}`);
      await app.import(`sku,name,${many}\nA,Mug,${many}\n`);
      const longest = { sku: 'S'.repeat(255), name: 'N'.repeat(500), description: 'D'.repeat(MiB) };
      expect(await app.import(`sku,name,description\n${Object.values(longest)}\n`)).toMatchObject({ created: 1 });
      expect(await app.products()).toMatchObject([{ sku: 'A' }, longest]);
    });

    it('with as many rows as are allowed', async () => {
      const importJob = await app.import(`sku,name\n${'A,Mug\n'.repeat(2_999)}A,Last`);
      expect(importJob).toMatchObject({ status: 'completed', rows: 3_000, created: 1, superseded: 2_999 });
      expect(await app.products()).toMatchObject([{ name: 'Last' }]);
    });
  });

  describe('fails as a whole, before a product is touched,', () => {
    let kept: Product;
    beforeEach(async () => {
      kept = await app.has({ sku: 'A', name: 'Kept' });
    });
    afterEach(() => app.deleteAll());

    const good = 'sku,name\nA,Changed\n';
    const long = `B,"${'first line\r\nsecond'.padEnd(80, '.')}"\r\n`.repeat(2_900); // 270 KB
    const far = Array.from({ length: 60 }, (_, i) => `B${i},"Cup\r\n${'€'.repeat(20_000)}"\r\n`).join(''); // 3.6 MB, two lines a row
    const size = (text: string) => Buffer.byteLength(text);

    it.each<[string, string | Buffer, object, Record<string, string>?]>([
      ['of blank lines only', '\n\r\n  \n', { code: 'empty_file' }],
      ['of a byte order mark only', '\ufeff', { code: 'empty_file' }],
      ['without a column for the SKU', 'name,colour\nMug,blue\n', { code: 'header_missing_column', column: 'sku', line: 1 }],
      ['without a column for the name', '\n\nsku,colour\nA,blue\n', { code: 'header_missing_column', column: 'name', line: 3 }],
      ['without header', 'A,Changed\nB,Cup\n', { code: 'header_missing_column', column: 'sku' }],
      [
        'whose column is only a guess',
        'product_id,name\nA,Changed\n',
        { code: 'header_missing_column', message: expect.stringContaining('"product_id"') },
      ],
      ['with a column twice', 'sku,name,\u200bName \nA,Changed,x\n', { code: 'header_duplicate', column: 'name', line: 1 }],
      ['with 1,001 columns', `sku,name${',x'.repeat(999)}\nA,Changed\n`, { code: 'too_many_columns', line: 1 }],
      ['read with a delimiter that it does not have', good, { code: 'header_missing_column' }, { delimiter: ';' }],
      [
        'read with a column that it does not have',
        good,
        { code: 'header_missing_column', column: 'name' },
        { mapping: '{"name":"title"}' },
      ],
      ['with a row too many', `${good}${'B,Cup\n'.repeat(3_000)}`, { code: 'too_many_rows' }],

      ['with an open quote in the header', `"sku,name\nA,Changed\n`, { code: 'quote_unclosed', line: 1, byteOffset: 0 }],
      [
        'with an open quote in its first row',
        `sku,name\n"A,Changed\n${'B,Cup\n'.repeat(2 * MiB)}`,
        { code: 'quote_unclosed', line: 2, byteOffset: 9 },
      ],
      [
        'with an open quote in its midst',
        `${good}${long}C,"Jug\n${'D,Cup\n'.repeat(99)}`,
        { code: 'quote_unclosed', line: 3 + 2 * 2_900, byteOffset: size(good + long) + 2 },
      ],
      ['with an open quote in its last row', `${good}B,"Cup`, { code: 'quote_unclosed', line: 3, byteOffset: size(good) + 2 }],
      ['with text behind a quoted cell', `${good}B,"Cup" big\n`, { code: 'quote_misplaced', line: 3, byteOffset: size(good) + 8 }],
      [
        'with a quote inside a quoted cell',
        `${good}B,"Cup "big" blue"\n`,
        { code: 'quote_misplaced', line: 3, byteOffset: size(good) + 8 },
      ],
      [
        'with a quote that swallows the next row',
        `${good}B,"Cup\nC,"Jug"\n`,
        { code: 'quote_misplaced', line: 3, byteOffset: size(good) + 10 },
      ],
      [
        'with a record of more than 8 MiB',
        `${good}B,${'x'.repeat(8 * MiB)}\n`,
        { code: 'field_too_long', line: 3, byteOffset: size(good) },
      ],
      ['with a quoted record of more than 8 MiB', `${good}B,"${'x\n'.repeat(4 * MiB)}"\n`, { line: 3 }],
      [
        'with a first record of more than 1 MiB',
        `sku,name,${'x'.repeat(2 * MiB)}\nA,Changed,\n`,
        { code: 'field_too_long', line: 1, byteOffset: 0 },
      ],

      [
        'in windows-1252',
        Buffer.from('sku,name\nA,Changed\nB,Café\n', 'latin1'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 5, message: expect.stringContaining('"encoding": "windows-1252"') },
      ],
      [
        'in windows-1252 with CR only',
        Buffer.from('sku,name\rA,Changed\rB,Café\r', 'latin1'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 5 },
      ],
      [
        'with a bad byte in the header',
        bytes('sku,name,Gr', [0xf6], 'sse\nA,Changed,1\n'),
        { code: 'encoding_invalid', line: 1, byteOffset: 11 },
      ],
      [
        'with a bad byte behind a byte order mark',
        bytes('\ufeff', good, [0xff]),
        { code: 'encoding_invalid', line: 3, byteOffset: 3 + size(good) },
      ],
      [
        'with a bad byte far inside',
        bytes(good, far, 'C,Caf', [0xe9], '\n', far),
        { code: 'encoding_invalid', line: 3 + 120, byteOffset: size(good + far) + 5 },
      ],
      [
        'with a bad byte behind a character',
        bytes(good, 'B,€', [0x82], '\n'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 5 },
      ],
      [
        'with an overlong character',
        bytes(good, 'B,', [0xc0, 0xaf], '\n'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 2 },
      ],
      [
        'with an overlong character of three bytes',
        bytes(good, 'B,', [0xe0, 0x80, 0xaf], '\n'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 2 },
      ],
      [
        'with half a character pair',
        bytes(good, 'B,x', [0xed, 0xa0, 0x80], '\n'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 3 },
      ],
      [
        'with a character beyond Unicode',
        bytes(good, 'B,', [0xf5, 0x80, 0x80, 0x80], '\n'),
        { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 2 },
      ],
      ['that ends within a character', bytes(good, 'B,x', [0xe2, 0x82]), { code: 'encoding_invalid', line: 3, byteOffset: size(good) + 3 }],
    ])('%s', async (_, content, failure, options = {}) => {
      const importJob = await app.import(content, options);
      expect(importJob).toMatchObject({ status: 'failed', failure, created: 0, updated: 0, message: 'Import failed' });
      expect(importJob.progress).toBeLessThan(100);
      expect(await app.products()).toEqual([kept]);
      const { code } = importJob.failure!;
      expect((await app.events()).at(-1)).toMatchObject({
        type: 'import.failed',
        actor: `import:${importJob.id}`,
        items: [{ importId: importJob.id, code }],
      });
    });

    it('with a row too many that has no line end', async () => {
      expect(await app.import(`sku,name\n${'B,Cup\n'.repeat(3_000)}B,Cup`)).toMatchObject({ failure: { code: 'too_many_rows' } });
    });
  });

  describe('loses only the rows that', () => {
    afterEach(() => app.deleteAll());

    type Fault = { rowNo: number; line: number; column: string | null; code: string; value?: string | null };
    it.each<[string, string, Fault[]]>([
      [
        'have too few or too many cells',
        'sku,name\nA\nB,Cup\nC,Jug,x\n',
        [
          { rowNo: 1, line: 2, column: null, code: 'column_count' },
          { rowNo: 3, line: 4, column: null, code: 'column_count' },
        ],
      ],
      [
        'lack a SKU or a name',
        'sku,name\n,Mug\nB, \n\u200b,\nD,Pot\n',
        [
          { rowNo: 1, line: 2, column: 'sku', code: 'required' },
          { rowNo: 2, line: 3, column: 'name', code: 'required' },
          { rowNo: 3, line: 4, column: 'sku', code: 'required' },
          { rowNo: 3, line: 4, column: 'name', code: 'required' },
        ],
      ],
      [
        'hold a NUL or another control character',
        'sku,name\nA,M\0g\nB\x07,Cup\nC,\x1b[31mJug\nD,Pot\n',
        [
          { rowNo: 1, line: 2, column: 'name', code: 'control_character' },
          { rowNo: 2, line: 3, column: 'sku', code: 'control_character' },
          { rowNo: 3, line: 4, column: 'name', code: 'control_character' },
        ],
      ],
      [
        'hold a SKU that looks like another',
        'sku,name\nA\u202eB,Mug\n"A\nB",Cup\nA\tB,Jug\nD,Pot\n',
        [
          { rowNo: 1, line: 2, column: 'sku', code: 'sku_characters' },
          { rowNo: 2, line: 3, column: 'sku', code: 'sku_characters' },
          { rowNo: 3, line: 5, column: 'sku', code: 'sku_characters' },
        ],
      ],
      [
        'are too long',
        `sku,name,description\n${'x'.repeat(3_000)},Mug,\nB,${'x'.repeat(501)},\nC,Jug,${'x'.repeat(2 * MiB)}\nD,Pot,\n`,
        [
          { rowNo: 1, line: 2, column: 'sku', code: 'too_long', value: 'x'.repeat(200) },
          { rowNo: 2, line: 3, column: 'name', code: 'too_long' },
          { rowNo: 3, line: 4, column: 'description', code: 'too_long', value: 'x'.repeat(200) },
        ],
      ],
      [
        'are neither active nor not',
        'sku,name,Status\nA,Mug,maybe\nB,Cup,\nC,Jug,no\n',
        [{ rowNo: 1, line: 2, column: 'Status', code: 'boolean', value: 'maybe' }],
      ],
      [
        'are wrong, behind cells of many lines and CRLF',
        'sku,name\r\nA,"Mug\r\nof\r\nclay"\r\n\r\nB,\r\n"C","x\ny\rz"\r\n,Jug\r\nD,Pot\r\n',
        [
          { rowNo: 2, line: 6, column: 'name', code: 'required' },
          { rowNo: 4, line: 10, column: 'sku', code: 'required' },
        ],
      ],
      [
        'are wrong, behind a line that names the delimiter',
        '\ufeffsep=;\n\nsku;name\n"A";"x\n"\n;Cup',
        [{ rowNo: 2, line: 6, column: 'sku', code: 'required' }],
      ],
      ['are wrong, with CR only', 'sku,name\rA,"Mug\r"\rB,\rC,Jug', [{ rowNo: 2, line: 4, column: 'name', code: 'required' }]],
      [
        'are wrong, in columns by another name',
        'Title,Variant SKU\nMug,\n,B\nPot,D\n',
        [
          { rowNo: 1, line: 2, column: 'Variant SKU', code: 'required' },
          { rowNo: 2, line: 3, column: 'Title', code: 'required' },
        ],
      ],
    ])('%s', async (_, content, faults) => {
      const importJob = await app.import(content);
      const rejected = new Set(faults.map(({ rowNo }) => rowNo)).size;
      expect(importJob).toMatchObject({ status: 'completed', failure: null, rejected, created: importJob.rows - rejected, superseded: 0 });
      expect(await app.products()).toHaveLength(importJob.created);
      const errors = await app.rowErrors(importJob.id);
      expect(errors).toHaveLength(faults.length);
      expect(errors).toMatchObject(faults.map((fault) => ({ ...fault, severity: 'error', message: expect.any(String) })));
    });

    it('are wrong, though a right one of the same SKU came before', async () => {
      expect(await app.import('sku,name\nA,Mug\na,Cup\nA,\n')).toMatchObject({ created: 1, superseded: 1, rejected: 1 });
      expect(await app.products()).toMatchObject([{ sku: 'a', name: 'Cup' }]);
    });

    it('are wrong, even when those are all of them', async () => {
      const importJob = await app.import(`sku,name\n${Array.from({ length: 1_500 }, (_, i) => `S${i},\n`).join('')}`);
      expect(importJob).toMatchObject({ status: 'completed', progress: 100, rows: 1_500, rejected: 1_500, created: 0 });
      expect(await app.products()).toEqual([]);
      const { body, headers } = await app.http
        .get(`/api/imports/${importJob.id}/errors`)
        .query({ range: '[1498,1600]', filter: '{"code":"required"}' });
      expect([body, headers['content-range']]).toMatchObject([
        [
          { rowNo: 1_499, line: 1_500 },
          { rowNo: 1_500, line: 1_501 },
        ],
        'errors 1498-1499/1500',
      ]);
    });

    it('are wrong, also when a column has a NUL in its name', async () => {
      expect(await app.import('sku,name,co\0lour\nA,Mug,\nB,,\n')).toMatchObject({ status: 'completed', created: 1, rejected: 1 });
    });
  });
});
