// npm run bench:purchases: a file of purchases through the project and through plain SQL, alternating, in one run on one server.
// [--rows 500000] [--runs 3] [--out <folder>]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { serverSettings } from '../scripts/services.mjs';
import { startTemporaryProject } from '../scripts/temporary-project.mjs';
import { baselineTables, createBaselineTables, importPurchasesByBaseline } from './baseline-purchases.mjs';
import { generatePurchases } from './generate-purchases.mjs';
import { machineOf } from './machine.mjs';
import { peakOf, watchPostgres } from './memory.mjs';
import { emptyTables, importByProject, physicalState, searchCaughtUp } from './ours.mjs';
import { median } from './report.mjs';
import { table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '3' },
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
  },
});
const rows = Number(options.rows);
const runs = Number(options.runs);

const { api, folder, postgres, project, stop } = await startTemporaryProject();
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();
const { file, bytes, canceled } = generatePurchases(path.join(folder, 'purchases.tsv'), { records: rows });
const ourTables = ['purchases', 'customers', 'customer_addresses', 'irregularities', 'products'];

async function settle(tables) {
  for (const name of tables) {
    await db.query(`vacuum (analyze) ${name}`);
    await physicalState(db, name); // in memory, as after any use of it
  }
  await db.query('checkpoint');
}

async function oursOnce(name) {
  if (name === 'first') await emptyTables(db);
  await settle(ourTables);
  const result = await importByProject(api, file, { kind: 'purchases' });
  const { created, unchanged, rejected } = result.last;
  verify(name, [created, unchanged, rejected], name === 'first' ? [rows, 0, 0] : [0, rows, 0]);
  const [found] = (
    await db.query(`select count(canceled_by_id)::int as closed, (select count(*)::int from irregularities) as irregular from purchases`)
  ).rows;
  verify(`${name}: closed purchases, irregularities`, [found.closed, found.irregular], [canceled, 0]);
  await searchCaughtUp(db); // or it would slow down what comes next
  return result;
}

async function baselineOnce(name) {
  if (name === 'first') await db.query(`truncate ${baselineTables.join(', ')} restart identity`);
  await settle(baselineTables);
  const seconds = await importPurchasesByBaseline(postgres.url, file);
  const [found] = (await db.query('select count(*)::int as n, count(canceled_at)::int as closed from base_purchases')).rows;
  verify(`baseline ${name}`, [found.n, found.closed], [rows - canceled, canceled]);
  return { seconds };
}

function verify(what, found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

const titles = { first: 'first import', identical: 'the same file again' };
const each = (results) => results.map(({ seconds }) => seconds.toFixed(2)).join(' ');

try {
  await createBaselineTables(db);
  const stopWatching = watchPostgres(postgres.dir);
  const results = { first: { ours: [], baseline: [] }, identical: { ours: [], baseline: [] } };
  for (let run = 0; run < runs; run++)
    for (const name of Object.keys(results)) {
      const turns = [
        ['ours', oursOnce],
        ['baseline', baselineOnce],
      ];
      if (run % 2) turns.reverse(); // neither is always the one with the warmer cache
      for (const [who, once] of turns) results[name][who].push(await once(name));
      const { ours, baseline } = results[name];
      console.log(`run ${run + 1} ${name}: ours ${ours.at(-1).seconds.toFixed(2)} s, baseline ${baseline.at(-1).seconds.toFixed(2)} s`);
    }
  const lines = Object.entries(results).map(([name, { ours, baseline }]) => {
    const [a, b] = [median(ours.map(({ seconds }) => seconds)), median(baseline.map(({ seconds }) => seconds))];
    return [
      titles[name],
      a.toFixed(2),
      b.toFixed(2),
      (a / b).toFixed(2),
      Math.round(rows / a).toLocaleString('en'),
      each(ours),
      each(baseline),
    ];
  });
  const phases = Object.entries(results).map(([name, { ours }]) => {
    const names = [...new Set(ours.flatMap((run) => Object.keys(run.phases)))].filter((phase) => phase !== 'uploading');
    return `${titles[name]}: ${names.map((phase) => `${phase} ${median(ours.map((run) => run.phases[phase] ?? 0)).toFixed(1)}`).join(', ')}`;
  });
  const page = `# Purchases: ${rows.toLocaleString('en')} rows (${(bytes / 1e6).toFixed(1)} MB), ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${await machineOf(db)} ${runs} runs, project and baseline alternating on one server; medians, seconds.
${(rows / 5).toLocaleString('en')} customers, ${(rows / 100).toLocaleString('en')} products, ${canceled.toLocaleString('en')} cancellations; one customer in fifty moves house.
Project: from the first byte of the HTTP upload to the last progress event; api and 2 workers, queue in PostgreSQL.
Baseline: COPY into a temporary table, then customers, addresses, products, purchases and cancellations, a statement each; a primary key for
each table, foreign keys between them, purchases unique by customer, product and time and with the indexes that the project has for its lists (by time, by product). It checks no row, looks for nothing odd and tells nobody.

${table(['case', 'project', 'baseline', 'ratio', 'rows/s', 'project, each run', 'baseline, each run'], lines)}

Phases of the project: ${phases.join('; ')}.
Peak memory: ${project
    .processes()
    .map(({ name, pid }) => `${name} ${peakOf(pid)} MB`)
    .join(', ')}; PostgreSQL ${stopWatching()} MB in all its processes, plus ${serverSettings.shared_buffers} shared buffers.
`;
  fs.mkdirSync(options.out, { recursive: true });
  const name = `${new Date().toISOString().slice(0, 10)}-purchases${rows === 500_000 ? '' : `-${rows}`}.md`;
  fs.writeFileSync(path.join(options.out, name), page);
  console.log(`\n${page}\n${path.relative('.', path.join(options.out, name))} written`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}
