import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { tidy } from '@app/domain';
import { SearchIndex } from '../src/products/search-index.js';
import { startApp, until, type App } from './support/start-app.js';

describe('searching products', () => {
  let app: App;
  let index: SearchIndex;
  beforeAll(async () => {
    app = await startApp({ withWorker: false });
    index = app.app.get(SearchIndex);
  });
  afterAll(() => app?.stop());

  const find = async (filter: Record<string, unknown>) => {
    const { body, headers } = await app.http
      .get('/api/products')
      .query({ filter: JSON.stringify(filter), sort: '["sku","ASC"]' })
      .expect(200);
    return {
      skus: body.map(({ sku }: { sku: string }) => sku),
      range: headers['content-range'],
      estimated: headers['x-total-estimated'],
      unsearched: headers['x-unsearched-changes'],
    };
  };
  const takeIn = async () => {
    while (await index.step());
  };
  const behind = async () =>
    (await app.db.query(`select count(*)::int as n from outbox where indexed_at is null and type like 'product.%'`))[0].n;

  const searches = [
    { sku: 'mug' },
    { name: 'BLUE' },
    { description: '100%' },
    { q: 'straße' },
    { q: 'ÉCLAIR' },
    { q: 'e' },
    { name: 'blue', description: 'big' },
    { q: 'nowhere' },
  ];

  it('finds the same before and after the index has taken the products in', async () => {
    await app.has({ sku: 'MUG-1', name: 'Blue mug', description: 'Big, 100% clay' });
    await app.has({ sku: 'MUG-2', name: 'blue Mug', description: 'small, 100 clay' });
    await app.has({ sku: 'STR-1', name: 'Sign', description: 'Hauptstraße' });
    await app.has({ sku: 'CAKE', name: 'éclair', description: '' });
    expect(await behind()).toBe(4);
    const before = [];
    for (const filter of searches) before.push(await find(filter));
    expect(before.map(({ skus }) => skus)).toEqual([
      ['MUG-1', 'MUG-2'],
      ['MUG-1', 'MUG-2'],
      ['MUG-1'],
      ['STR-1'],
      ['CAKE'],
      ['CAKE', 'MUG-1', 'MUG-2', 'STR-1'],
      ['MUG-1'],
      [],
    ]);

    await takeIn();
    expect(await behind()).toBe(0);
    const after = [];
    for (const filter of searches) after.push(await find(filter));
    expect(after).toEqual(before);
  });

  it('misses nothing in a block that is made anew with another size while it looks', async () => {
    const { id } = await app.has({ sku: 'LONG', name: 'Long', description: 'a text '.repeat(5_000) });
    const searched = await app.db.transaction(async (tx) => {
      await tx.query('lock table search_slices in access exclusive mode');
      const searched = find({ name: 'mug' });
      await until(async () => (await tx.query(`select from pg_locks where relation = 'search_slices'::regclass and not granted`)).length);
      const [before] = await tx.query('select slots from search_blocks where block = 0');
      await index['make'](tx, 0);
      const [after] = await tx.query('select slots from search_blocks where block = 0');
      expect(after.slots).toBeGreaterThan(before.slots);
      return [searched];
    });
    expect((await searched[0]!).skus).toEqual(['MUG-1', 'MUG-2']);
    await app.http.delete(`/api/products/${id}`).expect(200);
    await takeIn();
  });

  it('finds what was changed since, and no longer what it was', async () => {
    const [mug] = (await app.http.get('/api/products').query({ sku: 'MUG-1' })).body;
    await app.http.put(`/api/products/${mug.id}`).send({ name: 'Green cup' }).expect(200);
    expect(await find({ name: 'green' })).toMatchObject({ skus: ['MUG-1'], range: 'products 0-0/1' });
    expect(await find({ name: 'blue' })).toMatchObject({ skus: ['MUG-2'] });
    await app.http.delete(`/api/products/${mug.id}`).expect(200);
    expect(await find({ sku: 'mug' })).toMatchObject({ skus: ['MUG-2'] });
    await takeIn();
    expect(await find({ sku: 'mug' })).toMatchObject({ skus: ['MUG-2'] });
  });

  it('leaves those who write many products alone', async () => {
    await app.has({ sku: 'LATE', name: 'Late' });
    await app.db.query(`insert into turns (actor) values ('import:0')`);
    expect(await index.step()).toBe(false);
    expect(await find({ name: 'late' })).toMatchObject({ skus: ['LATE'] });
    await app.db.query(`delete from turns`);
    expect(await index.step()).toBe(true);
  });

  it('catches up at once, even beside those who write many products, when somebody searches', async () => {
    await app.startWorker();
    await app.import(`sku,name\n${Array.from({ length: 1_500 }, (_, i) => `W-${i},Waiting ${i}`).join('\n')}\n`);
    await app.stopWorker();
    await app.db.query(`update outbox set indexed_at = null; delete from search_demand; insert into turns (actor) values ('import:0')`);
    expect(await index.step()).toBe(false);
    expect(await find({ name: 'waiting 1499' })).toMatchObject({ skus: ['W-1499'] });
    expect(await index.step()).toBe(true);
    await app.db.query(`delete from turns`);
    await takeIn();
    expect(await find({ name: 'waiting 1499' })).toMatchObject({ skus: ['W-1499'] });
  });

  it('finds what PostgreSQL finds, whatever is in the texts', async () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }).map((text) => tidy(text.replace(/\p{C}/gu, '')) || 'x');
    const seed = Number(process.env.SEED ?? Date.now());
    console.log(`seed ${seed}`);
    const products = fc.sample(fc.record({ name: texts, description: texts, colour: texts }), { numRuns: 150, seed });
    for (const [i, { name, description, colour }] of products.entries())
      await app.has({ sku: `P-${i}`, name, description, attributes: { colour } });
    await takeIn();
    for (const [i, product] of products.entries()) {
      for (const [field, column] of Object.entries({
        name: 'name',
        description: 'description',
        'attributes.colour': `attributes ->> 'colour'`,
      })) {
        const text = product[field.replace('attributes.', '') as 'name'];
        const needle = text.slice(i % 5, (i % 5) + 1 + (i % 9));
        if (!needle.isWellFormed() || !needle) continue; // half a character is none
        const [{ n }] = await app.db.query(`select count(*)::int as n from products where ${column} ilike $1`, [
          `%${needle.replace(/[\\%_]/g, '\\$&')}%`,
        ]);
        expect([needle, (await find({ [field]: needle })).range?.split('/')[1]]).toEqual([needle, String(n)]);
      }
    }
  });

  it('says so when it estimates how many match, and counts exactly when it does not', async () => {
    await app.startWorker();
    const rows = Array.from({ length: 60_000 }, (_, i) => `S-${i},${i % 1000 ? 'Common' : 'Seldom'} thing ${i}`);
    await app.import(`sku,name\n${rows.join('\n')}\n`);
    await app.stopWorker();
    await app.db.query('analyze products');
    await takeIn();
    const common = await find({ name: 'common' });
    expect(common.skus).toHaveLength(25);
    expect(common.estimated).toBe('true');
    const estimate = Number(common.range!.split('/')[1]);
    expect(estimate).toBeGreaterThan(30_000); // of 59,940, from a sample: five standard deviations each way
    expect(estimate).toBeLessThan(90_000);
    expect(await find({ name: 'seldom' })).toMatchObject({ range: 'products 0-24/60', estimated: undefined, unsearched: undefined });
  });

  it('says how many changes of an import it has not come to, finds what people change meanwhile, and counts all for a bulk job', async () => {
    await app.db.query(`update outbox set indexed_at = null where import_id = (select max(id) from imports)`);
    await app.db.query('truncate search_blocks, search_slices');
    await app.has({ sku: 'BY-HAND', name: 'Seldom by hand' });
    expect(await find({ name: 'seldom' })).toMatchObject({ range: 'products 0-24/61', unsearched: undefined }); // nobody writes any more
    await app.db.query(`insert into turns (actor) values ('import:0')`);
    expect(await find({ name: 'seldom' })).toMatchObject({ skus: ['BY-HAND'], estimated: 'true', unsearched: '60000' });
    const { body } = await app.http.get('/api/products/count').query({ filter: '{"name":"seldom"}' }).expect(200);
    expect(body).toEqual({ count: 61 });
    await app.db.query('delete from turns');
    await takeIn();
    expect(await find({ name: 'seldom' })).toMatchObject({ range: 'products 0-24/61', unsearched: undefined });
  });

  it('is whole again after PostgreSQL has crashed and emptied the index', async () => {
    const before = [];
    for (const filter of searches) before.push(await find(filter));
    await app.db.query('truncate search_blocks, search_slices, search_alive'); // as a crash does to unlogged tables
    for (const [i, filter] of searches.entries()) expect((await find(filter)).skus).toEqual(before[i]!.skus);
    await takeIn();
    for (const [i, filter] of searches.entries()) expect((await find(filter)).skus).toEqual(before[i]!.skus);
    expect((await app.db.query('select count(*)::int as n from search_blocks where slots is not null'))[0].n).toBeGreaterThan(0);
  });
});
