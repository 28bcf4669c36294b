import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { newPurchase, purchaseFile, purchaseTables, type PurchaseTables } from './support/purchases.js';
import { startApp, until, type App } from './support/start-app.js';

const day = (no: number) => `2020-01-${String(no).padStart(2, '0')}T10:00Z`;
const bought = (no: number, other = {}) => newPurchase({ at: day(no), ...other });
const canceled = (no: number, other = {}) => newPurchase({ at: day(no), status: 'canceled', ...other });

describe('irregularities', () => {
  let app: App;
  let tables: PurchaseTables;

  beforeAll(async () => {
    app = await startApp();
    tables = purchaseTables(app);
  });
  afterAll(() => app.stop());
  beforeEach(() => tables.empty());

  const send = (...lines: string[]) => app.import(purchaseFile(...lines), { kind: 'purchases' });
  const found = async () => (await tables.irregularities()).map(({ rule, status, row_no }) => [rule, status, row_no]);

  it.each([
    ['a purchase and its cancellation', [bought(1), canceled(2)], []],
    ['a cancellation in the minute of its purchase', [bought(1), canceled(1)], []],
    ['a cancellation that stands before its purchase', [canceled(2), bought(1)], []],
    ['a new last name', [bought(1), bought(2, { lastName: 'Lee-Ray' })], []],
    ['a cancellation of what nobody bought', [canceled(2)], [['cancel_unknown', 'open', 1]]],
    ['a second cancellation', [bought(1), canceled(2), canceled(3)], [['cancel_repeated', 'open', 3]]],
    ['a cancellation before the purchase', [bought(3), canceled(2)], [['cancel_too_early', 'open', 2]]],
    ['a purchase after a cancellation', [bought(1), canceled(2), bought(3)], [['new_after_cancel', 'open', 3]]],
    ['another amount', [bought(1, { amount: '10.00' }), canceled(2, { amount: '9.99' })], [['amount_differs', 'open', 2]]],
    ['another person', [bought(1), bought(2, { firstName: 'Bob', lastName: 'Ray' })], [['customer_changed', 'open', 2]]],
    ['another name of a product', [bought(1, { productName: 'Digital' }), bought(2)], [['product_renamed', 'open', 1]]],
    ['the same name in other letters', [bought(1, { productName: 'PRINT' }), bought(2)], []],
    ['what is yet to come', [newPurchase({ at: '2999-01-01T00:00Z' })], [['event_in_future', 'open', 1]]],
    [
      'an amount ten times as high as usual',
      [...[1, 2, 3, 4, 5].map((no) => bought(no)), bought(6, { amount: '100.01' }), bought(7, { amount: '100.00' })],
      [['amount_outlier', 'open', 6]],
    ],
  ])('of %s', async (_, lines, expected) => {
    await send(...lines);
    expect(await found()).toEqual(expected);
  });

  it('say what they rest on, and are told', async () => {
    const importJob = await send(bought(1, { amount: '50.12' }), canceled(2, { amount: '40' }));

    expect(await tables.irregularities()).toMatchObject([
      {
        rule: 'amount_differs',
        severity: 'warning',
        message: 'Product 9 was canceled for customer 1 on 2 January 2020 with 40.00 US$, but it was bought for 50.12 US$.',
        evidence: [
          { at: '2020-01-01T10:00:00.000Z', text: 'bought, 50.12 US$', importId: importJob.id, rowNo: 1 },
          { at: '2020-01-02T10:00:00.000Z', text: 'canceled, 40.00 US$', importId: importJob.id, rowNo: 2 },
        ],
        customer_id: 1,
        sku: '9',
        line: 2,
      },
    ]);
    const [{ id }] = await app.db.query('select id from irregularities');
    const told = (await app.events()).slice(-3);
    expect(told.map(({ type }) => type)).toEqual(['irregularity.detected', 'product.created', 'import.completed']);
    expect(told[0]!.items).toEqual([
      { irregularityId: id, rule: 'amount_differs', severity: 'warning', importId: importJob.id, rowNo: 2, line: 2 },
    ]);
  });

  it('are found once, however often the file comes', async () => {
    const lines = [canceled(2), bought(3, { customer: 2 }), canceled(2, { customer: 2 }), newPurchase({ at: '2999-01-01T00:00Z' })];
    await send(...lines);
    const before = await tables.irregularities();
    await send(...lines);
    expect(await tables.irregularities()).toEqual(before);
    expect(before).toHaveLength(3);
  });

  it('say what is so now, while nobody has decided, without being told again', async () => {
    await send(bought(1, { amount: '50.12' }), canceled(2, { amount: '40.00' }));
    const events = (await app.events()).length;
    const second = await send(canceled(2, { amount: '45.00' }));
    expect(await tables.irregularities()).toMatchObject([
      { rule: 'amount_differs', status: 'open', message: expect.stringContaining('with 45.00 US$'), import_id: second.id, row_no: 1 },
    ]);
    expect((await app.events()).slice(events).map(({ type }) => type)).toEqual(['import.completed']);
  });

  it('are about a moment, whatever was bought in it', async () => {
    await send(bought(1), bought(2, { firstName: 'Bob', lastName: 'Ray' }));
    const [before] = await tables.irregularities();
    await send(bought(2, { firstName: 'Bob', lastName: 'Ray', product: 10 }));
    expect(await tables.irregularities()).toMatchObject([{ id: before!.id, rule: 'customer_changed', status: 'open' }]);
  });

  it('are found in a file that is odd as a whole, and comes late', async () => {
    const each = (year: number, amount: string) =>
      Array.from({ length: 30 }, (_, i) => newPurchase({ customer: i, at: `${year}-01-02T10:00Z`, amount }));
    await send(...each(2021, '10.00'));
    await send(...each(2020, '1000.00'));
    expect((await tables.irregularities()).map(({ rule }) => rule)).toEqual(Array(30).fill('amount_outlier'));
  });

  it('are found in a newer file in which everything costs a hundred times as much', async () => {
    const each = (n: number, from: number, amount: string) =>
      Array.from({ length: n }, (_, i) => newPurchase({ customer: from + i, at: day(1 + (from > 100 ? 5 : 0)), amount }));
    await send(...each(40, 0, '50.00'));
    await send(...each(40, 1_000, '5000.00'));
    expect((await tables.irregularities()).map(({ rule }) => rule)).toEqual(Array(40).fill('amount_outlier'));
  });

  it('are found among thousands of one customer and one product as fast as among those of many', async () => {
    const minute = (i: number) => new Date(Date.UTC(2020, 0, 1) + i * 60_000).toISOString();
    await send(...Array.from({ length: 24_000 }, (_, i) => newPurchase({ at: minute(i), status: 'canceled' })));
    const [{ n }] = await app.db.query(`select count(*)::int as n from irregularities where rule = 'cancel_unknown'`);
    expect(n).toBe(24_000);
  });

  it('are found in a large file after a small one, of which PostgreSQL knows all customers', async () => {
    await send(...Array.from({ length: 60 }, (_, i) => newPurchase({ at: day(1 + (i % 28)), customer: 1, product: i })));
    await app.db.query('analyze purchases');
    const twice = (i: number) => [bought(1, { customer: i, amount: '10.00' }), canceled(2, { customer: i, amount: '10.00' })];
    const large = await send(...Array.from({ length: 12_000 }, (_, i) => twice(100 + i)).flat());
    expect(large).toMatchObject({ status: 'completed', created: 24_000 });
  });

  it('are found in what a cancelled import has written', async () => {
    const lines = Array.from({ length: 30_000 }, (_, i) => newPurchase({ customer: i, at: i ? '2020-01-02T10:00Z' : '2999-01-01T00:00Z' }));
    const { body } = await app.upload(purchaseFile(...lines), { kind: 'purchases' });
    await until(async () => {
      const { body: now } = await app.http.get(`/api/imports/${body.id}`);
      if (now.finishedAt) throw new Error('too late');
      return now.created > 0 || now.processed > 0;
    });
    await app.http.post(`/api/imports/${body.id}/cancel`).expect(200);
    expect(await app.end(body.id)).toMatchObject({ status: 'cancelled' });
    await until(async () => !(await app.db.query('select from turns')).length); // whoever cancels does not wait for it
    expect((await found()).map(([rule]) => rule)).toContain('event_in_future');
  });

  it('are decided on by the hundred while a file finds them again', async () => {
    const twice = (customer: number) => [bought(1, { customer, amount: '10.00' }), canceled(2, { customer, amount: '9.00' })];
    const customers = Array.from({ length: 2_000 }, (_, i) => i);
    await send(...customers.flatMap(twice));
    const again = send(...customers.map((customer) => canceled(2, { customer, amount: '8.00' })));
    const decided = await app.http.post('/api/irregularities/ignore').send({ filter: {}, expect: 2_000 });
    expect(decided.status).toBe(200);
    expect(await again).toMatchObject({ status: 'completed', updated: 2_000 });
    expect(new Set((await tables.irregularities()).map(({ status }) => status))).toEqual(new Set(['ignored']));
  });

  it('are resolved by the file that brings what was missing, and come back when it is no longer so', async () => {
    await send(canceled(5));
    const second = await send(bought(7));
    expect(await tables.irregularities()).toMatchObject([
      { rule: 'cancel_too_early', status: 'open' },
      { rule: 'cancel_unknown', status: 'resolved', resolved_by_import_id: second.id },
    ]);
    await send(bought(1));
    expect(await found()).toEqual([
      ['cancel_too_early', 'resolved', 1],
      ['cancel_unknown', 'resolved', 1],
      ['new_after_cancel', 'open', 1],
    ]);
    await send(canceled(2));
    expect((await found()).filter(([, status]) => status === 'open')).toEqual([
      ['cancel_repeated', 'open', 1],
      ['new_after_cancel', 'open', 1],
    ]);
  });

  it('are told with the file that made them so', async () => {
    const first = await send(canceled(2, { amount: '9.00' }));
    const second = await send(bought(1, { amount: '10.00' }));
    const { body } = await app.http.get('/api/irregularities').query({ importId: second.id, status: 'open' }).expect(200);
    expect(body).toMatchObject([{ rule: 'amount_differs', foundByImportId: second.id, importId: first.id, rowNo: 1 }]);
  });

  it('stay as a person has decided', async () => {
    await send(canceled(5));
    await app.db.query(`update irregularities set status = 'ignored', decided_by = 'user:1', decided_at = now(), note = 'By phone'`);
    const { id } = await send(bought(1));
    expect(await tables.irregularities()).toMatchObject([{ rule: 'cancel_unknown', status: 'ignored', resolved_by_import_id: id }]);
  });

  it('are resolved when they are opened again, if a later file explains them', async () => {
    await send(canceled(5), canceled(6, { customer: 2 }));
    const [one, other] = (await app.http.get('/api/irregularities').query({ sort: '["id","ASC"]' })).body;
    for (const { id } of [one, other]) await app.http.post(`/api/irregularities/${id}/accept`).send({}).expect(200);
    const { id: importId } = await send(bought(1));
    const reopened = async (id: number) => (await app.http.post(`/api/irregularities/${id}/reopen`).send({}).expect(200)).body;
    expect(await reopened(one.id)).toMatchObject({ status: 'resolved', decidedBy: null, resolvedByImportId: importId });
    expect(await reopened(other.id)).toMatchObject({ status: 'open', decidedBy: null, resolvedByImportId: null });
  });

  it('stay as decided when what had explained them does so no more', async () => {
    await send(bought(1, { amount: '10.00' }), canceled(5, { amount: '9.00' }));
    const [{ id }] = (await app.http.get('/api/irregularities')).body;
    await app.http.post(`/api/irregularities/${id}/accept`).send({}).expect(200);
    const now = async () => (await app.http.get(`/api/irregularities/${id}`)).body;
    const { id: importId } = await send(bought(3, { amount: '9.00' }));
    expect(await now()).toMatchObject({ rule: 'amount_differs', status: 'accepted', resolvedByImportId: importId });
    const events = (await app.events()).length;
    await send(canceled(4, { amount: '9.00' }));
    expect(await now()).toMatchObject({ rule: 'amount_differs', status: 'accepted', resolvedByImportId: null });
    expect((await app.events()).slice(events).map(({ type }) => type)).toEqual(['import.completed']);
  });

  it('compare a file with the ten before it', async () => {
    const many = (n: number, from: number, make: (no: number) => string) => Array.from({ length: n }, (_, i) => make(from + i));
    const customers = (n: number, from: number) => send(...many(n, from, (customer) => newPurchase({ customer })));
    await customers(60, 1_000);
    expect(await found()).toEqual([]);
    await customers(10, 2_000);
    await customers(20, 3_000);
    await customers(61, 4_000);
    expect(await found()).toEqual([['many_new_customers', 'open', null]]);
    expect((await tables.irregularities())[0]).toMatchObject({ message: 'The file has 61 customers that nobody knew; 20 are usual.' });

    await send(...many(50, 5_000, (product) => newPurchase({ product, customer: 1_000 })));
    expect(await found()).toEqual([
      ['many_new_customers', 'open', null],
      ['many_new_products', 'open', null],
    ]);
    await send(...many(50, 5_000, (product) => newPurchase({ product, customer: 1_000, status: 'canceled', at: '2020-02-02T10:00Z' })));
    expect((await found()).map(([rule]) => rule)).toEqual(['many_cancellations', 'many_new_customers', 'many_new_products']);
  });
});
