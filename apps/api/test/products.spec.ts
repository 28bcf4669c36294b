import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, Product, productLimits } from '@app/domain';
import { linesOf, walk } from './support/lists.js';
import { adminKey, startApp, type App } from './support/start-app.js';

const sku = ({ sku }: Product) => sku;

describe('the products', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(() => app.deleteAll());
  afterAll(() => app?.stop());

  const mug = { sku: 'MUG-1', name: 'Mug' };
  const list = (query: Record<string, string> | string = {}) => app.http.get('/api/products').query(query);
  const put = (id: number, changes: object | string, headers: Record<string, string> = {}) =>
    app.http.put(`/api/products/${id}`).set(headers).type('json').send(changes);
  const everything = () =>
    app.db.query(`select (select count(*) from products) as products, (select count(*) from product_versions) as versions,
                         (select count(*) from outbox) as events, (select count(*) from audit) as notes`);

  describe('one by one', () => {
    it('are created with the defaults of what was left out', async () => {
      const { body, headers } = await app.http.post('/api/products').send({ sku: ' MUG-1\u200b', name: 'Mug ' }).expect(201);
      expect(Product.parse(body)).toEqual(body);
      expect(body).toMatchObject({ ...mug, description: '', active: true, attributes: {}, version: 1, lastImportId: null });
      expect(headers).toMatchObject({ location: `/api/products/${body.id}`, etag: '"1"' });
      const read = await app.http.get(headers.location!).expect(200);
      expect([read.body, read.headers.etag]).toEqual([body, '"1"']);
    });

    it.each(['put', 'patch'] as const)('keep with %s what it leaves out', async (method) => {
      const product = await app.has({ ...mug, description: 'Big', active: false, attributes: { colour: 'blue' } });
      const { body, headers } = await app.http[method](`/api/products/${product.id}`).send({ name: 'Blue mug' }).expect(200);
      expect(body).toEqual({ ...product, name: 'Blue mug', version: 2, updatedAt: expect.any(String) });
      expect(body.updatedAt > product.updatedAt).toBe(true);
      expect(headers.etag).toBe('"2"');
    });

    it('take the whole record as it was read', async () => {
      const product = await app.has(mug);
      const { body } = await put(product.id, { ...product, id: 999, createdAt: 'x', sku: 'Mug-1' }).expect(200);
      expect(body).toMatchObject({ id: product.id, sku: 'Mug-1', createdAt: product.createdAt, version: 2 });
    });

    it('are deleted with an answer that says what they were', async () => {
      const product = await app.has(mug);
      const { body } = await app.http.delete(`/api/products/${product.id}`).set('Content-Type', 'text/plain').expect(200);
      expect(body).toEqual(product);
      for (const again of ['get', 'put', 'patch', 'delete'] as const) {
        expect(
          (
            await app.http[again](`/api/products/${product.id}`)
              .send(again === 'get' ? undefined : {})
              .expect(404)
          ).body.code,
        ).toBe('not_found');
      }
    });

    it('tell of each change, and keep what they were, in the transaction that changes them', async () => {
      const before = (await app.events()).length;
      const { id } = await app.has(mug);
      const transactions = async () =>
        (
          await app.db.query(
            `select array_agg(distinct x) as x from (
             select xmin::text as x from products where id = $1
             union all (select a.xmin::text from outbox o left join audit a on a.at = o.occurred_at order by o.id desc limit 1) -- numbering changes its own xmin
             union all (select xmin::text from product_versions where product_id = $1 order by version desc limit 1)
             union all (select xmin::text from audit order by id desc limit 1)) written`,
            [id],
          )
        )[0].x;
      expect(await transactions()).toHaveLength(1);
      await put(id, { name: 'Blue mug' }).expect(200);
      expect(await transactions()).toHaveLength(1);
      await app.http.delete(`/api/products/${id}`).expect(200);
      expect(await transactions()).toHaveLength(1);

      const items = (version: number) => [{ productId: id, sku: 'MUG-1', version }];
      expect((await app.events()).slice(before)).toEqual([
        { type: 'product.created', actor: 'key:0', items: items(1) },
        { type: 'product.updated', actor: 'key:0', items: items(2) },
        { type: 'product.deleted', actor: 'key:0', items: items(3) },
      ]);
      const versions = await app.db.query('select version, name, actor from product_versions where product_id = $1 order by version', [id]);
      expect(versions).toEqual([
        { version: 1, name: 'Mug', actor: 'key:0' },
        { version: 2, name: 'Blue mug', actor: 'key:0' },
      ]);
    });

    it('write nothing when nothing is new', async () => {
      const product = await app.has({ ...mug, attributes: { b: '2', a: '1' } });
      const before = await everything();
      for (const same of [product, {}, { name: ' Mug ' }, { attributes: { a: '1', b: '2' } }, { version: 1 }]) {
        expect((await put(product.id, same).expect(200)).body).toEqual(product);
      }
      expect(await everything()).toEqual(before);
    });

    it.each<[string, object, Record<string, string>]>([
      ['If-Match', { name: 'Mine' }, { 'If-Match': '"1"' }],
      ['version', { name: 'Mine', version: 1 }, {}],
    ])('are not overwritten by who saw an older %s', async (_, changes, headers) => {
      const { id } = await app.has(mug);
      const { body: current } = await put(id, { name: 'Theirs' }, { 'If-Match': '"1"' }).expect(200);
      const before = await everything();
      const { body } = await put(id, changes, headers).expect(412);
      expect(Problem.parse(body)).toMatchObject({ code: 'stale_version', current });
      if (headers['If-Match']) await app.http.delete(`/api/products/${id}`).set(headers).expect(412);
      expect(await everything()).toEqual(before);
      await put(id, { name: 'Mine' }, { 'If-Match': '*' }).expect(200);
    });

    it.each(['"2"', 'W/"2"', '"1", "2"', '"one" ,W/"2",', '*'])('are changed at version 2 with If-Match: %s', async (tag) => {
      const { id } = await app.has(mug);
      await put(id, { name: 'Theirs' }).expect(200);
      await put(id, { name: 'Mine' }, { 'If-Match': tag }).expect(200);
    });

    it.each(['"1"', '"one"', '""', '"02"', '"1", "3"', '"2e0"'])('are not changed at version 2 with If-Match: %s', async (tag) => {
      const { id } = await app.has(mug);
      await put(id, { name: 'Theirs' }).expect(200);
      expect((await put(id, { name: 'Mine' }, { 'If-Match': tag }).expect(412)).body.current).toMatchObject({ name: 'Theirs', version: 2 });
      expect((await put(999_999, { name: 'Mine' }, { 'If-Match': tag }).expect(404)).body.code).toBe('not_found');
    });

    it.each(['"2"', 'W/"2"', '"1", "2"', '*'])('are not sent again at version 2 with If-None-Match: %s', async (tag) => {
      const { id } = await app.has(mug);
      await put(id, { name: 'Blue mug' }).expect(200);
      const { text, headers } = await app.http.get(`/api/products/${id}`).set('If-None-Match', tag).expect(304);
      expect([text, headers.etag]).toEqual(['', '"2"']);
      await app.http.get(`/api/products/${id}`).set('If-None-Match', '"1"').expect(200);
      await app.http.get(`/api/products/999999`).set('If-None-Match', '*').expect(404);
    });

    it.each(['1', '', ',', '1, "2"', '"2'])('are not changed with If-Match: %s', async (tag) => {
      const { id } = await app.has(mug);
      expect((await put(id, { name: 'Mine' }, { 'If-Match': tag }).expect(400)).body.code).toBe('invalid_parameter');
    });

    it.each([
      ['the same', 'CAFÉ ΟΔΟΣ'],
      ['another case', 'café οδος'],
      ['decomposed letters', 'CAFE\u0301 ΟΔΟΣ'],
      ['blanks around it', '\u00a0CAFÉ ΟΔΟΣ\u200b '],
    ])('have one SKU each, also in %s', async (_, taken) => {
      const { id: otherId } = await app.has({ ...mug, sku: 'CAFÉ ΟΔΟΣ' });
      const { id } = await app.has(mug);
      const before = await everything();
      for (const refused of [await app.http.post('/api/products').send({ ...mug, sku: taken }), await put(id, { sku: taken })]) {
        expect(refused.status).toBe(409);
        expect(Problem.parse(refused.body)).toMatchObject({ code: 'sku_taken', otherId, errors: [{ pointer: '/sku' }] });
      }
      expect(await everything()).toEqual(before);
    });

    it('have one SKU each when many are made at once', async () => {
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, i) => app.http.post('/api/products').send({ sku: i % 2 ? 'a' : 'A', name: `${i}` })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array(7).fill(409)]);
    });

    it.each<[string, string, string]>([
      ['an unknown property', '{"sku":"A","name":"Mug","price":1}', '/price'],
      ['__proto__', '{"sku":"A","name":"Mug","__proto__":{"active":false}}', '/__proto__'],
      ['constructor', '{"sku":"A","name":"Mug","constructor":{}}', '/constructor'],
      ['no name', '{"sku":"A"}', '/name'],
      ['an empty SKU', '{"sku":" ","name":"Mug"}', '/sku'],
      ['a number for the SKU', '{"sku":1,"name":"Mug"}', '/sku'],
      ['1e400 for the name', '{"sku":"A","name":1e400}', '/name'],
      ['a text for active', '{"sku":"A","name":"Mug","active":"true"}', '/active'],
      ['null', '{"sku":"A","name":null}', '/name'],
      ['a SKU of 256 characters', `{"sku":"${'x'.repeat(256)}","name":"Mug"}`, '/sku'],
      ['a name of 501 characters', `{"sku":"A","name":"${'x'.repeat(501)}"}`, '/name'],
      ['U+0000', '{"sku":"A","name":"M\\u0000g"}', '/name'],
      ['half a character pair', '{"sku":"A","name":"M\\ud83dg"}', '/name'],
      ['a reading direction in the SKU', '{"sku":"A\\u202e1","name":"Mug"}', '/sku'],
      ['a line break in the SKU', '{"sku":"A\\n1","name":"Mug"}', '/sku'],
      ['a control character in the description', '{"sku":"A","name":"Mug","description":"\\u001b[31m"}', '/description'],
    ])('are refused with %s', async (_, content, pointer) => {
      const product = await app.has({ ...mug, sku: 'B' });
      const before = await everything();
      const created = await app.http.post('/api/products').type('json').send(content).expect(422);
      expect(Problem.parse(created.body)).toMatchObject({ code: 'invalid', errors: [{ pointer, message: expect.any(String) }] });
      if (!content.endsWith('{"sku":"A"}')) await put(product.id, content).expect(422);
      expect(await everything()).toEqual(before);
    });

    it.each<[string, string, string]>([
      ['__proto__ for one', '{"__proto__":"x"}', '/attributes'],
      ['constructor for one', '{"constructor":"x"}', '/attributes/constructor'],
      ['prototype for one', '{"prototype":"x"}', '/attributes/prototype'],
      ['U+0000', '{"a":"\\u0000"}', '/attributes/a'],
      ['U+0000 in a name', '{"\\u0000":"a"}', '/attributes/\u0000'],
      ['half a character pair', '{"a":"\\ud83d"}', '/attributes/a'],
      ['no name', '{"":"a"}', '/attributes/'],
      ['a name of 65 characters', `{"${'x'.repeat(65)}":"a"}`, `/attributes/${'x'.repeat(65)}`],
      ['a text of 5,001 characters', `{"a/b":"${'x'.repeat(5_001)}"}`, '/attributes/a~1b'],
      ['a number', '{"a":1}', '/attributes/a'],
      ['null', '{"a":null}', '/attributes/a'],
      ['an object', '{"a":{"b":"c"}}', '/attributes/a'],
      ['a list', '{"a":["b"]}', '/attributes/a'],
      ['501 entries', JSON.stringify(Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`a${i}`, 'x']))), '/attributes'],
      ['a list for all', '["a"]', '/attributes'],
      ['a text for all', '"a"', '/attributes'],
    ])('are refused with attributes that hold %s', async (_, attributes, pointer) => {
      const { id } = await app.has({ ...mug, sku: 'B' });
      const before = await everything();
      const created = await app.http
        .post('/api/products')
        .type('json')
        .send(`{"sku":"A","name":"Mug","attributes":${attributes}}`)
        .expect(422);
      const changed = await put(id, `{"attributes":${attributes}}`).expect(422);
      for (const { body } of [created, changed]) expect(Problem.parse(body)).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
      expect(await everything()).toEqual(before);
    });

    it('keep any other text as it is', async () => {
      const texts = {
        name: '<b>=1+1</b> 🫖 \u202eesrever',
        description: "'; drop table products; --\r\n\tNULL \\N ${x} {{x}}",
        attributes: { 'a/b~c': '0017' },
      };
      const { id } = await app.has({ sku: '=CMD()', ...texts });
      expect((await app.http.get(`/api/products/${id}`)).body).toMatchObject({ sku: '=CMD()', ...texts });
    });

    it.each(['0', '-1', '1.5', '01', 'abc', '1e3', '9999999999999999999', '1;drop', '%00', '%F0%9F%AB%96', "1'"])(
      'have no id %s',
      async (id) => {
        for (const method of ['get', 'put', 'patch', 'delete'] as const) {
          const { body } = await app.http[method](`/api/products/${id}`)
            .send(method === 'get' ? undefined : {})
            .expect(400);
          expect(Problem.parse(body).code).toBe('invalid_parameter');
        }
      },
    );

    it('have texts as long as the limits allow, however they are written', async () => {
      const { attributes: most, attribute, attributeKey, description } = productLimits;
      const attributes = Object.fromEntries(
        Array.from({ length: most }, (_, i) => [`ä${i}`.padEnd(attributeKey, 'ä'), 'ä'.repeat(attribute)]),
      );
      const long = { ...mug, sku: 'ß'.repeat(productLimits.sku), name: 'ä'.repeat(productLimits.name), attributes };
      const escaped = (value: object) =>
        JSON.stringify(value).replace(/[^ -~]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
      const send = (method: 'post' | 'put' | 'patch', path: string, product: object) =>
        app.http[method](`/api/products${path}`).type('json').send(escaped(product));
      const { body: created } = await send('post', '', { ...long, description: 'ä'.repeat(description) }).expect(201);
      expect(created).toMatchObject({ sku: long.sku, attributes, description: 'ä'.repeat(description) });
      const { body: changed } = await send('put', `/${created.id}`, { ...created, description: 'ö'.repeat(description) }).expect(200);
      expect(changed.description).toBe('ö'.repeat(description));
      await send('patch', `/${created.id}?`, { description: 'ü'.repeat(description) }).expect(200);
      const { body } = await send('patch', `/${created.id}`, { description: 'ü'.repeat(description + 1) }).expect(422);
      expect(Problem.parse(body)).toMatchObject({ code: 'invalid', errors: [{ pointer: '/description' }] });
      expect((await send('put', `/${created.id}`, { name: 'ü'.repeat(4e6) }).expect(413)).body.code).toBe('too_large');
    });

    it('are not there under an id that nobody has', async () => {
      expect((await app.http.get('/api/products/999999999999999').expect(404)).body.code).toBe('not_found');
    });
  });

  describe('as a list', () => {
    const has = async (...products: object[]) => {
      for (const [i, product] of products.entries()) await app.has({ sku: `S${i}`, name: `N${i}`, ...product });
    };

    it.each<[string, Record<string, string>, string[], string]>([
      ['by id unless told', {}, ['b', 'C', 'a'], '0-2/3'],
      ['by SKU, whatever the case', { sort: '["sku","ASC"]' }, ['a', 'b', 'C'], '0-2/3'],
      ['descending', { sort: '["sku","DESC"]' }, ['C', 'b', 'a'], '0-2/3'],
      ['as people say it', { sort: '-name' }, ['a', 'C', 'b'], '0-2/3'],
      ['by id where all else is the same', { sort: '["active","ASC"]' }, ['b', 'C', 'a'], '0-2/3'],
      ['from one row to another', { sort: 'sku', range: '[1,1]' }, ['b'], '1-1/3'],
      ['to the last one', { range: '[2,99]' }, ['a'], '2-2/3'],
      ['up to their end and not further', { range: '[3,5]' }, [], '*/3'],
      ['by pages', { sort: 'sku', page: '2', perPage: '2' }, ['C'], '2-2/3'],
      ['by pages up to the last', { page: '3', perPage: '2' }, [], '*/3'],
      ['with what clients add', { embed: 'x', range: '[0,0]' }, ['b'], '0-0/3'],
    ])('come %s', async (_, query, skus, range) => {
      await has({ sku: 'b', name: '1' }, { sku: 'C', name: '2' }, { sku: 'a', name: '3' });
      const { body, headers } = await list(query).expect(200);
      expect([body.map(sku), headers['content-range']]).toEqual([skus, `products ${range}`]);
    });

    it('say that there are none', async () => {
      const { body, headers } = await list({ range: '[0,24]' }).expect(200);
      expect([body, headers['content-range']]).toEqual([[], 'products */0']);
    });

    it('come by their ids, more than a page of them', async () => {
      await app.import(`sku,name\n${Array.from({ length: 60 }, (_, i) => `S${i},N`).join('\n')}\n`);
      const wanted = (await app.products()).slice(5, 45).map(({ id }) => id);
      const { body, headers } = await list({ filter: JSON.stringify({ id: [...wanted, 999_999] }) }).expect(200);
      expect(body.map(({ id }: Product) => id)).toEqual([...wanted].sort((a, b) => a - b));
      expect(headers['content-range']).toBe('products 0-39/40');
      expect((await list()).body).toHaveLength(25);
    });

    const catalogue = [
      { sku: 'ÉCLAIR-1', name: '100% cocoa', description: 'a_b', attributes: { '100%': '5%' } },
      { sku: 'mug', name: 'Straße', description: 'back\\slash', active: false },
      { sku: 'tea', name: "100 o'clock", description: 'axb', attributes: { colour: 'dark red' } },
    ];
    const today = () => new Date().toISOString().slice(0, 10);
    it.each<[object, string[]]>([
      [{ sku: 'éclair' }, ['ÉCLAIR-1']],
      [{ name: 'STRASSE' }, []],
      [{ name: 'sTRASS' }, []],
      [{ name: '0%' }, ['ÉCLAIR-1']],
      [{ description: 'A_B' }, ['ÉCLAIR-1']],
      [{ description: '\\' }, ['mug']],
      [{ description: '%' }, []],
      [{ name: "o'c" }, ['tea']],
      [{ q: 'MUG' }, ['mug']],
      [{ q: 'X' }, ['tea']],
      [{ q: '100', description: 'x' }, ['tea']],
      [{ q: '' }, ['ÉCLAIR-1', 'mug', 'tea']],
      [{ active: true }, ['ÉCLAIR-1', 'tea']],
      [{ active: 'false' }, ['mug']],
      [{ sku_eq: 'TEA' }, ['tea']],
      [{ sku_eq: 'te' }, []],
      [{ updatedAt_gte: '2020-02-29T10:00:00.123456+02:00', updatedAt_lte: '2999-01-01T10:00' }, ['ÉCLAIR-1', 'mug', 'tea']],
      [{ updatedSince: '2020-01-01' }, ['ÉCLAIR-1', 'mug', 'tea']],
      [{ updatedSince: '2999-01-01T00:00:00Z' }, []],
      [{ createdAt_gte: '2020-01-01', createdAt_lte: '2999-01-01T10:00:00Z' }, ['ÉCLAIR-1', 'mug', 'tea']],
      [{ createdAt_lte: today() }, ['ÉCLAIR-1', 'mug', 'tea']],
      [{ updatedAt_gte: today() }, ['ÉCLAIR-1', 'mug', 'tea']],
      [{ updatedAt_lte: '2020-01-01' }, []],
      [{ 'attributes.colour': 'RED' }, ['tea']],
      [{ 'attributes.colour': 'blue' }, []],
      [{ 'attributes.100%': '%' }, ['ÉCLAIR-1']],
      [{ 'attributes.__proto__': 'x' }, []],
      [{ importId: 4_711 }, []],
    ])('are found with %j, as JSON and as plain parameters', async (filter, skus) => {
      await has(...catalogue);
      const plain = Object.fromEntries(Object.entries(filter).map(([name, value]) => [name, String(value)]));
      for (const query of [{ filter: JSON.stringify(filter) }, plain]) {
        const { body, headers } = await list(query).expect(200);
        expect(body.map(sku)).toEqual(skus);
        expect(headers['content-range']).toMatch(`/${skus.length}`);
      }
    });

    it('are found by any of many SKUs, in any case', async () => {
      await has(...catalogue);
      const found = async (sku_eq: unknown) => (await list({ filter: JSON.stringify({ sku_eq }) }).expect(200)).body.map(sku);
      expect(await found(['TEA', 'e\u0301clair-1', 'te', 'a,"{b'])).toEqual(['ÉCLAIR-1', 'tea']);
      expect(await found([])).toEqual([]);
      expect(
        await linesOf(app, `/api/products/export?format=ndjson&filter=${encodeURIComponent('{"sku_eq":["TEA","a,\\"{b"]}')}`),
      ).toHaveLength(1);
      const { body } = await list({ filter: JSON.stringify({ sku_eq: Array(1_001).fill('A') }) }).expect(422);
      expect(body.errors[0].message).toMatch('1000');
    });

    it('are found by the imports that created or changed them', async () => {
      const first = await app.import('sku,name\nA,1\nB,1\nC,1\n');
      const second = await app.import('sku,name\nA,2\nB,1\n');
      const third = await app.import('sku,name\nA,3\nD,3\n');
      const touchedBy = async (importId: unknown) => (await list({ filter: JSON.stringify({ importId }) }).expect(200)).body.map(sku);
      expect(await touchedBy(first.id)).toEqual(['A', 'B', 'C']);
      expect(await touchedBy(second.id)).toEqual(['A']);
      expect(await touchedBy([second.id, third.id])).toEqual(['A', 'D']);
    });

    it.each(['sku', '-sku', 'name', '-updatedAt', 'active', '-lastImportId', 'id', '-id'])(
      'are walked through by cursor, ordered by %s, each once and as by pages',
      async (sort) => {
        await app.import(
          `sku,name,active\n${Array.from({ length: 25 }, (_, i) => `S${i * 7},N${i % 4},${i % 3}`.replace(',2', ',1')).join('\n')}\n`,
        );
        const { body: whole } = await list({ sort, perPage: '100' }).expect(200);
        const walked: Product[] = [];
        for (let at: string | undefined = `/api/products?${new URLSearchParams({ sort, perPage: '4' })}`; at;) {
          const { body, headers }: { body: Product[]; headers: Record<string, string> } = await app.http.get(at).expect(200);
          expect(headers['content-range'] === undefined).toBe(walked.length > 0);
          walked.push(...body);
          at = /^<(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
        }
        expect(walked.map(sku)).toEqual(whole.map(sku));
      },
    );

    it('come whole however long their texts are, also when no string could hold them', async () => {
      const few = Array.from({ length: 260 }, (_, i) => `l${i}`);
      await app.db.query(
        `insert into products (sku, sku_key, name, description, actor) select sku, sku, 'Long', repeat('"', 1048576), 'key:0' from unnest($1::text[]) sku`,
        [few],
      );
      try {
        const answer = await fetch(`${app.url}/api/products?perPage=1000`, { headers: { Authorization: `Bearer ${adminKey}` } });
        expect([answer.status, answer.headers.get('content-range')]).toMatchObject([200, expect.stringMatching('products 0-259/')]);
        let [bytes, skus, last] = [0, [] as string[], ''];
        for await (const piece of answer.body!.pipeThrough(new TextDecoderStream())) {
          bytes += piece.length;
          const text = last + piece;
          const found = [...text.matchAll(/"sku":"(l\d+)",/g)];
          skus.push(...found.map(([, sku]) => sku!));
          last = text.slice(Math.max(text.length - 20, (found.at(-1)?.index ?? -1) + 1));
        }
        expect([skus, last.at(-1), bytes > 2 ** 29]).toEqual([few, ']', true]);
      } finally {
        await app.db.query('delete from products');
      }
    });

    it.each(['description', '-description'])('are walked through by cursor, ordered by %s, also where that is long', async (sort) => {
      await has(...Array.from({ length: 6 }, (_, i) => ({ description: `${i % 3}${'x'.repeat(1_500)}` })));
      const walked = (await walk(app, `/api/products?${new URLSearchParams({ sort, perPage: '2' })}`)) as Product[];
      expect(walked.map(sku)).toEqual(sort === 'description' ? ['S0', 'S3', 'S1', 'S4', 'S2', 'S5'] : ['S5', 'S2', 'S4', 'S1', 'S3', 'S0']);
    });

    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url');
    it.each([
      'x',
      '',
      cursor(),
      cursor('-id', '1', 1),
      cursor('id', 1, 1),
      cursor('id', '1', 1.5),
      cursor('id', '1', '1'),
      cursor('__proto__', '1', 1),
    ])('are refused after the forged cursor %s', async (after) => {
      expect((await list({ after }).expect(400)).body.code).toBe('invalid_parameter');
    });
    it.each([
      ['updatedAt', 'x'],
      ['updatedAt', '2024-13-45'],
      ['active', 'perhaps'],
      ['version', '99999999999'],
      ['lastImportId', 'x'],
    ])('are refused after a cursor by %s that is at "%s"', async (sort, value) => {
      expect((await list({ sort, after: cursor(sort, value, 1) }).expect(400)).body.code).toBe('invalid_parameter');
    });

    it.each<[Record<string, string>, string, string]>([
      [{ after: cursor('id', '1', 1), page: '2' }, '/after', 'not two'],
      [{ after: cursor('id', '1', 1), range: '[0,24]' }, '/after', 'not two'],
      [{ createdAt_lte: '2024-13-45' }, '/filter', 'ISO 8601'],
      [{ importId: 'x' }, '/filter', 'ids'],
      [{ filter: '{"attributes.a":{}}' }, '/filter', 'text'],
      [{ attributes: 'x' }, '/filter', '"attributes"'],
      [{ 'attributes.a\0': 'x' }, '/filter', 'control'],
      [{ filter: '{"attributes.\\u0000":"x"}' }, '/filter', 'control'],
      [{ range: '[0,24]', page: '1' }, '/range', 'not both'],
      [{ range: '[0,24]', perPage: '5' }, '/range', 'not both'],
      [{ range: '[0,1000]' }, '/range', '1000'],
      [{ range: '[5,4]' }, '/range', '1000'],
      [{ range: '[-1,4]' }, '/range', '1000'],
      [{ range: '[0,1e400]' }, '/range', '1000'],
      [{ range: '[0]' }, '/range', 'two'],
      [{ range: 'x' }, '/range', 'not JSON'],
      [{ perPage: '1001' }, '/perPage', '1000'],
      [{ perPage: '0' }, '/perPage', '1000'],
      [{ perPage: 'NaN' }, '/perPage', '1000'],
      [{ page: '0' }, '/page', '1'],
      [{ page: '-1' }, '/page', '1'],
      [{ page: '1.5' }, '/page', '1'],
      [{ sort: '["price","ASC"]' }, '/sort', '"price"'],
      [{ sort: '-constructor' }, '/sort', '"constructor"'],
      [{ sort: '["sku","ASC; drop table products"]' }, '/sort', 'ASC or DESC'],
      [{ sort: '["sku_key","ASC"]' }, '/sort', '"sku_key"'],
      [{ colour: 'blue' }, '/filter', '"colour"'],
      [{ filter: '{"colour":"blue"}' }, '/filter', '"colour"'],
      [{ filter: '{"__proto__":{}}' }, '/filter', '"__proto__"'],
      [{ filter: '{"toString":1}' }, '/filter', '"toString"'],
      [{ filter: '{' }, '/filter', 'not JSON'],
      [{ filter: '[]' }, '/filter', 'object'],
      [{ filter: 'null' }, '/filter', 'object'],
      [{ filter: '{"q":{"a":1}}' }, '/filter', 'text'],
      [{ filter: '{"q":"\\u0000"}' }, '/filter', 'control'],
      [{ filter: '{"sku_eq":"\\u0000"}' }, '/filter', 'control'],
      [{ filter: '{"sku_eq":{}}' }, '/filter', 'text'],
      [{ q: 'x'.repeat(501) }, '/filter', 'too long'],
      [{ active: '2' }, '/filter', 'true or false'],
      [{ active: '__proto__' }, '/filter', 'true or false'],
      [{ active: 'toString' }, '/filter', 'true or false'],
      [{ filter: '{"active":["true"]}' }, '/filter', 'true or false'],
      [{ filter: '{"id":[0]}' }, '/filter', 'ids'],
      [{ filter: '{"id":["a"]}' }, '/filter', 'ids'],
      [{ filter: '{"id":true}' }, '/filter', 'ids'],
      [{ filter: '{"id":[1e300]}' }, '/filter', 'ids'],
      [{ filter: JSON.stringify({ id: Array(1_001).fill(1) }) }, '/filter', '1000'],
      [{ updatedSince: 'yesterday' }, '/filter', 'ISO 8601'],
      [{ updatedSince: '2024-13-45' }, '/filter', 'ISO 8601'],
      [{ createdAt_lte: '2026-02-31' }, '/filter', 'ISO 8601'],
      [{ createdAt_lte: '2026-02-29T10:00:00Z' }, '/filter', 'ISO 8601'],
      [{ createdAt_lte: '2026-01-01 (x)' }, '/filter', 'ISO 8601'],
      [{ createdAt_lte: '2026-01-01T25:00:00Z' }, '/filter', 'ISO 8601'],
      [{ filter: '{"sku_eq":["A",{}]}' }, '/filter', 'text'],
    ])('are refused to %j, with the name of what is wrong', async (query, pointer, word) => {
      const { status, body } = await list(new URLSearchParams(Object.entries(query)).toString());
      expect([status, body]).toMatchObject([422, { code: 'invalid', errors: [{ pointer, message: expect.stringContaining(word) }] }]);
    });

    it.each(['products', 'products/count', 'products/export'])(
      'are refused to an attribute with U+0000 in its name by %s',
      async (path) => {
        expect((await app.http.get(`/api/${path}?attributes.a%00=x`).expect(422)).body.code).toBe('invalid');
      },
    );

    it.each(['active=1&active=0', 'page=1&page=2', 'range=[0,1]&range=[0,1]', 'q=a&q=b'])('are refused to %s', async (query) => {
      expect((await list(query).expect(400)).body.code).toBe('invalid_parameter');
    });

    it.each([
      'q=%',
      'q=%ff%fe',
      'q=%00',
      'filter=%00',
      'sort=%00',
      'range=[0,9007199254740991]',
      'range=[9007199254740990,9007199254740991]',
      'page=1000000000&perPage=1000',
      'page=1e9',
      'perPage=0x10',
      'id=1',
      'id=',
      'lastImportId=9007199254740991',
      'filter={"id":[]}',
      'filter={"id":null}',
      'filter={"q":"\\ud800"}',
      'filter={"q":1e999}',
      'filter={"q":null}',
      'filter={"sku_eq":"\\udc00"}',
      'filter={"active":null}',
      'sort=[]',
      'sort=["sku"]',
      'sort=',
      'sort=-',
      'sort=[["sku"],"ASC"]',
      'updatedSince=0000-01-01',
      'updatedSince=9999-12-31T23:59:60Z',
      'updatedSince=2024-01-01T00:00:00%2B99:99',
      'hasOwnProperty=1',
      '=',
      '&&&',
      '[]=1',
      'filter[q]=a',
      `q=${'%25'.repeat(400)}`,
      `filter=${'['.repeat(2_000)}`,
      `filter=${'{"a":'.repeat(800)}`,
    ])('never make the server fail: ?%s', async (query) => {
      const { status } = await list(encodeURI(query).replace(/%25(?=[0-9a-f]{2}|$)/gi, '%'));
      expect([200, 400, 422]).toContain(status);
    });
  });

  describe('all at once', () => {
    it('are deleted by two calls, and the second must know how many they are', async () => {
      for (const one of ['A', 'B', 'C']) await app.has({ sku: one, name: one });
      const { body: asked } = await app.http.delete('/api/products').expect(422);
      expect(Problem.parse(asked)).toMatchObject({ code: 'confirmation_required', count: 3 });
      await app.has({ sku: 'D', name: 'D' });
      const { body: changed } = await app.http.delete('/api/products').query({ confirm: asked.count }).expect(409);
      expect(Problem.parse(changed)).toMatchObject({ code: 'count_changed', count: 4 });
      expect(await app.products()).toHaveLength(4);

      const before = (await app.events()).length;
      expect(await app.deleteAll()).toMatchObject({ action: 'delete', status: 'completed', total: 4, processed: 4 });
      expect(await app.products()).toEqual([]);
      const [told, ...more] = (await app.events()).slice(before);
      expect([told!.type, told!.items.map((item) => item.sku), more]).toEqual(['product.deleted', ['A', 'B', 'C', 'D'], []]);
    });

    it.each([
      ['confirm=all', 422],
      ['confirm=-1', 422],
      ['confirm=', 422],
      ['confirm=1&confirm=1', 400],
      ['confirm=1&force=1', 422],
      ['confirm=0', 409],
    ])('stay with %s', async (query, status) => {
      await app.has(mug);
      await app.http.delete('/api/products').query(query).expect(status);
      expect(await app.products()).toHaveLength(1);
    });
  });
});
