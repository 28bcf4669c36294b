import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { Problem, Product, ProductVersion } from '@app/domain';
import { checkInvariants } from './support/invariants.js';
import { startApp, type App } from './support/start-app.js';

describe('the versions of a product', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(() => checkInvariants(app.db));
  afterAll(() => app?.stop());

  let made = 0;
  const has = (product: Partial<Product> = {}) => app.has({ sku: `H-${++made}`, name: 'Mug', ...product });
  const change = async (id: number, changes: object): Promise<Product> =>
    (await app.http.patch(`/api/products/${id}`).send(changes).expect(200)).body;
  const remove = (id: number) => app.http.delete(`/api/products/${id}`).expect(200);
  const versions = (id: number, query: Record<string, string> = {}) => app.http.get(`/api/products/${id}/versions`).query(query);
  const list = async (id: number, query?: Record<string, string>): Promise<ProductVersion[]> =>
    (await versions(id, query).expect(200)).body.map((version: object) => ProductVersion.parse(version));
  const restore = (id: number, body: object, headers: Record<string, string> = {}) =>
    app.http.post(`/api/products/${id}/restore`).set(headers).send(body);
  const written = () =>
    app.db.query(`select (select count(*) from product_versions) as versions, (select count(*) from outbox) as events,
                         (select count(*) from audit) as notes`);

  describe('as a list', () => {
    it('come newest first, with who wrote them, when, and what each changed', async () => {
      const { id, sku, createdAt } = await has({ attributes: { colour: 'blue' } });
      await app.import(`sku,name,description\n${sku},Mug,Big\n`);
      const { updatedAt } = await change(id, { name: 'Cup', active: false, attributes: {} });

      const found = await list(id);
      const common = { sku, isCurrent: false, isCreation: false, isDeletion: false, descriptionCut: false };
      expect(found).toEqual([
        {
          ...common,
          version: 3,
          name: 'Cup',
          description: 'Big',
          active: false,
          attributes: {},
          actor: 'key:0',
          at: updatedAt,
          isCurrent: true,
          changed: ['name', 'active', 'attributes'],
        },
        {
          ...common,
          version: 2,
          name: 'Mug',
          description: 'Big',
          active: true,
          attributes: { colour: 'blue' },
          actor: expect.stringMatching(/^import:\d+$/),
          at: expect.any(String),
          changed: ['description'],
        },
        {
          ...common,
          version: 1,
          name: 'Mug',
          description: '',
          active: true,
          attributes: { colour: 'blue' },
          actor: 'key:0',
          at: createdAt,
          isCreation: true,
          changed: [],
        },
      ]);
    });

    it('come by pages, and by the field that changed', async () => {
      const { id } = await has();
      for (let i = 2; i <= 30; i++) await change(id, i % 10 ? { name: `Mug ${i}` } : { description: `Mug ${i}` });
      const range = async (query: Record<string, string>) => {
        const { body, headers } = await versions(id, query).expect(200);
        return [headers['content-range'], body.map(({ version }: ProductVersion) => version)];
      };
      expect((await range({}))[0]).toBe('versions 0-24/30');
      expect(await range({ range: '[28,40]' })).toEqual(['versions 28-29/30', [2, 1]]);
      expect(await range({ range: '[30,40]' })).toEqual(['versions */30', []]);
      expect(await range({ filter: '{"field":"description"}' })).toEqual(['versions 0-2/3', [30, 20, 10]]);
      expect(await range({ field: 'description', perPage: '1', page: '2' })).toEqual(['versions 1-1/3', [20]]);
      expect(await range({ filter: '{"field":["sku","attributes"]}' })).toEqual(['versions */0', []]);
      expect(await range({ sort: '["version","ASC"]', perPage: '2' })).toEqual(['versions 0-1/30', [1, 2]]);
    });

    it('hold the beginning of a long description; one by one they are whole', async () => {
      const { id } = await has({ description: 'x'.repeat(2_000) });
      await change(id, { description: '🫖'.repeat(2_001) });
      expect((await list(id)).map(({ description, descriptionCut }) => [[...description].length, descriptionCut])).toEqual([
        [2_000, true],
        [2_000, false],
      ]);
      const { body } = await app.http.get(`/api/products/${id}/versions/2`).expect(200);
      expect(ProductVersion.parse(body)).toMatchObject({
        version: 2,
        description: '🫖'.repeat(2_001),
        descriptionCut: false,
        changed: ['description'],
      });
    });

    it('tell who deleted the product, one by one and in bulk, and who brought it back', async () => {
      const [{ id }, other] = [await has(), await has()];
      await remove(id);
      expect(await list(id)).toMatchObject([
        { version: 2, name: 'Mug', actor: 'key:0', isDeletion: true, isCurrent: false, isCreation: false, changed: [] },
        { version: 1, name: 'Mug', isDeletion: false, isCreation: true },
      ]);
      await restore(id, { version: 1 }).expect(200);
      expect(await list(id)).toMatchObject([
        { version: 3, actor: 'key:0', isCurrent: true, isCreation: true, changed: [] },
        { version: 2, isDeletion: true },
        { version: 1, isCreation: true },
      ]);
      await app.deleteAll();
      for (const gone of [id, other.id])
        expect((await list(gone))[0]).toMatchObject({ actor: expect.stringMatching(/^bulk:\d+$/), isDeletion: true });
    });

    it('are refused to what does not fit', async () => {
      const { id } = await has();
      for (const [query, pointer] of [
        [{ filter: '{"field":"price"}' }, '/filter'],
        [{ filter: '{"name":"Mug"}' }, '/filter'],
        [{ sort: '["name","ASC"]' }, '/sort'],
        [{ range: '[0,100]' }, '/range'],
        [{ perPage: '101' }, '/perPage'],
      ] as const)
        expect((await versions(id, query).expect(422)).body.errors).toMatchObject([{ pointer }]);
      await versions(id, { range: '[0,99]' }).expect(200);
      for (const path of ['999999999/versions', '999999999/versions/1', `${id}/versions/2`, `${id}/versions/999999999999999`])
        expect((await app.http.get(`/api/products/${path}`).expect(404)).body.code).toBe('not_found');
      for (const path of ['x/versions', `${id}/versions/0`, `${id}/versions/x`]) await app.http.get(`/api/products/${path}`).expect(400);
    });
  });

  describe('restored', () => {
    it('are written as new ones, told and noted, once', async () => {
      const first = await has({ description: 'Big', attributes: { colour: 'blue' } });
      await change(first.id, { sku: `${first.sku}-B`, name: 'Cup', description: '', active: false, attributes: {} });
      const { body, headers } = await restore(first.id, { version: 1 }).expect(200);
      expect(Product.parse(body)).toEqual({ ...first, version: 3, updatedAt: body.updatedAt });
      expect(headers.etag).toBe('"3"');
      expect((await app.events()).at(-1)).toEqual({
        type: 'product.updated',
        actor: 'key:0',
        items: [{ productId: first.id, sku: first.sku, version: 3 }],
      });
      const [note] = await app.db.query('select action, target, change from audit order by id desc limit 1');
      expect(note).toEqual({ action: 'product.restore', target: `product:${first.id}`, change: { version: 3, from: 1 } });

      const before = await written();
      for (const version of [1, 3]) expect((await restore(first.id, { version }).expect(200)).body).toEqual(body);
      expect(await written()).toEqual(before);
    });

    it('bring a deleted product back under its id, as it was', async () => {
      const { id, sku, createdAt } = await has();
      const imported = await app.import(`sku,name\n${sku},Cup\n`);
      const { body: deleted } = await remove(id);
      const { body } = await restore(id, { version: 3 }).expect(200); // the deletion
      expect(body).toEqual({ ...deleted, version: 4, updatedAt: expect.any(String) });
      expect(body).toMatchObject({ id, name: 'Cup', createdAt, lastImportId: imported.id });
      expect((await app.events()).at(-1)).toMatchObject({ type: 'product.created', items: [{ productId: id, sku, version: 4 }] });

      await remove(id);
      expect((await restore(id, { version: 1 }).expect(200)).body).toMatchObject({ id, name: 'Mug', version: 6 });
      expect((await list(id))[0]).toMatchObject({ isCreation: true, changed: ['name'] });
    });

    it('bring a product back once when many ask at once', async () => {
      const { id } = await has();
      await remove(id);
      const answers = await Promise.all(Array.from({ length: 8 }, () => restore(id, { version: 1 })));
      expect(new Set(answers.map(({ status, body }) => `${status} ${body.version}`))).toEqual(new Set(['200 3']));
    });

    it('are not written over what the caller has not seen', async () => {
      const { id } = await has();
      await change(id, { name: 'Cup' });
      const before = await written();
      for (const refused of [await restore(id, { version: 1, seen: 1 }), await restore(id, { version: 1 }, { 'If-Match': '"1"' })])
        expect([refused.status, Problem.parse(refused.body)]).toMatchObject([412, { code: 'stale_version', current: { id, version: 2 } }]);
      expect(await written()).toEqual(before);

      await remove(id);
      const { body } = await restore(id, { version: 1, seen: 2 }).expect(412);
      expect(body).toMatchObject({ code: 'stale_version', current: null });
      expect((await restore(id, { version: 1 }, { 'If-Match': '"1", "3"' }).expect(200)).body.version).toBe(4);
    });

    it.each([
      ['the same', 'CAFÉ ΟΔΟΣ'],
      ['another case', 'café οδος'],
      ['decomposed letters', 'CAFE\u0301 ΟΔΟΣ'],
    ])('do not take a SKU that another product has meanwhile, in %s', async (_, taken) => {
      const [renamed, gone] = [await has({ sku: 'CAFÉ ΟΔΟΣ' }), await has()];
      await change(renamed.id, { sku: `${renamed.id}` });
      await change(gone.id, { sku: 'CAFÉ ΟΔΟΣ' });
      await remove(gone.id);
      const { id: otherId } = await has({ sku: taken });
      const before = await written();
      for (const { id, version } of [
        { id: renamed.id, version: 1 },
        { id: gone.id, version: 2 },
      ]) {
        const { status, body } = await restore(id, { version });
        expect([status, Problem.parse(body)]).toMatchObject([409, { code: 'sku_taken', otherId, errors: [{ pointer: '/sku' }] }]);
      }
      expect(await written()).toEqual(before);
      await remove(otherId);
    });

    it('are refused to what does not fit', async () => {
      const { id } = await has();
      expect((await restore(id, { version: 2 }).expect(404)).body.code).toBe('not_found');
      expect((await restore(id, { version: Number.MAX_SAFE_INTEGER }).expect(404)).body.code).toBe('not_found');
      expect((await restore(999_999_999, { version: 1 }).expect(404)).body.code).toBe('not_found');
      for (const [body, pointer] of [
        [{}, '/version'],
        [{ version: 0 }, '/version'],
        [{ version: '1' }, '/version'],
        [{ version: 1, seen: null }, '/seen'],
        [{ version: 1, name: 'Mug' }, '/name'],
      ] as const)
        expect((await restore(id, body).expect(422)).body.errors).toMatchObject([{ pointer }]);
      await restore(id, { version: 1 }, { 'If-Match': '1' }).expect(400);
    });
  });
});
