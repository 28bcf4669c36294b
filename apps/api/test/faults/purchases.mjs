// The same harm to imports of purchases: judged by a reading of the files that shares no code with the product.
import { setTimeout as sleep } from 'node:timers/promises';
import { small, workerPlaces } from './failpoints.mjs';
import { hostilePurchases } from './hostile-purchases.mjs';
import { ReferencePurchases, storedState } from './reference-purchases.mjs';
import { assert } from './story.mjs';
import { inTime, until } from './system.mjs';

const asTheyCome = { kind: 'purchases', delimiter: '\t', header: 'false' };

/** Files of purchases, one after the other, and what must have come of them. */
class Purchases {
  #reference = new ReferencePurchases();
  #ids = [];
  #edition = 0;

  constructor(story, seed = story.seed) {
    this.story = story;
    this.system = story.system;
    this.seed = seed;
  }

  file(options) {
    return hostilePurchases(this.seed * 1_000 + this.#edition++, options);
  }

  async send(file) {
    const { status, body } = await this.system.upload(file.text, asTheyCome);
    assert.equal(status, 202, JSON.stringify(body));
    return body.id;
  }

  /** Files that were sent, in the order in which they were accepted. */
  async judge(imports, ms) {
    for (const [id, file] of imports) {
      const importJob = await this.system.ended(id, ms);
      const counts = this.#reference.take(file, this.#ids.push(id));
      const told = Object.fromEntries(Object.keys(counts).map((name) => [name, importJob[name]]));
      assert.deepEqual({ status: importJob.status, ...told }, { status: 'completed', ...counts }, `import ${id}`);
    }
    assert.deepEqual(await storedState((sql) => this.system.rows(sql), this.#ids), this.#reference.state);
    await this.story.judgeInvariants();
  }

  async calmImport(options) {
    const file = this.file(options);
    await this.judge([[await this.send(file), file]]);
  }
}

const many = { rows: 3_000, customers: 300, products: 20, moments: 20 };

/** The worker is harmed at a place; another one comes. Then the same file once more. */
async function harmed(story, place, action) {
  const { system } = story;
  const purchases = new Purchases(story);
  const worker = await system.onlyWorker();
  await purchases.calmImport(many);
  await worker.arm(`${place}:1=${action}`);
  const imports = [];
  while (!worker.isHarmed && imports.length < 3) {
    const file = purchases.file(many);
    const id = await purchases.send(file);
    imports.push([id, file]);
    const isOver = async () => (await system.rows('select from imports where id = $1 and finished_at is not null', [id])).length;
    await until(`${place} is reached`, async () => worker.isHarmed || (await isOver()));
  }
  assert.ok(worker.isHarmed, 'the place was never reached');
  if (action === 'kill') {
    await inTime('the worker dies', worker.ended);
    await system.worker();
  }
  await purchases.judge(imports);
  const [, file] = imports.at(-1);
  await purchases.judge([[await purchases.send(file), file]]);
}

/** Two workers at a time, each killed within a second of its start, until so many have died. */
async function killedAtRandom(story, kills) {
  const { system, random } = story;
  await system.stopWorkers();
  let left = kills;
  const life = async () => {
    while (left > 0) {
      const worker = await system.worker();
      await sleep(random() * 1_000);
      left--;
      await worker.kill();
    }
    await system.worker();
  };
  const lives = Promise.all([life(), life()]);
  lives.catch(() => {}); // told below
  const purchases = new Purchases(story);
  while (left > 0) {
    const file = purchases.file({ ...many, rows: 20_000 });
    await purchases.judge([[await purchases.send(file), file]], 300_000);
  }
  await lives;
}

async function manySeeds(story, workers, seeds) {
  const { system } = story;
  await system.stopWorkers();
  await Promise.all(Array.from({ length: workers }, () => system.worker()));
  for (let i = 0; i < seeds; i++) {
    await system.clear();
    const purchases = new Purchases(story, story.seed + i);
    const files = [purchases.file(), purchases.file({ rows: 200, moments: 20, bad: 0.15 }), purchases.file({ customers: 2 })];
    const imports = [];
    for (const file of files) imports.push([await purchases.send(file), file]);
    await purchases.judge(imports).catch((error) => {
      error.message = `with seed ${story.seed + i}: ${error.message}`;
      throw error;
    });
  }
}

const sizes = [
  [1, 1, 2],
  [7, 97, 4],
  [1_000_000, 1_048_576, 3],
];
const random = { store: 'PostgreSQL' };

export const cases = [
  ...workerPlaces.flatMap((place) =>
    ['kill', 'throw', 'lose'].map((action) => ({
      name: `purchases/${place}/${action}`,
      on: small,
      short: action === 'kill' && place.startsWith('chunk'),
      run: (story) => harmed(story, place, action),
    })),
  ),
  { name: 'purchases/random kills', on: random, short: true, run: (story, { isShort }) => killedAtRandom(story, isShort ? 5 : 50) },
  ...sizes.map(([chunk, segment, workers]) => ({
    name: `purchases/chunks of ${chunk}, segments of ${segment} bytes, ${workers} workers`,
    on: { env: { CHUNK_SIZE: String(chunk), SEGMENT_BYTES: String(segment) } },
    run: (story) => manySeeds(story, workers, 25),
  })),
];
