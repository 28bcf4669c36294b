// The queue loses everything, or rings far too often: the record is elsewhere.
import { createPostgresBackend, createRedisBackend, Queue, setDefaultBackendFactory } from 'bullmq';
import { small } from './failpoints.mjs';
import { inTime } from './system.mjs';

const stores = { PostgreSQL: { store: 'PostgreSQL', ...small }, Redis: { store: 'Redis', ...small } };
const places = ['segment.parsed:2', 'settle.done:1', 'turn.taken:1', 'chunk.begin:2', 'chunk.last.before_finish:1'];

/** All jobs go while the worker stands still; it finds its queue empty as it wakes. */
async function wiped(story, place) {
  const { system } = story;
  const worker = await system.onlyWorker();
  await story.calmImport({ rows: 1_500 });
  await worker.arm(`${place}=pause`);
  const file = story.file();
  const id = await system.send(file);
  await inTime(`${place} is reached`, worker.harmed);
  await system.wipeBell();
  worker.wake();
  await story.judge([[id, file]]);
}

/** A hundred rings for everything that an import consists of, before those that it needs; for one that has ended and one that never was too. */
async function storm(story, place) {
  const { system } = story;
  const worker = await system.onlyWorker();
  const before = story.file({ rows: 1_500 });
  const ended = await system.send(before);
  await story.judge([[ended, before]]);
  await worker.arm(`${place}=pause`);
  const file = story.file();
  const id = await system.send(file);
  await inTime(`${place} is reached`, worker.harmed);
  const rings = [ended, id, id + 1_000].flatMap((importId) => [
    { step: 'look', importId },
    ...['segment', 'chunk'].flatMap((step) => Array.from({ length: 4 }, (_, no) => ({ step, importId, no }))),
  ]);
  const queue = queueOf(system);
  for (let i = 0; i < 100; i++)
    await queue.addBulk(rings.map((data) => ({ name: data.step, data, opts: { lifo: true, removeOnComplete: true, removeOnFail: true } })));
  await queue.close();
  worker.wake();
  await system.worker();
  await story.judge([[id, file]]);
}

function queueOf({ store, database, redis }) {
  setDefaultBackendFactory(store === 'Redis' ? createRedisBackend : createPostgresBackend);
  const connection = store === 'Redis' ? { url: redis, maxRetriesPerRequest: null } : { connectionString: database, max: 2 };
  return new Queue('imports', { connection });
}

export const cases = Object.entries(stores).flatMap(([store, on]) => [
  ...places.map((place) => ({
    name: `bell/${store}/wiped at ${place}`,
    on,
    short: place === 'chunk.begin:2',
    run: (story) => wiped(story, place),
  })),
  ...['stage.committed:1', 'chunk.after_commit:1'].map((place) => ({
    name: `bell/${store}/storm at ${place}`,
    on,
    run: (story) => storm(story, place),
  })),
]);
