import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Purchase, PurchaseFigures, type ImportJob } from '@app/domain';
import { fileOf, linesOf, walk } from './support/lists.js';
import { newPurchase, purchaseFile } from './support/purchases.js';
import { startApp, type App } from './support/start-app.js';

const clark = { customer: 1001, firstName: 'Clark', lastName: 'Kent' };
const lois = { customer: 1002, firstName: 'Lois', lastName: 'Lane' };
const print = { product: 431, productName: 'Print Magazine' };
const masthead = { product: 432, productName: '=100%_ Masthead' };

describe('purchases', () => {
  let app: App;
  let first: ImportJob;
  let second: ImportJob;
  beforeAll(async () => {
    app = await startApp();
    first = await app.import(
      purchaseFile(
        newPurchase({ ...clark, ...print, amount: '50.12', at: '2026-04-05T14:30Z' }),
        newPurchase({ ...clark, ...masthead, amount: '100.12', at: '2026-04-06T10:30Z' }),
        newPurchase({ ...clark, ...masthead, amount: '100.12', at: '2026-04-07T10:30Z', status: 'canceled' }),
        newPurchase({ ...lois, ...print, amount: '0.30', at: '2026-04-07T23:59Z' }),
      ),
      { kind: 'purchases' },
    );
    second = await app.import(
      purchaseFile(newPurchase({ ...lois, ...print, productName: 'Print, old name', amount: '1234567.89', at: '2026-04-10T00:00Z' })),
      { kind: 'purchases' },
    );
  });
  afterAll(() => app?.stop());

  const list = async (query: Record<string, string> = {}): Promise<Purchase[]> =>
    (await app.http.get('/api/purchases').query(query).expect(200)).body;
  const amounts = async (query: Record<string, string>) => (await list({ sort: 'purchasedAt', ...query })).map(({ amount }) => amount);
  const figures = async (query: Record<string, string> = {}): Promise<PurchaseFigures> =>
    PurchaseFigures.parse((await app.http.get('/api/purchases/figures').query(query).expect(200)).body);

  it('are told with who, what, when, and what became of them', async () => {
    const [bought, canceled] = await list({ sku: '432', sort: 'purchasedAt' });
    expect(Purchase.parse(bought)).toEqual(bought);
    const [customer] = (await app.http.get('/api/customers').query({ customerId: '1001' })).body;
    const product = (await app.products()).find(({ sku }) => sku === '432')!;
    expect(bought).toMatchObject({
      status: 'new',
      customer: { id: customer.id, customerId: 1001, firstName: 'Clark', lastName: 'Kent' },
      product: { id: product.id, sku: '432', name: '=100%_ Masthead' },
      amount: '100.12',
      purchasedAt: '2026-04-06T10:30:00.000Z',
      canceledById: canceled!.id,
      cancelsId: null,
      importId: first.id,
      rowNo: 2,
      line: 2,
    });
    expect(canceled).toMatchObject({ status: 'canceled', canceledById: null, cancelsId: bought!.id });
    expect((await app.http.get(`/api/purchases/${bought!.id}`).expect(200)).body).toEqual(bought);
    expect((await app.http.get('/api/purchases/999999').expect(404)).body.code).toBe('not_found');
    expect((await app.http.get('/api/purchases/none').expect(400)).body.code).toBe('invalid_parameter');
  });

  it.each<[Record<string, string>, string[]]>([
    [{}, ['50.12', '100.12', '100.12', '0.30', '1234567.89']],
    [{ status: 'canceled' }, ['100.12']],
    [{ filter: '{"status":["new","canceled"]}' }, ['50.12', '100.12', '100.12', '0.30', '1234567.89']],
    [{ live: 'true' }, ['50.12', '0.30', '1234567.89']],
    [{ filter: '{"live":false}' }, ['100.12', '100.12']],
    [{ sku: '431' }, ['50.12', '0.30', '1234567.89']],
    [{ sku: '43' }, []],
    [{ productId: '999999' }, []],
    [{ customerId: '1002' }, ['0.30', '1234567.89']],
    [{ customerId: '0' }, []],
    [{ q: 'PRINT' }, ['50.12', '0.30', '1234567.89']],
    [{ q: 'old' }, ['1234567.89']],
    [{ q: 'lois l' }, ['0.30', '1234567.89']],
    [{ q: '100%_' }, ['100.12', '100.12']],
    [{ q: '%' }, ['100.12', '100.12']],
    [{ q: '1001' }, ['50.12', '100.12', '100.12']],
    [{ q: 'zzz' }, []],
    [{ purchasedAt_gte: '2026-04-07', purchasedAt_lte: '2026-04-07' }, ['100.12', '0.30']],
    [{ purchasedAt_gte: '2026-04-07T10:30:00.001Z' }, ['0.30', '1234567.89']],
    [{ amount_gte: '100.12' }, ['100.12', '100.12', '1234567.89']],
    [{ amount_lte: '50.12' }, ['50.12', '0.30']],
    [{ filter: '{"amount_gte":0.3,"amount_lte":"1"}' }, ['0.30']],
    [{ customerId: '1001', live: 'true', q: 'print' }, ['50.12']],
  ])('are found by %j', async (query, found) => {
    expect(await amounts(query)).toEqual(found);
  });

  it('are found by the product in the catalogue, and by the import that brought them', async () => {
    const product = (await app.products()).find(({ sku }) => sku === '431')!;
    expect(await amounts({ productId: String(product.id) })).toEqual(['50.12', '0.30', '1234567.89']);
    expect(await amounts({ importId: String(first.id) })).toEqual(['50.12', '100.12', '100.12', '0.30']);
    expect(await amounts({ filter: JSON.stringify({ importId: [first.id, second.id] }), amount_gte: '1000' })).toEqual(['1234567.89']);
  });

  it.each(['id', 'status', 'customerId', 'sku', 'productName', 'amount', 'purchasedAt', 'importId', 'rowNo', 'createdAt'])(
    'are ordered by %s, page by page',
    async (sort) => {
      const upwards = await list({ sort });
      const of = ({ customer, product, ...purchase }: Purchase) =>
        ({ ...purchase, customerId: customer.customerId, sku: product.sku, productName: product.name })[sort as 'amount'];
      const values = upwards.map(of);
      const compare = (a: string, b: string) =>
        sort === 'amount' || typeof a === 'number' ? Number(a) - Number(b) : a < b ? -1 : Number(a > b);
      expect(values).toEqual([...values].sort(compare));
      expect(await list({ sort: `-${sort}` })).toEqual(upwards.toReversed());
      expect(await walk(app, `/api/purchases?sort=${sort}&perPage=2`)).toEqual(upwards);
      expect(await walk(app, `/api/purchases?sort=-${sort}&perPage=1&q=a`)).toEqual(await list({ sort: `-${sort}`, q: 'a' }));
    },
  );

  it.each<[string, string]>([
    ['price=1', '/filter'],
    ['sort=price', '/sort'],
    ['status=sold', '/filter'],
    ['live=1', '/filter'],
    ['amount_gte=-1', '/filter'],
    ['amount_gte=1e3', '/filter'],
    ['amount_lte=1.234', '/filter'],
    ['amount_lte=', '/filter'],
    ['purchasedAt_gte=2026-13-40', '/filter'],
    ['productId=0', '/filter'],
    ['customerId=-1', '/filter'],
    ['range=[5,1]', '/range'],
    ['range=[-1,5]', '/range'],
  ])('are not asked for by %s, nor what they come to', async (query, pointer) => {
    const refusal = { code: 'invalid', errors: [{ pointer }] };
    expect((await app.http.get(`/api/purchases?${encodeURI(query)}`).expect(422)).body).toMatchObject(refusal);
    expect((await app.http.get(`/api/purchases/figures?${encodeURI(query)}`).expect(422)).body).toMatchObject(refusal);
  });

  it.each(['after=x', 'after=WyJpZCIsIngiLDFd&sort=amount'])('do not go on after a forged cursor: %s', async (query) => {
    expect((await app.http.get(`/api/purchases?${query}`).expect(400)).body.code).toBe('invalid_parameter');
  });

  it('are for those who may read them', async () => {
    for (const part of ['', '/figures', '/export', '/1'])
      expect((await app.http.get(`/api/purchases${part}`).set('Authorization', 'Bearer wrong').expect(401)).body.code).toBe(
        'unauthenticated',
      );
  });

  it('stay when their product is deleted', async () => {
    await app.import(purchaseFile(newPurchase({ customer: 5, product: 77, at: '1999-12-31T23:59:59Z' })), { kind: 'purchases' });
    const [purchase] = await list({ sku: '77' });
    await app.http.delete(`/api/products/${purchase!.product.id}`).expect(200);
    expect(await list({ sku: '77' })).toEqual([{ ...purchase, product: { ...purchase!.product, id: null } }]);
  });

  it('are found by text as soon as they are there, also while their import stands still in the middle', async () => {
    const row = newPurchase({
      customer: 6,
      firstName: 'Perry',
      product: 78,
      productName: 'Daily Planet',
      amount: '3.00',
      at: '1999-12-31T00:00Z',
    });
    expect(await amounts({ q: 'planet' })).toEqual([]);
    const { id } = await app.import(row, { kind: 'purchases' });
    const found = async () => [await amounts({ q: 'planet' }), await amounts({ q: 'perry' }), await amounts({ q: 'KENT' })];
    const all = [['3.00'], ['3.00'], ['50.12', '100.12', '100.12']];
    expect(await found()).toEqual(all);

    await app.db.query(`update imports set status = 'paused', phase = 'importing', finished_at = null where id = $1`, [id]);
    await app.db.query('delete from purchase_names_of where import_id = $1', [id]);
    expect(await found()).toEqual(all);
    await app.db.query(`update imports set status = 'completed', phase = 'complete', finished_at = now() where id = $1`, [id]);
    expect(await found()).toEqual(all);
  });

  it('are found by a text that fits many customers', async () => {
    const rows = Array.from({ length: 1_001 }, (_, i) =>
      newPurchase({ customer: 5_000 + i, firstName: 'Jimmy', lastName: 'Olsen', product: 79, amount: '1.00', at: '1999-12-30T00:00Z' }),
    );
    await app.import(
      purchaseFile(...rows, newPurchase({ product: 80, productName: 'Olsen weekly', amount: '2.00', at: '1999-12-31T01:00Z' })),
      {
        kind: 'purchases',
      },
    );
    const { body, headers } = await app.http.get('/api/purchases').query({ q: 'olsen', perPage: '2' }).expect(200);
    expect([body.map(({ amount }: Purchase) => amount), headers['content-range']]).toEqual([['2.00', '1.00'], 'purchases 0-1/1002']);
    expect(await figures({ q: 'olsen' })).toMatchObject({ purchases: 1_002, customers: 1_002, revenue: '1003.00' });
  });

  describe('come to', () => {
    it('sums, steps and the best products', async () => {
      expect(await figures({ purchasedAt_gte: '2026-01-01' })).toEqual({
        purchases: 4,
        canceled: 1,
        revenue: '1234618.31',
        canceledAmount: '100.12',
        customers: 2,
        unit: 'day',
        steps: [
          { at: '2026-04-05T00:00:00.000Z', purchases: 1, canceled: 0, revenue: '50.12' },
          { at: '2026-04-06T00:00:00.000Z', purchases: 1, canceled: 0, revenue: '0.00' },
          { at: '2026-04-07T00:00:00.000Z', purchases: 1, canceled: 1, revenue: '0.30' },
          { at: '2026-04-08T00:00:00.000Z', purchases: 0, canceled: 0, revenue: '0.00' },
          { at: '2026-04-09T00:00:00.000Z', purchases: 0, canceled: 0, revenue: '0.00' },
          { at: '2026-04-10T00:00:00.000Z', purchases: 1, canceled: 0, revenue: '1234567.89' },
        ],
        products: [
          { sku: '431', name: 'Print, old name', purchases: 3, revenue: '1234618.31' },
          { sku: '432', name: '=100%_ Masthead', purchases: 1, revenue: '0.00' },
        ],
      });
    });

    it('what a filter leaves of them', async () => {
      expect(await figures({ customerId: '1001', q: 'print' })).toMatchObject({ purchases: 1, revenue: '50.12', customers: 1 });
      expect(await figures({ status: 'canceled' })).toMatchObject({ purchases: 0, canceled: 1, revenue: '0.00', products: [] });
    });

    it('nothing where nothing matches', async () => {
      expect(await figures({ q: 'zzz' })).toEqual({
        purchases: 0,
        canceled: 0,
        revenue: '0.00',
        canceledAmount: '0.00',
        customers: 0,
        unit: 'day',
        steps: [],
        products: [],
      });
    });

    it.each([
      ['2001-04-01', 'day', 91, '2001-01-01'],
      ['2001-04-03', 'week', 14, '2001-01-01'],
      ['2003-01-01', 'week', 105, '2001-01-01'],
      ['2003-01-05', 'month', 25, '2001-01-01'],
      ['2034-04-30', 'month', 400, '2001-01-01'],
      ['2034-05-01', 'month', 2, '2001-01-01'],
      ['2999-12-31', 'month', 2, '2001-01-01'],
    ])('steps that suit their span: from 1 January 2001 to %s, by the %s', async (last, unit, steps, begin) => {
      const file = purchaseFile(
        newPurchase({ customer: 42, at: '2001-01-01T00:00Z', product: last.replaceAll('-', '') }),
        newPurchase({ customer: 42, at: `${last}T23:59Z`, product: last.replaceAll('-', '') }),
      );
      await app.import(file, { kind: 'purchases' });
      const found = await figures({ sku: last.replaceAll('-', '') });
      expect(found).toMatchObject({ purchases: 2, unit, revenue: '20.00' });
      expect([found.steps.length, found.steps[0]!.at.slice(0, 10)]).toEqual([steps, begin]);
      expect(found.steps.reduce((sum, { purchases }) => sum + purchases, 0)).toBe(2);
    });
  });

  describe('as a file', () => {
    const header =
      'customer_id,first_name,last_name,address,state,zip,status,product_id,product_name,amount,purchased_at,canceled_at,import_id,line';

    it('are a table, guarded for spreadsheets unless that is not wanted', async () => {
      const { headers, text } = await fileOf(app, '/api/purchases/export?customerId=1001&sku=432');
      expect(headers['content-disposition']).toMatch(/^attachment; filename="purchases-\d{4}-\d\d-\d\d\.csv"$/);
      expect(headers['x-total-count']).toBe('2');
      expect(text).toBe(
        `\ufeff${header},import__safe\n` +
          `1001,Clark,Kent,1 Main St.,NY,10001,new,432,'=100%_ Masthead,100.12,2026-04-06T10:30:00.000Z,2026-04-07T10:30:00.000Z,${first.id},2,\n` +
          `1001,Clark,Kent,1 Main St.,NY,10001,canceled,432,'=100%_ Masthead,100.12,2026-04-07T10:30:00.000Z,,${first.id},3,\n`,
      );
      expect((await fileOf(app, '/api/purchases/export?q=old&mode=raw')).text).toBe(
        `${header}\n1002,Lois,Lane,1 Main St.,NY,10001,new,431,"Print, old name",1234567.89,2026-04-10T00:00:00.000Z,,${second.id},1\n`,
      );
    });

    it.each(['safe', 'raw'])('change nothing when they are imported again: %s', async (mode) => {
      const { text, headers } = await fileOf(app, `/api/purchases/export?mode=${mode}`);
      const before = await list({ perPage: '1000' });
      const again = await app.import(text, { kind: 'purchases' });
      const rows = Number(headers['x-total-count']);
      expect(again).toMatchObject({ status: 'completed', failure: null, rows, unchanged: rows });
      expect(await list({ perPage: '1000' })).toEqual(before);
    });

    it('are JSON, one a line, as they are read one by one, whatever the filter', async () => {
      const filters = [{}, { live: true }, { q: '%_' }, { amount_gte: '50.12' }, { importId: first.id }, { purchasedAt_lte: '2026-04-06' }];
      for (const filter of filters) {
        const query = new URLSearchParams({ filter: JSON.stringify(filter) });
        const rows = await walk(app, `/api/purchases?${query}&sort=purchasedAt&perPage=1000`);
        expect(await linesOf(app, `/api/purchases/export?${query}&format=ndjson`)).toEqual(rows);
      }
    });
  });
});
