import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { startApp, until, type App } from './support/start-app.js';
import { newPurchase, purchaseFile, purchaseTables, type PurchaseTables } from './support/purchases.js';

describe('an import of purchases', () => {
  let app: App;
  let tables: PurchaseTables;

  beforeAll(async () => {
    app = await startApp();
    tables = purchaseTables(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => tables.empty());

  const send = (file: string | Buffer, fields: Record<string, string> = {}) => app.import(file, { kind: 'purchases', ...fields });

  it('makes customers, products and purchases of a file without header, and closes what was canceled', async () => {
    const importJob = await send(
      [
        '1\tSnake\tPlisken\t123 Fake St.\tAZ\t12345\tnew\t432\tMasthead\t100.12\t2007-04-05T14:30Z',
        '1\tSnake\tPlisken\t123 Fake St.\tAZ\t12345\tcanceled\t432\tMasthead\t100.12\t2007-04-06T10:30Z',
        '2\tClark\tKent\t456 Fake St.\tCA\t54321\tnew\t431\tPrint Magazine\t50.12\t2007-04-07T10:30Z',
      ].join('\n'),
    );

    expect(importJob).toMatchObject({ status: 'completed', kind: 'purchases', rows: 3, created: 3, rejected: 0, canRevert: false });
    expect(await tables.purchases()).toMatchObject([
      { customer_id: 1, sku: '432', status: 'new', amount: '100.12', at: '2007-04-05T14:30:00.000Z', isCanceled: true, row_no: 1, line: 1 },
      { customer_id: 1, sku: '432', status: 'canceled', at: '2007-04-06T10:30:00.000Z', isCanceled: false },
      { customer_id: 2, sku: '431', status: 'new', isCanceled: false, import_id: importJob.id, row_no: 3, line: 3 },
    ]);
    expect(await tables.customers()).toMatchObject([
      { customer_id: 1, first_name: 'Snake', last_name: 'Plisken' },
      { customer_id: 2, first_name: 'Clark', last_name: 'Kent' },
    ]);
    expect(await app.products()).toMatchObject([
      { sku: '431', name: 'Print Magazine', lastImportId: importJob.id },
      { sku: '432', name: 'Masthead' },
    ]);
    expect((await app.events()).filter(({ type }) => type === 'product.created').at(-1)!.items).toHaveLength(2);
  });

  it('changes nothing when the same file comes again, even after its products were deleted', async () => {
    const file = purchaseFile(
      newPurchase(),
      newPurchase({ customer: 2, at: '2020-02-02T10:00Z' }),
      newPurchase({ status: 'canceled', at: '2020-01-03T10:00Z' }),
    );
    await send(file);
    await app.deleteAll();
    const before = await tables.all();
    const events = (await app.events()).length;

    const again = await send(file);

    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 3 });
    expect(await tables.all()).toEqual(before);
    expect(await app.products()).toEqual([]);
    expect((await app.events()).slice(events)).toMatchObject([{ type: 'import.completed' }]);
  });

  it('leaves a product deleted that nobody buys again, whatever else the file has', async () => {
    await send(purchaseFile(newPurchase()));
    await app.deleteAll();
    await send(purchaseFile(newPurchase(), newPurchase({ product: 10 })));
    expect((await app.products()).map(({ sku }) => sku)).toEqual(['10']);
    await send(purchaseFile(newPurchase({ at: '2020-03-03T10:00Z' })));
    expect((await app.products()).map(({ sku }) => sku).toSorted()).toEqual(['10', '9']);
  });

  it('takes a row that comes twice for one event', async () => {
    expect(await send(purchaseFile(newPurchase(), newPurchase()))).toMatchObject({ rows: 2, created: 1, superseded: 1, rejected: 0 });
    expect(await tables.purchases()).toHaveLength(1);
  });

  it.each([
    ['customer', { customer: 2, firstName: 'Bob', lastName: 'Ray' }],
    ['product', { product: 10, productName: 'Digital' }],
    ['status', { status: 'canceled' }],
    ['moment', { at: '2020-01-02T10:01Z' }],
  ])('tells two events apart by their %s', async (_, other) => {
    expect(await send(purchaseFile(newPurchase(), newPurchase(other)))).toMatchObject({ created: 2, superseded: 0 });
    expect(await tables.purchases()).toHaveLength(2);
  });

  it('corrects an event of which a later file says something else', async () => {
    await send(purchaseFile(newPurchase({ amount: '10.00' })));
    expect(await send(purchaseFile(newPurchase({ amount: '12.5' })))).toMatchObject({ created: 0, updated: 1 });
    expect(await tables.purchases()).toMatchObject([{ amount: '12.50' }]);
  });

  it('ignores the order of rows: a cancellation may stand before its purchase', async () => {
    await send(purchaseFile(newPurchase({ status: 'canceled', at: '2020-01-03T10:00Z' }), newPurchase()));
    expect(await tables.purchases()).toMatchObject([{ status: 'new', isCanceled: true }, { status: 'canceled' }]);
  });

  it('lets a cancellation close the latest purchase that is open then', async () => {
    const at = (day: string) => `2020-01-${day}T10:00Z`;
    await send(
      purchaseFile(
        newPurchase({ at: at('01') }),
        newPurchase({ at: at('03') }),
        newPurchase({ at: at('04'), status: 'canceled' }),
        newPurchase({ at: at('09') }),
      ),
    );
    const closed = async () => (await tables.purchases()).filter(({ isCanceled }) => isCanceled).map(({ at }) => at.slice(8, 10));
    expect(await closed()).toEqual(['03']);

    await send(purchaseFile(newPurchase({ at: at('10'), status: 'canceled' }), newPurchase({ at: at('11'), status: 'canceled' })));
    expect(await closed()).toEqual(['01', '03', '09']);
  });

  it('keeps literal quotes, zips with zeros and exact amounts', async () => {
    await send(
      purchaseFile(newPurchase({ firstName: 'Ann "Annie"', productName: '"The 5" Print', zip: '02138', amount: '$1234567890.1' })),
    );
    expect(await tables.purchases()).toMatchObject([
      { first_name: 'Ann "Annie"', product_name: '"The 5" Print', zip: '02138', amount: '1234567890.10' },
    ]);
  });

  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('reads lines that end with %s, and the last one without', async (_, end) => {
    const file = purchaseFile(newPurchase(), newPurchase({ customer: 2 })).replaceAll('\n', end);
    expect(await send(file + end)).toMatchObject({ rows: 2, created: 2 });
    expect(await send(file)).toMatchObject({ rows: 2, unchanged: 2 });
  });

  it('reads a file with these names as header with any delimiter, and then quotes as usual', async () => {
    const header = 'product_id;product_name;amount;purchased_at;status;customer_id;first_name;last_name;address;state;zip';
    const importJob = await send(
      `${header}\n9;"Print; weekly";10;2020-01-02T10:00Z;NEW;1;Ann;Lee;"1 Main St.\nApt 2";NY;10001\n8;"x";1;2020-01-02T10:00Z;cancelled;2;Bob;Ray;;;\n`,
    );
    expect(importJob).toMatchObject({ created: 2, rejected: 0 });
    expect(await tables.purchases()).toMatchObject([
      { product_name: 'Print; weekly', street: '1 Main St.\nApt 2', row_no: 1, line: 2 },
      { status: 'canceled', row_no: 2, line: 4 },
    ]);
  });

  it('reads columns of other names by a mapping', async () => {
    const names = {
      customer_id: 'Cust',
      first_name: 'Fn',
      last_name: 'Ln',
      address: 'Addr',
      state: 'St',
      zip: 'Z',
      status: 'S',
      product_id: 'P',
      product_name: 'Pn',
      amount: 'A',
      purchased_at: 'W',
    };
    const file = `${Object.values(names).join('|')}\n1|Ann|Lee|1 Main St.|NY|10001|new|9|Print|10|2020-01-02T10:00Z\n`;
    expect(await send(file, { mapping: JSON.stringify(names) })).toMatchObject({ status: 'completed', created: 1 });
  });

  it('rejects what no purchase can be, row by row, and says why', async () => {
    const importJob = await send(
      purchaseFile(
        newPurchase(),
        newPurchase({ customer: 'x' }),
        newPurchase({ status: 'refunded' }),
        newPurchase({ amount: '1,000.00' }),
        newPurchase({ at: '2020-02-30T10:00Z' }),
        newPurchase({ productName: 'N'.repeat(101) }),
        newPurchase({ amount: '' }),
      ) + '\n7\tGus\tIvy',
    );
    expect(importJob).toMatchObject({ rows: 8, created: 1, rejected: 7 });
    const errors = await app.rowErrors(importJob.id);
    expect(errors.map(({ line, code }) => [line, code])).toEqual([
      [2, 'integer'],
      [3, 'status'],
      [4, 'amount'],
      [5, 'datetime'],
      [6, 'too_long'],
      [7, 'required'],
      [8, 'column_count'],
    ]);
    const failed = await app.http.get(`/api/imports/${importJob.id}/results/failed`).expect(200);
    expect(failed.text).toContain('import__row');
    expect(await app.products()).toHaveLength(1);
  });

  it('warns of a time without zone and takes it for UTC; a zone counts', async () => {
    const importJob = await send(
      purchaseFile(newPurchase({ at: '2020-01-02T10:00' }), newPurchase({ at: '2020-01-02T14:00:30-05:00', state: 'New York' })),
    );
    expect(importJob.warnings.map(({ code, count }) => [code, count])).toEqual([
      ['no_time_zone', 1],
      ['state', 1],
    ]);
    expect((await tables.purchases()).map(({ at }) => at)).toEqual(['2020-01-02T10:00:00.000Z', '2020-01-02T19:00:30.000Z']);
  });

  it('gives a customer the names of the latest purchase; a late file does not win', async () => {
    await send(purchaseFile(newPurchase({ at: '2020-03-01T10:00Z', lastName: 'Lee-Ray' }), newPurchase({ lastName: 'Lee' })));
    expect(await tables.customers()).toMatchObject([{ last_name: 'Lee-Ray' }]);
    await send(purchaseFile(newPurchase({ at: '2019-01-01T10:00Z', lastName: 'Young' })));
    expect(await tables.customers()).toMatchObject([{ last_name: 'Lee-Ray' }]);
  });

  it('keeps where a customer lived, by purchase time: spelling is no move, a gained +4 completes', async () => {
    const at = (month: number) => `2020-0${month}-01T10:00Z`;
    const elm = { street: '99 Elm St. Apt #4', state: 'CA', zip: '94105-1234' };
    await send(
      purchaseFile(
        newPurchase({ at: at(5), ...elm }),
        newPurchase({ at: at(1), zip: '02138' }),
        newPurchase({ at: at(2), street: '1 MAIN STREET', zip: '02138-0001' }),
        newPurchase({ at: at(7), street: '', state: '', zip: '' }),
      ),
    );
    expect(await tables.addresses()).toEqual([
      { customer_id: 1, street: '1 MAIN STREET', state: 'NY', zip: '02138-0001', from: '2020-01-01', to: '2020-05-01' },
      { customer_id: 1, ...elm, from: '2020-05-01', to: null },
    ]);

    await send(purchaseFile(newPurchase({ at: at(3), ...elm, zip: '94105' }), newPurchase({ at: at(8), zip: '02138-0002' })));
    expect((await tables.addresses()).map(({ zip, from, to }) => [zip, from, to])).toEqual([
      ['02138-0001', '2020-01-01', '2020-03-01'],
      ['94105-1234', '2020-03-01', '2020-08-01'],
      ['02138-0002', '2020-08-01', null],
    ]);
  });

  it('knows which file told of an address, whatever a later one corrects beside it', async () => {
    const told = () => app.db.query('select import_id, learned_at from customer_addresses');
    const first = await send(purchaseFile(newPurchase()));
    const before = await told();
    expect(before).toMatchObject([{ import_id: first.id }]);
    await send(purchaseFile(newPurchase({ amount: '12.00' })));
    expect(await told()).toEqual(before);
    const third = await send(purchaseFile(newPurchase({ amount: '12.00', street: '2 Main St.' })));
    const [after] = await told();
    expect(after.import_id).toBe(third.id);
    expect(after.learned_at.getTime()).toBeGreaterThan(before[0].learned_at.getTime());
  });

  it('knows which file told of an address first, also when a later one tells of it at the same moment', async () => {
    const first = await send(purchaseFile(newPurchase()));
    await send(purchaseFile(newPurchase({ product: 10 })));
    expect(await app.db.query('select import_id from customer_addresses')).toEqual([{ import_id: first.id }]);
  });

  it('knows which file told the last four digits of a zip', async () => {
    const first = await send(purchaseFile(newPurchase()));
    const second = await send(purchaseFile(newPurchase({ at: '2020-02-02T10:00Z', zip: '10001-1234' })));
    await send(purchaseFile(newPurchase({ at: '2020-03-02T10:00Z', zip: '10001-1234' })));
    const [{ id }] = (await app.http.get('/api/customers')).body;
    expect((await app.http.get(`/api/customers/${id}/addresses`).expect(200)).body).toMatchObject([
      { zip: '10001-1234', importId: first.id, completedByImportId: second.id, completedAt: expect.stringMatching(/^20/) },
    ]);
  });

  it('adds missing products under their id, and never rewrites one that is there', async () => {
    await app.has({ sku: '9', name: 'Our own name', description: 'Ours' });
    await send(
      purchaseFile(
        newPurchase({ productName: 'Theirs' }),
        newPurchase({ product: '0010', productName: 'New title', at: '2020-05-01T10:00Z' }),
        newPurchase({ product: 10, productName: 'Old title', at: '2020-01-01T10:00Z' }),
      ),
    );
    expect(await app.products()).toMatchObject([
      { sku: '10', name: 'New title', version: 1 },
      { sku: '9', name: 'Our own name', version: 1 },
    ]);
  });

  it('shows what it would do before anything is written', async () => {
    await send(purchaseFile(newPurchase({ amount: '10.00' }), newPurchase({ customer: 2 })));
    const { body } = await app.upload(
      purchaseFile(
        newPurchase({ amount: '11.00' }),
        newPurchase({ customer: 2 }),
        newPurchase({ customer: 3, product: 77, at: '2020-01-02T10:00:30Z' }),
      ),
      { kind: 'purchases', check: 'true' },
    );
    const checked = await until(async () => {
      const { body: now } = await app.http.get(`/api/imports/${body.id}`);
      return now.status === 'awaiting_confirmation' && now;
    });
    expect(checked).toMatchObject({ status: 'awaiting_confirmation', check: { created: 1, updated: 1, unchanged: 1 } });
    expect((await app.http.get(`/api/imports/${body.id}/check`).expect(200)).body).toMatchObject([
      {
        rowNo: 1,
        outcome: 'updated',
        about: '1 · 9 · 2020-01-02 10:00 new',
        sku: '9',
        changes: [{ field: 'amount', old: '10.00', new: '11.00' }],
      },
      { rowNo: 2, outcome: 'unchanged', about: '2 · 9 · 2020-01-02 10:00 new', changes: [] },
      { rowNo: 3, outcome: 'created', about: '3 · 77 · 2020-01-02 10:00:30 new', productId: null, sku: '77' },
    ]);
    expect(await tables.purchases()).toHaveLength(2);

    await app.http.post(`/api/imports/${body.id}/confirm`).send({}).expect(200);
    const done = await app.end(body.id);
    expect(done).toMatchObject({ status: 'completed', created: 1, updated: 1, unchanged: 1, check: { differed: 0 } });
    const { body: refused } = await app.http.post(`/api/imports/${body.id}/revert`).expect(409);
    expect(refused).toMatchObject({ code: 'wrong_state' });
  });

  it('refuses settings that speak of products', async () => {
    const { body } = await app.upload(purchaseFile(newPurchase()), { kind: 'purchases', unmapped: 'attributes' });
    expect(body).toMatchObject({ status: 422, code: 'invalid', errors: [{ pointer: '/unmapped' }] });
  });

  it('gives a template that imports as it is', async () => {
    const { text } = await app.http.get('/api/import-formats/purchases/template.csv').expect(200);
    expect(await send(text)).toMatchObject({ created: 2, rejected: 0 });
  });
});
