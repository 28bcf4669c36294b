// npm run test:faults [-- --short | --planted] [--only <start of a name>] [--seed <n>] [--list]
import { parseArgs } from 'node:util';
import path from 'node:path';
import { cases as failpoints } from './failpoints.mjs';
import { Story } from './story.mjs';
import { root, startStores, System } from './system.mjs';

const { values: asked } = parseArgs({
  options: {
    short: { type: 'boolean' },
    planted: { type: 'boolean' },
    list: { type: 'boolean' },
    only: { type: 'string', multiple: true },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(asked.seed);
const all = [...failpoints];
const chosen = all.filter(({ name, short }) => (asked.only ? asked.only.some((start) => name.startsWith(start)) : !asked.short || short));

if (asked.list) {
  for (const { name } of chosen) console.log(name);
  process.exit();
}

const stores = await startStores(path.join(root, 'dist'));
let system;
let failures = 0;
for (const [i, { name, on, run }] of chosen.entries()) {
  const from = performance.now();
  try {
    if (system?.on !== on) {
      await system?.stop();
      system = await System.start(stores, { dist: path.join(root, 'dist'), ...on });
      system.on = on;
    }
    await system.clear();
    await run(new Story(system, seed));
    console.log(`${i + 1}/${chosen.length} ${name} ${((performance.now() - from) / 1000).toFixed(1)}s ok`);
  } catch (error) {
    failures++;
    console.log(`${i + 1}/${chosen.length} ${name} FAILED\n${error.stack}`);
    await system?.stop().catch(() => {});
    system = undefined;
  }
}
await system?.stop();
await stores.stop();
process.exitCode = failures ? 1 : 0;
