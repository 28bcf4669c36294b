import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { ImportFailure } from '@app/domain';
import { newPurchase } from './support/purchases.js';
import { startApp, until, type App } from './support/start-app.js';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();

describe('a file that nobody explains', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterAll(() => app?.stop());
  afterEach(() => app.deleteAll());

  const mugs = [
    { sku: 'A', name: 'Grüße 🫖' },
    { sku: 'B', name: 'Tasse' },
  ];
  const table = 'sku,name\nA,Grüße 🫖\nB,Tasse\n';
  const latin = (text: string) => Buffer.from(text, 'latin1');

  it.each<[string, string | Buffer, Record<string, string>?]>([
    ['in UTF-16, little end first', Buffer.from(`\ufeff${table}`, 'utf16le')],
    ['in UTF-16, big end first', utf16be(`\ufeff${table.replaceAll('\n', '\r\n')}`)],
    ['in UTF-16 that names its delimiter', Buffer.from(`\ufeffsep=\t\n${table.replaceAll(',', '\t')}`, 'utf16le')],
    ['below a preamble', `"Stock, all"\nby Ann,,,\n\n${table}`],
    ['below labels', `SKU,Product name\n${table}`],
    ['without a header, said to be so', 'A,Grüße 🫖\nB,Tasse\n', { header: 'false', mapping: '{"sku":0,"name":1}' }],
    ['with its header where it was said', `x\ny\n${table}`, { header: '3' }],
  ])('is imported %s', async (_, content, options = {}) => {
    expect(await app.import(content, options)).toMatchObject({ status: 'completed', rows: 2, created: 2, failure: null });
    expect(await app.products()).toMatchObject(mugs);
  });

  it('is imported in windows-1252 when it was said to be', async () => {
    const content = Buffer.concat([latin('sku,name\nA,Caf\xe9 '), Buffer.from([0x93, 0x80, 0x94]), latin('\nB,Cr\xe8me')]);
    expect(await app.import(content, { encoding: 'windows-1252' })).toMatchObject({ status: 'completed', warnings: [] });
    expect(await app.products()).toMatchObject([{ name: 'Café “€”' }, { name: 'Crème' }]);
  });

  it('is imported in UTF-16 whatever its size, with lines as in the file', async () => {
    const rows = Array.from({ length: 60_000 }, (_, n) => (n === 59_999 ? ',Lost' : `S${n},"Tasse\r\n${n} 🫖€"`));
    const importJob = await app.import(utf16be(`\ufeffsku,name\r\n${rows.join('\r\n')}`));
    expect(importJob).toMatchObject({ status: 'completed', rows: 60_000, created: 59_999, rejected: 1 });
    expect(await app.rowErrors(importJob.id)).toMatchObject([{ rowNo: 60_000, line: 2 + 2 * 59_999, code: 'required' }]);
  });

  it.each<[string, Buffer, Partial<ImportFailure> | { message: unknown }]>([
    ['with the line and byte of the original', utf16be('\ufeffsku,name\r\nA,x\udc00\n'), { line: 2, byteOffset: 28 }],
    [
      'naming the charset to ask for',
      latin(`sku,name\n${'A,Mug\n'.repeat(300_000)}B,Caf\xe9\n`),
      { line: 300_002, byteOffset: 1_800_014, message: expect.stringContaining('"encoding": "windows-1252"') },
    ],
  ])('is refused %s', async (_, content, failure) => {
    const importJob = await app.import(content);
    expect(importJob).toMatchObject({ status: 'failed', failure: { code: 'encoding_invalid', ...failure } });
  });

  it('tells what was left out', async () => {
    const { warnings } = await app.import('Stock\nof May\nsku,name,price\nA,Mug,1\n');
    expect(warnings).toEqual([
      { code: 'preamble_skipped', message: '2 lines above the header are left out.', count: 2 },
      { code: 'columns_ignored', message: expect.any(String), columns: ['price'] },
    ]);
  });

  it('numbers rows from the header on, lines from the top', async () => {
    const importJob = await app.import('Stock\n"of\nMay"\n\nsku,name\nA,Mug\n,Cup\n');
    expect(await app.rowErrors(importJob.id)).toMatchObject([{ rowNo: 2, line: 7 }]);
  });

  it('may be a result file of ours', async () => {
    const content = 'import__row,import__line,import__code,sku,name\n7,9,required,A,Mug\n';
    expect(await app.import(content)).toMatchObject({ status: 'completed', created: 1, warnings: [] });
  });

  describe('of purchases, between tabs', () => {
    const row = '2\tLane\tLois\t1 Main St.\tNY\t10001\tnew\t9\tPrint\t10\t2020-01-02T10:00Z';
    const known = 'customer_id last_name first_name address state zip status product_id product_name'.split(' ');
    const purchases = async () => (await app.http.get('/api/purchases')).body.length;

    it.each<[string, string[]]>([
      ['are nearly all known', [...known, 'total', 'timestamp']],
      ['are one too many', [...known, 'total', 'timestamp', 'remark']],
      ['nobody knows', 'Kunde Nachname Vorname Straße Land PLZ Vorgang Artikel Titel Preis Wann'.split(' ')],
    ])('is refused when the names in its first line %s', async (_, names) => {
      const importJob = await app.import(`${names.join('\t')}\n${row}\n`, { kind: 'purchases' });
      expect(importJob).toMatchObject({ status: 'failed', failure: { code: 'header_missing_column', line: 1 } });
      expect(await purchases()).toBe(0);
    });

    it('is imported with the other names that are beyond doubt', async () => {
      const names = 'Customer number,Last name,First name,Street address,State,Postal code,Status,Product ID,Product name,Price,Date';
      const importJob = await app.import(`${names.replaceAll(',', '\t')}\n${row}\n`, { kind: 'purchases' });
      expect(importJob).toMatchObject({ status: 'completed', created: 1, failure: null });
      const { body } = await app.http.get('/api/customers?customerId=2');
      expect(body).toMatchObject([{ firstName: 'Lois', lastName: 'Lane', address: { zip: '10001' } }]);
    });

    it('waits for a mapping when somebody looks at it', async () => {
      const { body } = await app.upload(`${[...known, 'total', 'timestamp'].join('\t')}\n${row}\n`, { kind: 'purchases', check: 'true' });
      await until(async () => (await app.http.get(`/api/imports/${body.id}`)).body.status === 'awaiting_mapping');
      const { body: found } = await app.http.get(`/api/imports/${body.id}/inspection`);
      expect(found).toMatchObject({ header: { record: 1 }, missing: ['amount', 'purchased_at'] });
      expect(found.columns.slice(8)).toMatchObject([
        { certainty: 'sure' },
        { field: 'amount', certainty: 'guess' },
        { certainty: 'guess' },
      ]);
      await app.http.post(`/api/imports/${body.id}/cancel`).expect(200);
    });

    it.each<[string, string, object]>([
      ['its first row is damaged', [newPurchase({ customer: 'x', amount: 'ten', at: 'soon' }), newPurchase()].join('\n'), { rejected: 1 }],
      ['a line of another width stands above', `Purchases of May\n${newPurchase({ customer: 3 })}`, { rejected: 1 }],
    ])('goes by place without names, even if %s', async (_, file, counts) => {
      expect(await app.import(file, { kind: 'purchases' })).toMatchObject({ status: 'completed', rows: 2, created: 1, ...counts });
    });
  });
});
