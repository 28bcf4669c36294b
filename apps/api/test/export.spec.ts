import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { attributeKey, Product, ProductInput, productLimits, skuKey, type Problem } from '@app/domain';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { createHash } from 'node:crypto';
import { Exports } from '../src/http/exports.js';
import { checkInvariants } from './support/invariants.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

type Query = Record<string, string>;

describe('the export of products', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
    app.app.getHttpServer().keepAliveTimeout = 0; // fetch would now and then meet a connection that is just being closed
  });
  afterAll(() => app?.stop());

  const ask = (query: Query = {}, { key = adminKey, ...init }: RequestInit & { key?: string } = {}) =>
    fetch(`${app.url}/api/products/export?${new URLSearchParams(query)}`, {
      headers: { Authorization: `Bearer ${key}` },
      ...init,
    });
  const bytesOf = async (answer: Response) => Buffer.from(await answer.arrayBuffer()); // text() would take the mark off its start
  const problemOf = async (answer: Response) => [answer.status, (await answer.json()) as Problem] as const;
  async function download(query: Query = {}): Promise<string> {
    const answer = await ask(query);
    if (answer.status !== 200) throw new Error(`${answer.status} ${await answer.text()}`);
    return (await bytesOf(answer)).toString();
  }
  const skusOf = (csv: string) => (parse(csv, { columns: true, bom: true }) as Product[]).map(({ sku }) => sku);

  /** Statements of exports, and transactions that one has left open. */
  const running = async (): Promise<number> => {
    const [{ n }] = await app.db.query(
      `select count(*)::int as n from pg_stat_activity
        where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid() and query ~ '^(copy .select|select count.*as total from products)' and state <> 'idle'`,
    );
    return n;
  };

  describe('of a few', () => {
    afterEach(async () => {
      await checkInvariants(app.db);
      await app.deleteAll();
    });

    it('holds a column for each attribute that occurs, guarded for spreadsheets', async () => {
      await app.has({ sku: 'b', name: '-5 °C mug', description: 'Big, "blue"\r\nround\n', attributes: { size: 'XL', 'a,"b"': '＝1' } });
      await app.has({ sku: 'A', name: "'=1", active: false, attributes: { Size: '0017' } });

      const answer = await ask();

      const today = new Date().toISOString().slice(0, 10);
      expect(Object.fromEntries(answer.headers)).toMatchObject({
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': `attachment; filename="products-${today}.csv"`,
        'x-total-count': '2',
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
      });
      expect((await bytesOf(answer)).toString()).toBe(
        '\ufeffsku,name,description,active,"attributes.Size","attributes.a,""b""","attributes.size",import__safe\n' +
          `A,''=1,,false,0017,,,\n` +
          `b,'-5 °C mug,"Big, ""blue""\r\nround",true,,'＝1,XL,\n`,
      );
      expect(await download({ mode: 'raw' })).toBe(
        'sku,name,description,active,"attributes.Size","attributes.a,""b""","attributes.size"\n' +
          `A,'=1,,false,0017,,\n` +
          `b,-5 °C mug,"Big, ""blue""\r\nround",true,,＝1,XL\n`,
      );
    });

    it('holds the products as JSON, one a line, as they are read one by one', async () => {
      await app.has({ sku: 'B', name: 'Mug "\\"\u2028', description: 'a\tb\r\nc', attributes: { b: '\\N', a: '😀' } });
      await app.import('sku,name\nA,Cup\n');
      const answer = await ask({ format: 'ndjson' });
      expect(answer.headers.get('content-type')).toMatch('application/x-ndjson');
      expect(answer.headers.get('content-disposition')).toMatch(/\.ndjson"$/);
      const lines = (await answer.text()).split('\n');
      expect(lines.pop()).toBe('');
      expect(lines.map((line) => Product.parse(JSON.parse(line)))).toEqual(await app.products());
    });

    it('holds what matches, whether the filter is JSON or plain', async () => {
      const { id: importId } = await app.import(
        "sku,name,active,attributes.it's\nA-1,Mug,yes,\na-2,Cup 'n' $1,no,\nB-1,100% \\mug,no,a\\b\n",
      );
      const { id } = (await app.products())[0]!;
      const cases: [Query, string[]][] = [
        [{}, ['A-1', 'a-2', 'B-1']],
        [{ sku: 'a-' }, ['A-1', 'a-2']],
        [{ filter: '{"q":"MUG","active":false}' }, ['B-1']],
        [{ name: '% \\' }, ['B-1']],
        [{ name: "'n' $1", active: 'false' }, ['a-2']],
        [{ filter: `{"id":[${id},${id + 1000}]}` }, ['A-1']],
        [{ filter: `{"attributes.it's":"\\\\","importId":${importId}}` }, ['B-1']],
        [{ updatedSince: new Date(0).toISOString(), sku_eq: 'b-1' }, ['B-1']],
      ];
      for (const [query, skus] of cases) {
        const answer = await ask(query);
        expect([query, answer.headers.get('x-total-count')]).toEqual([query, String(skus.length)]);
        expect([query, skusOf(await answer.text())]).toEqual([query, skus]);
      }
    });

    it('of a filter that nothing matches is a header, or nothing', async () => {
      await app.has({ sku: 'A', name: 'Mug', attributes: { size: 'XL' } });
      expect(await download({ name: 'Cup' })).toBe('\ufeffsku,name,description,active,import__safe\n');
      expect(await download({ name: 'Cup', mode: 'raw' })).toBe('sku,name,description,active\n');
      expect(await download({ name: 'Cup', format: 'ndjson' })).toBe('');
    });

    it('is measured without being sent', async () => {
      await app.has({ sku: 'A', name: 'Mug' });
      const answer = await ask({}, { method: 'HEAD' });
      expect([answer.status, answer.headers.get('x-total-count'), await answer.text()]).toEqual([200, '1', '']);
    });

    it.each<[Query, string]>([
      [{ format: 'xlsx' }, '/format'],
      [{ format: '' }, '/format'],
      [{ mode: 'cooked' }, '/mode'],
      [{ filter: '{"price":1}' }, '/filter'],
      [{ price: '1' }, '/filter'],
      [{ filter: '[' }, '/filter'],
      [{ filter: '{"sku":"\\u0000"}' }, '/filter'],
      [{ sort: '["name","ASC"]' }, '/sort'],
      [{ range: '[0,9]' }, '/range'],
      [{ page: '2' }, '/page'],
      [{ perPage: '10' }, '/perPage'],
    ])('refuses %j', async (query, pointer) => {
      expect(await problemOf(await ask(query))).toMatchObject([422, { code: 'invalid', errors: [{ pointer }] }]);
    });

    it('is for those who may read products', async () => {
      expect(await problemOf(await ask({}, { key: 'wrong' }))).toMatchObject([401, { code: 'unauthenticated' }]);
    });

    it('ends in the database when the client leaves before the first byte', async () => {
      const locked = app.db.createQueryRunner();
      await locked.startTransaction();
      try {
        await locked.query('set local idle_in_transaction_session_timeout = 0');
        await locked.query('lock table products in access exclusive mode'); // as a statement that takes long
        const leaving = new AbortController();
        const answer = ask({}, { signal: leaving.signal }).catch((error: Error) => error.name);
        await until(async () => (await running()) === 1);
        leaving.abort();
        expect(await answer).toBe('AbortError');
        await until(async () => (await running()) === 0);
      } finally {
        await locked.rollbackTransaction();
        await locked.release();
      }
    });

    it('is no table when no import could read it back', async () => {
      const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`key ${i}`, 'x']));
      await app.has({ sku: 'A', name: 'Mug', attributes: many });
      await app.has({ sku: 'B', name: 'Mug', attributes: Object.fromEntries(Object.keys(many).map((key) => [`other ${key}`, 'x'])) });
      expect(await problemOf(await ask())).toMatchObject([
        422,
        { code: 'invalid', detail: expect.stringContaining('600 attributes'), errors: [{ pointer: '/format' }] },
      ]);
      expect((await download({ format: 'ndjson' })).split('\n')).toHaveLength(3);
      expect((await download({ sku: 'A' })).split('\n')).toHaveLength(3);
    });
  });

  describe('that a client reads slowly', () => {
    const row = (n: number) => `MUG-${n},Mug,${createHash('sha1').update(String(n)).digest('hex').repeat(100)}\n`; // more than all buffers on the way hold
    beforeAll(async () => {
      const numbers = Array.from({ length: 10_000 }, (_, i) => i + 10_001);
      await app.import(`sku,name,description\n${numbers.map(row).join('')}`);
    });
    afterAll(() => checkInvariants(app.db));

    it('is of the moment at which it began', async () => {
      const before = await app.products();
      const answer = await ask({ format: 'ndjson' });
      const last = (await app.http.get('/api/products').query({ sort: '-sku', perPage: '1' })).body[0] as Product;
      await app.http
        .put(`/api/products/${last.id}`)
        .send({ name: 'Changed', attributes: { size: 'XL' } })
        .expect(200);
      await app.http.delete(`/api/products/${last.id - 1}`).expect(200);
      await app.has({ sku: 'MUG-2', name: 'Added' });

      await until(async () => (await running()) === 1);
      const lines = (await answer.text()).trimEnd().split('\n');
      expect([answer.headers.get('x-total-count'), lines.length]).toEqual(['10000', 10_000]);
      expect(lines.slice(0, 1_000).map((line) => JSON.parse(line))).toEqual(before);
      expect(JSON.parse(lines.at(-1)!)).toEqual(last);
      expect(skusOf(await download({ sku: 'MUG-2' }))).toContain('MUG-2');
    });

    it('ends in the database when the client leaves', async () => {
      for (const format of ['csv', 'ndjson']) {
        const leaving = new AbortController();
        const answer = await ask({ format }, { signal: leaving.signal });
        await answer.body!.getReader().read();
        await until(async () => (await running()) === 1);
        leaving.abort();
        await until(async () => (await running()) === 0);
      }
    });

    it('leaves connections for others: a third one at once has to wait', async () => {
      const leaving = new AbortController();
      await Promise.all([1, 2].map(() => ask({}, { signal: leaving.signal })));
      const third = await ask();
      expect(third.headers.get('retry-after')).toBe('5');
      expect(await problemOf(third)).toMatchObject([429, { code: 'busy' }]);
      await app.http.get('/api/products').expect(200);
      leaving.abort();
      await until(async () => (await ask({}, { method: 'HEAD' })).ok);
    });

    it('is cut off when it takes longer than any may, and leaves its place', async () => {
      const exports = app.app.get(Exports);
      const { longestMs } = exports;
      try {
        exports.longestMs = 1;
        await expect(ask().then((answer) => answer.text().then((text) => text.length))).rejects.toThrow();
      } finally {
        exports.longestMs = longestMs;
      }
      await until(async () => (await running()) === 0);
      expect((await ask({}, { method: 'HEAD' })).status).toBe(200);
    });

    it('is cut off when the database ends it, and seen to be', async () => {
      const answer = await ask();
      const end = `select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and query like 'copy (select%' and state = 'active' and pid <> pg_backend_pid()`;
      await until(async () => (await app.db.query(end)).length > 0);
      await expect(answer.text().then((text) => text.length)).rejects.toThrow();
      expect((await ask({}, { method: 'HEAD' })).headers.get('x-total-count')).toBe('10000');
    });
  });
});

