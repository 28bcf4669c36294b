// Many who write at once: two imports, a bulk delete, twenty people. The result is that of their order in line.
import pg from 'pg';
import { keyOf, merged, reading } from './reference-importer.mjs';
import { assert } from './story.mjs';
import { until } from './system.mjs';
import { small } from './failpoints.mjs';

/**
 * Two imports sent at the same moment, staged at once by two workers, applied one after the other: as they came into the line, which
 * need not be as they got their numbers.
 */
async function twoAtOnce(story) {
  const { system } = story;
  await system.onlyWorker();
  await system.worker();
  await story.calmImport({ rows: 1_500 });
  const files = [story.file(), story.file()];
  const ids = await Promise.all(files.map((file) => system.send(file)));
  for (const id of ids) await system.ended(id);
  const inLine = await system.rows(
    `select substring(actor from 8)::int as id from chunks where actor = any($1) group by actor order by min(applied_at)`,
    [ids.map((id) => `import:${id}`)],
  );
  await story.judge(inLine.map(({ id }) => [id, files[ids.indexOf(id)]]));
}

/** While twenty people edit: an import, a bulk delete and another import, or only the imports. */
async function everybody(story, { withDelete }) {
  const { system } = story;
  await system.onlyWorker();
  await story.calmImport({ rows: 1_000 });
  await system.stopWorkers();
  const base = new Map(story.catalogue);
  const products = await system.rows('select id, version from products');

  const files = [story.file({ rows: 1_000 }), story.file({ rows: 1_000 })];
  const ids = [await system.send(files[0])];
  const bulk = withDelete ? await deleteAll(system) : undefined;
  ids.push(await system.send(files[1]));
  let isOver = false;
  const edits = [];
  await Promise.all([system.worker(), system.worker()]);
  const people = Promise.all(Array.from({ length: 20 }, (_, person) => edit(story, products, person, edits, () => isOver)));
  people.catch(() => {}); // told below
  const ended = await Promise.all(ids.map((id) => system.ended(id)));
  isOver = true;
  await people;
  for (const { status } of ended) assert.equal(status, 'completed');

  const winners = new Map(ids.map((id, i) => [`import:${id}`, reading(files[i]).winners]));
  const [first, second] = [...winners.values()];
  const keys = withDelete
    ? [...[...first.keys()].filter((key) => !base.has(key)), ...second.keys()]
    : [...base.keys(), ...first.keys(), ...second.keys()];
  const chains = await chainsOf(system);
  const stored = new Map((await system.rows('select sku_key, id from products')).map(({ sku_key, id }) => [sku_key, id]));
  assert.deepEqual([...stored.keys()].sort(), [...new Set(keys)].sort(), 'which products there are');
  for (const chain of chains.values()) judgeChain(chain, winners);
  for (const [key, { row }] of second)
    assert.ok(saidSo(chains.get(stored.get(key)), `import:${ids[1]}`, row), `${key} is as the last import says`);
  const kept = [...chains.values()].flat().filter(({ actor }) => actor.startsWith('key:') || actor.startsWith('user:'));
  assert.deepEqual(
    kept.map(({ id, version, name }) => `${id} ${version} ${name}`).sort(),
    edits.map(({ id, version, name }) => `${id} ${version} ${name}`).sort(),
    'every edit that was answered with 200 is a version, and no other',
  );
  if (bulk) assert.equal((await system.http('GET', `/bulk-jobs/${bulk.id}`)).body.status, 'completed');
  await story.judgeInvariants();
}

async function deleteAll(system) {
  const { body: asked } = await system.http('DELETE', '/products');
  const { status, body } = await system.http('DELETE', `/products?confirm=${asked.count}`);
  assert.equal(status, 202, 'the answer to delete all');
  return body;
}

