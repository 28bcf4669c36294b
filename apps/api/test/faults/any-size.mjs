// The last row wins, whatever the sizes of segments and chunks, and however many workers there are.
import { Story } from './story.mjs';

const settings = [
  [1, 1, 1],
  [7, 97, 2],
  [1_000, 4_096, 3],
  [1_000_000, 1_048_576, 4],
  [50, 1, 4],
  [1, 1_048_576, 3],
  [1_000_000, 97, 2],
  [7, 1, 1],
];

async function manySeeds(story, workers, seeds) {
  const { system } = story;
  await system.stopWorkers();
  await Promise.all(Array.from({ length: workers }, () => system.worker()));
  for (let i = 0; i < seeds; i++) {
    const one = new Story(system, story.seed + i);
    await system.clear();
    try {
      const files = [one.file({ rows: 60 }), one.file({ rows: 200, keys: 60, bad: 0.15, broken: 0.1 }), one.file({ rows: 100, keys: 80 })];
      const imports = [];
      for (const file of files) imports.push([await system.send(file), file]);
      await one.judge(imports);
    } catch (error) {
      error.message = `with seed ${one.seed}: ${error.message}`;
      throw error;
    }
  }
}

export const cases = settings.map(([chunk, segment, workers]) => ({
  name: `any size/chunks of ${chunk}, segments of ${segment} bytes, ${workers} workers`,
  on: { env: { CHUNK_SIZE: String(chunk), SEGMENT_BYTES: String(segment) } },
  run: (story) => manySeeds(story, workers, 25),
}));
