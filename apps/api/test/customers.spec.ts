import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Customer, CustomerAddress, Purchase, type ImportJob } from '@app/domain';
import { fileOf, linesOf, walk } from './support/lists.js';
import { newPurchase, purchaseFile } from './support/purchases.js';
import { startApp, type App } from './support/start-app.js';

const clark = { customer: 1001, firstName: 'Clark', lastName: 'Kent', street: '456 Fake St.', state: 'CA', zip: '94105' };
const lois = { customer: 1002, firstName: 'Lois', lastName: 'Lane', street: '1 Main St.', state: 'NY', zip: '10001-0042' };
const percy = { customer: 7, firstName: '=100%_', lastName: "O'Neil \\", street: '-5 Elm St.', state: 'ca', zip: '94107' };
const nobody = { customer: 0, firstName: 'Zoë', lastName: 'Ångström', street: '', state: '', zip: '' };

describe('customers', () => {
  let app: App;
  let first: ImportJob;
  let second: ImportJob;
  beforeAll(async () => {
    app = await startApp();
    first = await app.import(
      purchaseFile(
        newPurchase({ ...clark, product: 431, amount: '50.12', at: '2026-04-05T14:30Z' }),
        newPurchase({ ...clark, product: 432, amount: '100.12', at: '2026-04-06T10:30Z' }),
        newPurchase({ ...clark, product: 432, amount: '100.12', at: '2026-04-07T10:30Z', status: 'canceled' }),
        newPurchase({ ...lois, amount: '10', at: '2026-04-08T10:30Z' }),
        newPurchase({ ...percy, amount: '0', at: '2026-01-01T00:00Z' }),
        newPurchase({ ...nobody, amount: '7.50', at: '2026-04-30T23:59Z' }),
      ),
      { kind: 'purchases' },
    );
    second = await app.import(
      purchaseFile(newPurchase({ ...clark, street: '9 New Rd.', state: 'NY', zip: '10001', amount: '20', at: '2026-05-01T08:00Z' })),
      { kind: 'purchases' },
    );
    await app.db.query(
      `insert into irregularities (rule, subject, severity, message, evidence, customer_id, import_id, found_by_import_id)
       values ('customer_changed', 'a test', 'warning', 'Odd', '[]', 1002, $1, $1)`,
      [first.id],
    );
  });
  afterAll(() => app?.stop());

  const list = async (query: Record<string, string> = {}): Promise<Customer[]> =>
    (await app.http.get('/api/customers').query(query).expect(200)).body;
  const numbers = async (query: Record<string, string>) =>
    (await list({ sort: 'customerId', ...query })).map(({ customerId }) => customerId);
  const one = async (customerId: number) => (await list({ customerId: String(customerId) }))[0]!;

  it('are as the latest of their purchases says, with what these come to', async () => {
    const [customer] = await list({ q: 'kent' });
    expect(Customer.parse(customer)).toEqual(customer);
    expect(customer).toMatchObject({
      customerId: 1001,
      firstName: 'Clark',
      lastName: 'Kent',
      address: { street: '9 New Rd.', state: 'NY', zip: '10001', validFrom: '2026-05-01T08:00:00.000Z' },
      addresses: 2,
      purchases: 3,
      live: 2,
      spent: '70.12',
      lastPurchaseAt: '2026-05-01T08:00:00.000Z',
      irregularities: 0,
      lastImportId: second.id,
    });
    expect((await app.http.get(`/api/customers/${customer!.id}`).expect(200)).body).toEqual(customer);
    expect(await one(1002)).toMatchObject({ purchases: 1, live: 1, spent: '10.00', irregularities: 1 });
    expect(await one(0)).toMatchObject({ address: null, addresses: 0 });
  });

  it.each<[Record<string, string>, number[]]>([
    [{}, [0, 7, 1001, 1002]],
    [{ q: 'L' }, [7, 1001, 1002]],
    [{ q: 'clark KENT' }, [1001]],
    [{ q: '100' }, [7, 1001, 1002]],
    [{ q: '%' }, [7]],
    [{ q: '_' }, [7]],
    [{ q: "o'neil \\" }, [7]],
    [{ q: 'ÅNG' }, [0]],
    [{ q: 'zzz' }, []],
    [{ customerId: '0' }, [0]],
    [{ filter: '{"customerId":[7,1002,5]}' }, [7, 1002]],
    [{ filter: '{"customerId":[]}' }, []],
    [{ state: 'ca' }, [7]],
    [{ state: 'CA' }, [7]],
    [{ state: 'ny' }, [1001, 1002]],
    [{ state: 'C' }, []],
    [{ zip: '10001' }, [1001, 1002]],
    [{ zip: '10001-' }, [1002]],
    [{ zip: '%' }, []],
    [{ hasIrregularities: 'true' }, [1002]],
    [{ filter: '{"hasIrregularities":false}' }, [0, 7, 1001]],
    [{ lastPurchaseAt_gte: '2026-04-08', lastPurchaseAt_lte: '2026-04-30' }, [0, 1002]],
    [{ lastPurchaseAt_lte: '2026-04-30T23:58:59Z' }, [7, 1002]],
    [{ state: 'NY', q: 'lane' }, [1002]],
  ])('are found by %j', async (query, found) => {
    expect(await numbers(query)).toEqual(found);
  });

  it('are found by the imports that their purchases came with', async () => {
    expect(await numbers({ importId: String(first.id) })).toEqual([0, 7, 1001, 1002]);
    expect(await numbers({ importId: String(second.id) })).toEqual([1001]);
    expect(await numbers({ importId: String(second.id + 1) })).toEqual([]);
  });

  it.each([
    'id',
    'customerId',
    'firstName',
    'lastName',
    'state',
    'zip',
    'addresses',
    'purchases',
    'live',
    'spent',
    'irregularities',
    'lastPurchaseAt',
    'lastImportId',
    'createdAt',
    'updatedAt',
  ])('are ordered by %s, page by page', async (sort) => {
    const upwards = await list({ sort });
    const values = upwards.map((customer) => ({ ...customer, ...customer.address, address: undefined })[sort as 'spent'] ?? '');
    const compare = (a: string, b: string) =>
      sort === 'spent' || typeof a === 'number' ? Number(a) - Number(b) : a < b ? -1 : Number(a > b);
    expect(values).toEqual([...values].sort(compare));
    expect(await list({ sort: `-${sort}` })).toEqual(upwards.toReversed());
    expect(await walk(app, `/api/customers?sort=${sort}&perPage=1`)).toEqual(upwards);
    expect(await walk(app, `/api/customers?sort=-${sort}&perPage=3`)).toEqual(upwards.toReversed());
  });

  it('come in pages that say how many they are', async () => {
    const { body, headers } = await app.http.get('/api/customers').query({ range: '[1,2]', sort: '["customerId","ASC"]' }).expect(200);
    expect([body.map(({ customerId }: Customer) => customerId), headers['content-range']]).toEqual([[7, 1001], 'customers 1-2/4']);
    const past = await app.http.get('/api/customers').query({ range: '[100,109]' }).expect(200);
    expect([past.body, past.headers['content-range']]).toEqual([[], 'customers */4']);
  });

  it.each<[string, string]>([
    ['price=1', '/filter'],
    ['filter={"spent":1}', '/filter'],
    ['sort=price', '/sort'],
    ['sort=["spent","UP"]', '/sort'],
    ['customerId=-1', '/filter'],
    ['customerId=', '/filter'],
    ['customerId=1.5', '/filter'],
    ['customerId=99999999999999999999', '/filter'],
    ['filter={"customerId":[[1]]}', '/filter'],
    ['hasIrregularities=maybe', '/filter'],
    ['lastPurchaseAt_gte=yesterday', '/filter'],
    ['filter={"q":{"a":1}}', '/filter'],
    ['filter={"q":"\\u0000"}', '/filter'],
    ['range=[0,5000]', '/range'],
    ['perPage=0', '/perPage'],
  ])('are not asked for by %s', async (query, pointer) => {
    expect((await app.http.get(`/api/customers?${encodeURI(query)}`).expect(422)).body).toMatchObject({
      code: 'invalid',
      errors: [{ pointer }],
    });
  });

  it('have lived somewhere, the present address first', async () => {
    const { id } = await one(1001);
    const { body, headers } = await app.http.get(`/api/customers/${id}/addresses`).expect(200);
    expect(body).toMatchObject([
      { street: '9 New Rd.', state: 'NY', zip: '10001', validFrom: '2026-05-01T08:00:00.000Z', validTo: null, importId: second.id },
      { street: '456 Fake St.', validFrom: '2026-04-05T14:30:00.000Z', validTo: '2026-05-01T08:00:00.000Z', importId: first.id },
    ]);
    for (const address of body) expect(CustomerAddress.parse(address)).toEqual(address);
    expect(headers['content-range']).toBe('addresses 0-1/2');
    const oldest = await app.http.get(`/api/customers/${id}/addresses`).query({ sort: 'validFrom', perPage: '1' }).expect(200);
    expect(oldest.body).toEqual([body[1]]);
  });

  it('have bought something, the latest first, and nothing of somebody else', async () => {
    const { id } = await one(1001);
    const bought = async (query: object = {}): Promise<Purchase[]> =>
      (await app.http.get(`/api/customers/${id}/purchases`).query(query).expect(200)).body;
    const all = await bought();
    expect(all.map(({ purchasedAt, status }) => [purchasedAt.slice(0, 10), status])).toEqual([
      ['2026-05-01', 'new'],
      ['2026-04-07', 'canceled'],
      ['2026-04-06', 'new'],
      ['2026-04-05', 'new'],
    ]);
    expect(await bought({ sort: 'purchasedAt' })).toEqual(all.toReversed());
    expect(await bought({ live: 'true' })).toEqual([all[0], all[3]]);
    expect(await bought({ filter: '{"customerId":1002}' })).toEqual([]);
    expect(await walk(app, `/api/customers/${id}/purchases?perPage=1`)).toEqual(all);
  });

  it('are not found by ids that do not exist, or are none', async () => {
    for (const part of ['', '/addresses', '/purchases']) {
      expect((await app.http.get(`/api/customers/999999${part}`).expect(404)).body.code).toBe('not_found');
      expect((await app.http.get(`/api/customers/none${part}`).expect(400)).body.code).toBe('invalid_parameter');
    }
  });

  it('are for those who may read purchases', async () => {
    for (const part of ['', '/1', '/1/addresses', '/1/purchases', '/export'])
      expect((await app.http.get(`/api/customers${part}`).set('Authorization', 'Bearer wrong').expect(401)).body.code).toBe(
        'unauthenticated',
      );
  });

  describe('as a file', () => {
    it('are a table, guarded for spreadsheets unless that is not wanted', async () => {
      const { headers, text } = await fileOf(app, '/api/customers/export?q=100');
      expect(headers['content-disposition']).toMatch(/^attachment; filename="customers-\d{4}-\d\d-\d\d\.csv"$/);
      expect(headers['x-total-count']).toBe('3');
      expect(text).toBe(
        '\ufeffcustomer_id,first_name,last_name,address,state,zip,addresses,purchases,live,spent,last_purchase_at,irregularities,import__safe\n' +
          `7,'=100%_,O'Neil \\,'-5 Elm St.,ca,94107,1,1,1,0.00,2026-01-01T00:00:00.000Z,0,\n` +
          '1001,Clark,Kent,9 New Rd.,NY,10001,2,3,2,70.12,2026-05-01T08:00:00.000Z,0,\n' +
          '1002,Lois,Lane,1 Main St.,NY,10001-0042,1,1,1,10.00,2026-04-08T10:30:00.000Z,1,\n',
      );
      expect((await fileOf(app, '/api/customers/export?customerId=7&mode=raw')).text).toBe(
        'customer_id,first_name,last_name,address,state,zip,addresses,purchases,live,spent,last_purchase_at,irregularities\n' +
          `7,=100%_,O'Neil \\,-5 Elm St.,ca,94107,1,1,1,0.00,2026-01-01T00:00:00.000Z,0\n`,
      );
    });

    it('are JSON, one a line, as they are read one by one, whatever the filter', async () => {
      const filters = [
        {},
        { state: 'NY' },
        { zip: '94107' },
        { importId: second.id },
        { hasIrregularities: true },
        { q: '\\' },
        { customerId: [0, 7] },
      ];
      for (const filter of filters) {
        const query = { filter: JSON.stringify(filter) };
        expect(await linesOf(app, `/api/customers/export?${new URLSearchParams({ ...query, format: 'ndjson' })}`)).toEqual(
          await list({ ...query, sort: 'customerId' }),
        );
      }
    });

    it.each(['sort=id', 'page=2', 'spent=1', 'format=xlsx'])('are refused with %s', async (query) => {
      expect((await app.http.get(`/api/customers/export?${query}`).expect(422)).body.code).toBe('invalid');
    });
  });

  it('bought last when they bought last, whatever they canceled since', async () => {
    await app.import(
      purchaseFile(
        newPurchase({ customer: 2001, at: '2026-07-02T08:00Z' }),
        newPurchase({ customer: 2001, at: '2026-09-02T08:00Z', status: 'canceled' }),
        newPurchase({ customer: 2002, at: '2026-08-02T08:00Z', status: 'canceled' }),
      ),
      { kind: 'purchases' },
    );
    expect([await one(2001), await one(2002)]).toMatchObject([{ lastPurchaseAt: '2026-07-02T08:00:00.000Z' }, { lastPurchaseAt: null }]);
    expect(await numbers({ lastPurchaseAt_gte: '2026-07-02' })).toEqual([2001]);
    expect(await numbers({ lastPurchaseAt_lte: '2026-07-02', lastPurchaseAt_gte: '2026-05-02' })).toEqual([2001]);
    const upwards = await list({ sort: 'lastPurchaseAt' });
    expect([upwards[0], upwards.at(-1)]).toMatchObject([{ customerId: 2002 }, { customerId: 2001 }]);
    expect(await walk(app, '/api/customers?sort=lastPurchaseAt&perPage=1')).toEqual(upwards);
    expect(await linesOf(app, '/api/customers/export?format=ndjson&customerId=2002')).toMatchObject([{ lastPurchaseAt: null }]);
  });
});
