// Workers that stood still and go on, and jobs whose worker died twice.
import { small } from './failpoints.mjs';
import { assert } from './story.mjs';
import { inTime, until } from './system.mjs';

const patient = { env: { ...small.env, SWEEP_AFTER_MS: '600000' } };

/** After a takeover nothing that began before it may write: the chunk of the one that stood still waits for the sweeper. */
async function fenced(story) {
  const { system } = story;
  await system.stopWorkers();
  const zombie = await system.worker();
  await zombie.arm('chunk.begin:1=pause');
  const file = story.file();
  const id = await system.send(file);
  await inTime('chunk.begin is reached', zombie.harmed);
  await system.rows('update imports set epoch = epoch + 1 where id = $1', [id]);
  zombie.wake();
  const open = () => system.rows('select no from chunks where actor = $1 and applied_at is null', [`import:${id}`]);
  await until('all rings are answered', async () => !(await system.jobsLeft()));
  assert.notEqual((await open()).length, 0, 'a chunk was written with the epoch of before the takeover');
  await system.worker({ SWEEP_AFTER_MS: '1000' });
  await story.judge([[id, file]]);
}

/** One worker stands still amid its COPY, another one stages every segment and stands still too: the first one comes too late. */
async function stagedTwice(story) {
  const { system } = story;
  const zombie = await system.onlyWorker();
  const file = story.file({ bad: 0 }); // a row error that comes twice would be refused for that
  const before = await system.send(file);
  await story.judge([[before, file]]);
  const [{ n }] = await system.rows('select count(*) as n from segments where import_id = $1', [before]);
  await zombie.arm('stage.copy.mid:1=pause');
  const id = await system.send(file);
  await inTime('stage.copy.mid is reached', zombie.harmed);
  const heir = await system.worker({ FAILPOINT: `stage.committed:${n}=pause` });
  await inTime('every segment is staged', heir.harmed);
  zombie.wake();
  await system.ended(id);
  await heir.stop();
  await story.judge([[id, file]]);
}

/** The queue alone brings a job on although two workers died of it: the sweeper is asleep. */
async function crashedTwice(story) {
  const { system } = story;
  await system.stopWorkers();
  const workers = await Promise.all([1, 2, 3].map(() => system.worker()));
  for (const worker of workers) await worker.arm('segment.parsed:1=kill');
  const file = story.file({ rows: 50 });
  const id = await system.send(file);
  await until('two workers die', () => workers.filter((worker) => worker.isGone).length === 2, 150_000);
  await workers.find((worker) => !worker.isGone).arm('none');
  await story.judge([[await system.ended(id, 150_000).then(() => id), file]]);
}

export const cases = [
  { name: 'zombie/is fenced', on: patient, run: fenced },
  { name: 'zombie/a segment staged twice', on: small, run: stagedTwice },
  { name: 'zombie/a job crashed twice', on: patient, run: crashedTwice },
];
