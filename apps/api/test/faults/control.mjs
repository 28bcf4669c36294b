// Cancelling and pausing at every place: the answer waits for the chunk under way, and after it nothing is written.
import { small, workerPlaces } from './failpoints.mjs';
import { assert, physicalState } from './story.mjs';
import { inTime, until } from './system.mjs';

/** Sends a file and lets the worker stand still at a place. */
async function frozenAt(story, place) {
  const { system } = story;
  const worker = await system.onlyWorker();
  await story.calmImport({ rows: 1_500 });
  await worker.arm(`${place}:2=pause`);
  const imports = [];
  while (!worker.isHarmed && imports.length < 3) {
    const file = story.file();
    const id = await system.send(file);
    imports.push([id, file]);
    const isOver = async () =>
      worker.isHarmed || (await system.rows('select from imports where id = $1 and finished_at is not null', [id])).length;
    await until(`${place} is reached`, isOver);
  }
  assert.ok(worker.isHarmed, 'the place was never reached');
  const [id, file] = imports.pop();
  for (const [id, file] of imports) await story.compare(await system.ended(id), file);
  return { worker, id, file };
}

/** Asks for something; once the answer is there, or waits for the frozen worker, that one wakes up. */
async function askAndWake(system, worker, ask) {
  let isAnswered = false;
  const answer = ask().finally(() => (isAnswered = true));
  const waits = async () => (await system.rows(`select from pg_locks where not granted`)).length;
  await until('the request is answered or waits', async () => isAnswered || (await waits()));
  const waited = !isAnswered;
  worker.wake();
  return { ...(await inTime('the request is answered', answer)), waited };
}

async function cancelAt(story, place) {
  const { system } = story;
  const { worker, id, file } = await frozenAt(story, place);
  const { status, waited } = await askAndWake(system, worker, () => system.http('POST', `/imports/${id}/cancel`));
  const isWritten = (await system.rows('select status from imports where id = $1', [id]))[0].status === 'completed';
  assert.equal(status, isWritten ? 409 : 200, 'the answer to cancel');
  const after = await physicalState(system);
  if (['chunk.after_upsert', 'chunk.before_commit'].includes(place)) assert.ok(waited, 'cancel waits for the chunk under way');
  assert.equal((await system.http('POST', `/imports/${id}/cancel`)).status, 409, 'the answer to a second cancel');
  await worker.stop(); // whatever it still tries is over
  await story.judge([[id, file]]);
  assert.equal(await physicalState(system), after, 'nothing is written after the answer');
}

/** Twenty requests to cancel against an import that is about to end: one end, told once. */
async function cancelAgainstTheEnd(story) {
  const { system } = story;
  const { worker, id, file } = await frozenAt(story, 'chunk.last.before_finish');
  const answers = Promise.all(Array.from({ length: 20 }, () => system.http('POST', `/imports/${id}/cancel`)));
  worker.wake();
  const accepted = (await answers).filter(({ status }) => status === 200).length;
  const { status } = await system.ended(id);
  assert.equal(accepted, status === 'cancelled' ? 1 : 0, `answers to cancel, ${status}`);
  await story.judge([[id, file]]);
}

async function pauseAt(story, place) {
  const { system } = story;
  const { worker, id, file } = await frozenAt(story, place);
  const { status } = await askAndWake(system, worker, () => system.http('POST', `/imports/${id}/pause`));
  if (status === 200) {
    const paused = await physicalState(system);
    await worker.stop();
    assert.equal(await physicalState(system), paused, 'nothing is written while it is paused');
    await system.worker();
    assert.equal((await system.http('POST', `/imports/${id}/resume`)).status, 200, 'the answer to resume');
  } else assert.equal(status, 409, 'the answer to pause');
  await story.judge([[id, file]]);
}

export const cases = [
  ...workerPlaces.map((place) => ({ name: `cancel/${place}`, on: small, run: (story) => cancelAt(story, place) })),
  { name: 'cancel/against the end', on: small, run: cancelAgainstTheEnd },
  ...workerPlaces.map((place) => ({ name: `pause/${place}`, on: small, run: (story) => pauseAt(story, place) })),
];
