// npm run test:faults -- [--short | --planted] [--only <start of a name>]… [--seed <n>] [--list] [--outputFile <json>]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { cases as anySize } from './any-size.mjs';
import { cases as bell } from './bell.mjs';
import { cases as checkAndUndo } from './check-and-undo.mjs';
import { cases as control } from './control.mjs';
import { cases as failpoints } from './failpoints.mjs';
import { cases as lostReplies } from './lost-replies.mjs';
import { plant, plantedBugs } from './planted-bugs.mjs';
import { cases as purchases } from './purchases.mjs';
import { cases as randomKills } from './random-kills.mjs';
import { cases as sending } from './sending.mjs';
import { cases as sideBySide } from './side-by-side.mjs';
import { Story } from './story.mjs';
import { startStores, System } from './system.mjs';
import { cases as webhooks } from './webhooks.mjs';
import { cases as zombies } from './zombies.mjs';

const { values: asked } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    planted: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true },
    outputFile: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const seed = Number(asked.seed);
const all = [
  ...failpoints,
  ...sending,
  ...bell,
  ...lostReplies,
  ...checkAndUndo,
  ...sideBySide,
  ...randomKills,
  ...zombies,
  ...webhooks,
  ...control,
  ...anySize,
  ...purchases,
];
const names = new Set(all.map(({ name }) => name));
const isAsked = ({ name = '', bug = '' }) =>
  !asked.only || asked.only.some((only) => (names.has(only) ? name === only : (name || bug).startsWith(only)));
const secondsSince = (from) => `${((performance.now() - from) / 1000).toFixed(1)} s`;
const indented = (text) => text.trim().replaceAll(/^/gm, '        ');

/** Runs cases one after the other, each in the system of the one before when it wants the same, and tells of each. Those that failed. */
async function runAll(stores, cases, { dist, tell }) {
  const failed = [];
  let system;
  for (const [i, { name, on, run, seed: offset = 0 }] of cases.entries()) {
    const from = performance.now();
    const told = { name, place: `${String(i + 1).padStart(String(cases.length).length)}/${cases.length}` };
    try {
      if (on.store === 'Redis' && !stores.redis) throw new Error('there is no redis-server on the PATH: this case did not run');
      if (system?.on !== on) {
        await system?.stop();
        system = await System.start(stores, { dist, ...on });
        system.on = on;
      }
      await system.clear();
      await run(new Story(system, seed + offset), { isShort: asked.short });
      tell({ ...told, seconds: secondsSince(from) });
    } catch (error) {
      failed.push(name);
      tell({ ...told, seconds: secondsSince(from), error, said: system?.said() ?? '' });
      await system?.stop().catch(() => {}); // what is left of it must not disturb the next one
      system = undefined;
    }
  }
  await system?.stop();
  return failed;
}

function tellAll({ name, place, seconds, error, said }) {
  console.log(`${place} ${error ? 'FAILED' : 'ok    '}  ${name}  ${seconds}`);
  if (!error) return;
  console.log(`${indented(error.stack)}\n${indented(said)}`);
  console.log(indented(`once more: npm run test:faults -- ${asked.short ? '--short ' : ''}--seed ${seed} --only '${name}'`));
}

/** Per kind of fault, how many cases there were and how they went. */
function table(cases, failed) {
  const kinds = new Map();
  for (const { name } of cases) {
    const kind = name
      .split('/')
      .slice(0, /^(worker|api)\//.test(name) ? 2 : 1)
      .join(' ');
    const counts = kinds.get(kind) ?? kinds.set(kind, { all: 0, bad: 0 }).get(kind);
    counts.all++;
    if (failed.includes(name)) counts.bad++;
  }
  console.log('');
  for (const [kind, { all, bad }] of kinds)
    console.log(`${kind.padEnd(34)} ${String(all).padStart(3)} cases  ${bad ? `${bad} FAILED` : 'ok'}`);
}

/** Each case that shall catch a bug passes without it and fails with it. */
async function runPlanted(stores) {
  const bugs = plantedBugs.filter(isAsked);
  const dists = bugs.map((bug, i) => plant(bug, path.join(stores.base, `planted-${i}`)));
  const catchers = bugs.map(({ caughtBy }) => all.find(({ name }) => name === caughtBy));
  console.log('as it is');
  const failed = await runAll(stores, [...new Set(catchers)], { tell: tellAll });
  const missed = [];
  for (const [i, { bug }] of bugs.entries()) {
    const tell = ({ name, seconds, error }) =>
      console.log(`${error ? 'caught' : 'MISSED'}  ${bug}, by ${name}  ${seconds}\n${indented(error?.message.split('\n', 1)[0] ?? '')}`);
    if (!(await runAll(stores, [catchers[i]], { dist: dists[i], tell })).length) missed.push(bug);
  }
  console.log(`\n${bugs.length - missed.length} of ${bugs.length} planted bugs caught, seed ${seed}`);
  return failed.length + missed.length;
}

if (asked.list) {
  for (const { name } of all.filter(isAsked)) console.log(name);
  process.exit();
}
const from = performance.now();
console.log(`seed ${seed}`);
const stores = await startStores();
for (const end of ['SIGINT', 'SIGTERM', 'uncaughtException'])
  process.once(end, async (what) => {
    if (what instanceof Error) console.error(what);
    await stores.stop();
    process.exit(130);
  });
try {
  if (asked.planted) process.exitCode = (await runPlanted(stores)) ? 1 : 0;
  else {
    const chosen = all.filter(asked.only ? isAsked : ({ short }) => !asked.short || short);
    const failed = await runAll(stores, chosen, { tell: tellAll });
    table(chosen, failed);
    console.log(`\n${chosen.length - failed.length} passed, ${failed.length} failed, seed ${seed}, ${secondsSince(from)}`);
    if (asked.outputFile)
      fs.writeFileSync(asked.outputFile, JSON.stringify({ passed: chosen.length - failed.length, failed: failed.length }));
    process.exitCode = failed.length || !chosen.length ? 1 : 0;
  }
} finally {
  await stores.stop();
}