/** One person: edits products that were there at the start, always the version last seen. */
async function edit({ system, random }, products, person, edits, isOver) {
  const seen = new Map(products.map(({ id, version }) => [id, version]));
  for (let n = 0; !isOver(); n++) {
    const { id } = products[Math.floor(random() * products.length)];
    const name = `Edited by ${person}, ${n}`;
    const { status, body } = await system.http('PATCH', `/products/${id}`, {
      body: { name },
      headers: { 'if-match': `"${seen.get(id)}"` },
    });
    assert.ok([200, 404, 412].includes(status), `an edit was answered with ${status}`);
    if (status === 200) edits.push({ id, version: body.version, name });
    if (status === 200) seen.set(id, body.version);
    if (status === 412) seen.set(id, body.current.version);
  }
}

/** Per product, everything it ever was: id → versions in order. */
async function chainsOf(system) {
  const rows = await system.rows(`
    select product_id as id, version, sku, name, description, active, actor from product_versions
    union select id, version, sku, name, description, active, actor from products order by id, version`);
  const chains = new Map();
  for (const row of rows) chains.set(row.id, [...(chains.get(row.id) ?? []), row]);
  return chains;
}

const fields = ['sku', 'name', 'description', 'active'];
const same = (a, b) => fields.every((field) => a[field] === b[field]);

/** Imports wrote in their order, each once, and each made of the version before what its file says. */
function judgeChain(chain, winners) {
  const wrote = chain.map(({ actor }) => actor).filter((actor) => winners.has(actor));
  assert.deepEqual(
    wrote,
    [...new Set(wrote)].sort((a, b) => Number(a.slice(7)) - Number(b.slice(7))),
    'imports write a product once, in their order',
  );
  chain.forEach((version, i) => {
    if (!winners.has(version.actor)) return;
    const { row } = winners.get(version.actor).get(keyOf(version.sku)) ?? {};
    assert.ok(
      row && same(merged(chain[i - 1], row), version),
      `what ${version.actor} made of ${JSON.stringify(chain[i - 1])}: ${JSON.stringify(version)}`,
    );
  });
}

/** Whether an import wrote a product, or found it as its file says. */
const saidSo = (chain, actor, row) => chain.some((version) => version.actor === actor || merged(version, row) === version);

/** Others lock the same products in the order of their keys, as every bulk writer does: nobody may wait in a circle. */
async function besideBulkWriters(story) {
  const { system, random } = story;
  await system.onlyWorker();
  const rows = 20_000;
  await story.calmImport({ rows, bad: 0 });
  let isOver = false;
  const rival = async () => {
    const client = new pg.Client(system.database);
    await client.connect();
    try {
      while (!isOver) {
        await client.query('begin');
        await client.query(`select from products where id % 7 = $1 order by sku_key for update`, [Math.floor(random() * 7)]);
        await client.query('commit');
      }
    } finally {
      await client.end();
    }
  };
  const rivals = Promise.all([rival(), rival()]);
  rivals.catch(() => {}); // told below
  try {
    for (let n = 0; n < 2; n++) {
      const file = story.file({ rows, bad: 0 });
      const id = await system.send(file);
      await Promise.race([system.ended(id), rivals]);
      await story.compare(await system.ended(id), file);
    }
  } finally {
    isOver = true;
  }
  await rivals;
  await until('deadlocks are counted', async () => (await system.rows('select pg_stat_clear_snapshot()')).length);
  await story.judgeCatalogue();
}

const seeds = (n) => Array.from({ length: n }, (_, i) => i);
export const cases = [
  { name: 'side by side/two imports', on: small, short: true, run: twoAtOnce },
  { name: 'side by side/bulk writers', on: {}, run: besideBulkWriters },
  ...seeds(25).flatMap((i) => [
    {
      name: `side by side/two imports and twenty people, ${i}`,
      on: small,
      seed: i,
      run: (story) => everybody(story, { withDelete: false }),
    },
    {
      name: `side by side/two imports, a bulk delete and twenty people, ${i}`,
      on: small,
      seed: i,
      run: (story) => everybody(story, { withDelete: true }),
    },
  ]),
];
