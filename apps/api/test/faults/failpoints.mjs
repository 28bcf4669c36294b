// Each named place of an import's way, harmed in each way, at its first, second and third time.
import { assert } from './story.mjs';
import { inTime, until } from './system.mjs';

/** Several segments and chunks in a file of 5,000 rows. */
export const small = { env: { SEGMENT_BYTES: '40000', CHUNK_SIZE: '500' } };

/** Places that a worker passes, in the order of an import's way. */
export const workerPlaces = [
  'segment.parsed',
  'stage.copy.mid',
  'stage.committed',
  'ring.after',
  'settle.before_commit',
  'settle.done',
  'turn.taken',
  'chunk.begin',
  'chunk.after_upsert',
  'chunk.before_commit',
  'chunk.after_commit',
  'chunk.last.before_finish',
  'finish.after_commit',
  'job.before_ack',
];
/** Places that the api passes when a file comes in, and whether the import is a fact by then. */
const uploadPlaces = {
  'upload.stored.before_row': false,
  'audit.written': false,
  'import.committed.before_ring': true,
  'ring.after': true,
};

const actions = ['kill', 'throw', 'lose', 'pause'];
const times = [1, 2, 3];
const each = (places, run) =>
  places.flatMap((place) =>
    actions.flatMap((action) =>
      times.map((nth) => ({
        name: `${run.of}/${place}/${action}/${nth}`,
        on: small,
        short: action === 'kill' && nth === 1,
        run: (story) => run(story, { place, action, nth }),
      })),
    ),
  );

/** Sends files until the place is reached for the n-th time: some are passed once per import, when what `isOver` says of it is over. */
export async function sendUntilHarmed(story, child, nth, isOver = hasEnded) {
  const imports = [];
  while (!child.isHarmed && imports.length <= nth) {
    const file = story.file();
    const id = await story.system.send(file);
    imports.push([id, file]);
    await Promise.race([
      child.harmed,
      until(
        () => `import ${id} ends or is harmed`,
        () => child.isHarmed || isOver(story.system, id),
      ),
    ]);
  }
  assert.ok(child.isHarmed, 'the place was never reached');
  return imports;
}

export const hasEnded = async (system, id) =>
  (await system.rows('select from imports where id = $1 and finished_at is not null', [id])).length;

/** The worker is harmed; if it cannot go on, another one comes. A frozen one wakes up after the end, amid the work, or by itself. */
async function inWorker(story, { place, action, nth }) {
  const { system } = story;
  const worker = await system.onlyWorker();
  await story.calmImport({ rows: 1_500 });
  const wakesByItself = action === 'pause' && nth === 3;
  await worker.arm(`${place}:${nth}=${wakesByItself ? 'pause:1500' : action}`);
  const imports = await sendUntilHarmed(story, worker, nth);
  if (action === 'kill') await inTime('the worker dies', worker.ended);
  if (action === 'kill' || (action === 'pause' && !wakesByItself)) await system.worker();
  if (action === 'pause' && nth === 2) worker.wake();
  await Promise.all(imports.map(([id]) => system.ended(id)));
  if (action === 'pause') await worker.stop(); // awake, and whatever it still tries is over
  await story.judge(imports);
  if (action === 'kill') await story.judgeTwice(imports.at(-1)[1]);
}
inWorker.of = 'worker';

/** The api is harmed as a file comes in: either there is an import, which ends, or there is nothing, and the client sends it again. */
async function inApi(story, { place, action, nth }) {
  const { system } = story;
  await system.onlyWorker();
  await system.api.arm(`${place}:${nth}=${action}`);
  for (let n = 1; n < nth; n++) await story.calmImport({ rows: 300 });
  const before = await system.lastImport();
  const files = system.storedFiles();

  const file = story.file({ rows: 300 });
  const answer = system.upload(file).catch(() => ({ status: 0 }));
  await inTime(`${place} is reached`, system.api.harmed);
  if (action === 'kill') await system.api.ended.then(() => system.startApi());
  if (action === 'pause') {
    if (uploadPlaces[place])
      await until('the import ends while the api stands still', async () => hasEnded(system, await system.lastImport()));
    system.api.wake();
  }
  const { status, body } = await answer;
  const id = await system.lastImport();
  const isKnown = id !== before;
  if (status === 202) assert.equal(id, body.id, 'the import that was answered');
  else assert.equal(isKnown, uploadPlaces[place], 'whether there is an import');
  if (isKnown) {
    await story.judgeFile(id, file);
    await story.judge([[id, file]]);
    return;
  }
  await system.sweepFiles(system.storedFiles().filter((name) => !files.includes(name)));
  await story.judge([[await system.send(file), file]]);
}
inApi.of = 'api';

export const cases = [...each(workerPlaces, inWorker), ...each(Object.keys(uploadPlaces), inApi)];