describe('a file of exported products', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
    app.app.getHttpServer().keepAliveTimeout = 0; // fetch would now and then meet a connection that is just being closed
  });
  afterAll(() => app?.stop());

  const file = async (mode: string): Promise<Buffer> => {
    const answer = await fetch(`${app.url}/api/products/export?mode=${mode}`, { headers: { Authorization: `Bearer ${adminKey}` } });
    return Buffer.from(await answer.arrayBuffer());
  };
  const kept = () =>
    app.db
      .query(`select (select count(*) from product_versions) as versions, (select count(*) from outbox where type like 'product.%') as told,
                         (select json_agg(p order by id) from products p) as products`);

  /** Both files again, one with every empty cell clearing: nothing is written. Then into an empty catalogue: it is the same. */
  async function comesBack(count: number): Promise<void> {
    const before = await kept();
    const raw = await file('raw');
    for (const [content, onEmpty] of [
      [await file('safe'), '{}'],
      [raw, '{"attributes":"clear"}'],
    ] as const) {
      const { status, failure, rows, unchanged } = await app.import(content, { onEmpty });
      expect({ status, failure, rows, unchanged }).toEqual({ status: 'completed', failure: null, rows: count, unchanged: count });
      expect(await kept()).toEqual(before);
    }
    await app.deleteAll();
    expect(await app.import(raw)).toMatchObject({ created: count, rejected: 0 });
    expect((await file('raw')).equals(raw)).toBe(true);
    await app.deleteAll();
  }

  it('is understood with nobody looking, attributes too', async () => {
    await app.has({ sku: 'A', name: 'Mug', attributes: { colour: 'blue', Colour: '=1' } });
    const { body: upload } = await app.upload(await file('safe'), { check: 'true' });
    const checked = await until(async () => {
      const { body } = await app.http.get(`/api/imports/${upload.id}`);
      return body.status !== 'processing' && body.status !== 'pending' && body;
    });
    expect(checked).toMatchObject({ status: 'awaiting_confirmation', warnings: [], check: { unchanged: 1, changes: 0 } });
    const { body } = await app.http.get(`/api/imports/${upload.id}/inspection`).expect(200);
    expect(body.columns.slice(4)).toMatchObject([
      { name: 'attributes.Colour', field: 'attributes.Colour', certainty: 'sure', reason: 'The name says that it is an attribute.' },
      { name: 'attributes.colour', field: 'attributes.colour', certainty: 'sure' },
      { name: 'import__safe', field: null, reason: 'A helper column of a result file, which is skipped.' },
    ]);
    await app.http.post(`/api/imports/${upload.id}/cancel`).expect(200);
    await comesBack(1);
  });

  it('keeps what an empty cell says nothing about', async () => {
    await app.has({ sku: 'A', name: 'Mug', attributes: { colour: 'blue', size: 'XL' } });
    const blank = 'sku,name,attributes.colour,attributes.size\nA,Mug,,\n';
    expect(await app.import(blank)).toMatchObject({ unchanged: 1 });
    expect(await app.import(blank, { onEmpty: '{"attributes":"clear"}' })).toMatchObject({ updated: 1 });
    expect((await app.products())[0]!.attributes).toEqual({});
    await app.deleteAll();
  });

  it('holds the longest texts', async () => {
    const [text, quotes] = ['='.repeat(productLimits.description), '""'.repeat(productLimits.description)];
    expect(await app.import(`sku,name,description,attributes.a\nA,Mug,${text},\nB,Mug,"${quotes}",${'＝'.repeat(5_000)}\n`)).toMatchObject({
      created: 2,
    });
    await comesBack(2);
  });

  it('cannot be made where an attribute has a name that no column has', async () => {
    await app.has({ sku: 'A', name: 'Mug' });
    await app.db.query(`update products set attributes = '{" size": "XL"}', version = 2`);
    const { body } = await app.http.get('/api/products/export').expect(422);
    expect(body).toMatchObject({ code: 'invalid', detail: expect.stringContaining('No column can be called " size"') });
    await app.deleteAll();
  });

  // prettier-ignore
  const hostile = [
    '=1+1', '+1', '-1', '@x', '＝1', '＋1', '－1', '＠x', "'", "''", "'=1", "''=1", "'＝1", "'x", '"', '""', '"x"', 'a"b', ',', ';', '|', 'a;b;c',
    'a\nb', 'a\rb', 'a\r\nb', 'a\n\r\n\nb', 'a\tb', '\\N', '\\.', '\\', 'NULL', 'null', 'true', '001', '1E5', '1.2E+12', 'sep=;', '0', '-', '😀', '\u202eevil',
    'שלום', 'é', 'e\u0301', 'İ', 'ß', '\u00a0x', 'x\u200b', 'a\u200bb', '\ufeffx', '\u2028', 'a\u2028b', '\u0085', '{"a":1}', '<b>', '%', '$1', 'sku', 'name', ' ', '\t=1',
  ];
  // prettier-ignore
  const hostileKeys = [
    'Color', 'color', 'COLOR', 'price', 'title', 'sku', 'SKU', 'name', 'active', 'attributes.x', 'Attributes.x', 'x', 'import__safe', 'import__row', 'toString', 'hasOwnProperty',
    '__proto', 'a;sku;name', 'a|sku|name', ';sku;name;', 'x*', 'x (y)', 'a  b', 'a b', 'a_b', 'k'.repeat(64), 'ü'.repeat(64), 'a"b', '"', "'=1", '=1', ',',
  ];
  const text = fc
    .array(
      fc.oneof(
        { weight: 3, arbitrary: fc.constantFrom(...hostile) },
        fc.string({ unit: 'grapheme' }),
        fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', "'", '=', ' ', ';', 'a') }),
      ),
      { minLength: 1, maxLength: 3 },
    )
    .map((parts) => parts.join(''));
  const long = fc.constantFrom('"', '=', '\r\n', ',').map((some) => `${some}${some.repeat(20_000)}a`);
  const key = fc.oneof(
    fc.constantFrom(...hostileKeys),
    text.map((some) => attributeKey(some) ?? 'none'),
  );
  const product = fc.record({
    sku: text,
    name: text,
    description: fc.oneof({ weight: 4, arbitrary: text }, fc.constant(''), long),
    active: fc.boolean(),
    attributes: fc.dictionary(key, fc.oneof({ weight: 4, arbitrary: text }, fc.constantFrom('', ' ', 'x'.repeat(5_000))), {
      maxKeys: 8,
      noNullPrototype: true,
    }),
  });

  it('changes nothing when it is imported, whatever it holds', async () => {
    const seed = Number(process.env.SEED ?? Date.now() % 2 ** 31);
    console.log(`seed ${seed}`);
    let taken = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(product, { minLength: 8, maxLength: 30 }), async (all) => {
        const products = new Map<string, ProductInput>();
        for (const one of all) {
          const { data } = ProductInput.safeParse(one); // what is refused cannot be stored
          if (data) products.set(skuKey(data.sku), one);
        }
        for (const one of products.values()) await app.has(one);
        await comesBack(products.size);
        taken += products.size;
      }),
      { seed, numRuns: Number(process.env.RUNS ?? 12), endOnFailure: true },
    );
    expect(taken).toBeGreaterThan(24);
  }, 240_000);
});
