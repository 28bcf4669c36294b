// Workers that die by kill -9 at moments that nobody chose, over imports of 100,000 rows.
import { setTimeout as sleep } from 'node:timers/promises';

/** Two workers at a time, each killed within 2 s of its start, followed by another one, until so many have died during an import. */
async function killAtRandom(story, kills) {
  const { system, random } = story;
  await system.stopWorkers();
  let left = kills;
  let isRunning = false;
  const life = async () => {
    while (left > 0) {
      const worker = await system.worker();
      await sleep(random() * 2_000);
      if (isRunning) left--;
      await worker.kill();
    }
    await system.worker();
  };
  const lives = Promise.all([life(), life()]);
  lives.catch(() => {}); // told below
  while (left > 0) {
    const file = story.file({ rows: 100_000 });
    const id = await system.send(file);
    isRunning = true;
    const importJob = await Promise.race([system.ended(id, 300_000), lives.then(() => system.ended(id))]);
    isRunning = false;
    await story.compare(importJob, file);
  }
  await lives;
  await story.judgeCatalogue();
}

const on = { PostgreSQL: { store: 'PostgreSQL' }, Redis: { store: 'Redis' } };
export const cases = Object.entries(on).map(([store, settings]) => ({
  name: `random kills/${store}`,
  on: settings,
  short: true,
  run: (story, { isShort }) => killAtRandom(story, isShort ? 10 : 100),
}));
