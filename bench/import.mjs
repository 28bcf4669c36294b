// npm run bench: the project against the baseline, alternating, in one run on one server. See --help and README.md.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { serverSettings } from '../scripts/services.mjs';
import { startTemporaryProject } from '../scripts/temporary-project.mjs';
import { createBaselineTable, importByBaseline } from './baseline.mjs';
import { generateCsv } from './generate-csv.mjs';
import { machineOf } from './machine.mjs';
import { peakOf, watchPostgres } from './memory.mjs';
import { checkByProject, emptyTables, importByProject, physicalState, searchCaughtUp, told, undoByProject, versions } from './ours.mjs';
import { reportOf } from './report.mjs';

const cases = ['first', 'identical', 'changed'];
const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '3' },
    case: { type: 'string', multiple: true, default: cases },
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
    help: { type: 'boolean' },
  },
});
if (options.help) {
  console.log('npm run bench -- [--rows 500000] [--runs 3] [--case first --case identical --case changed] [--out <folder>]');
  process.exit();
}
const rows = Number(options.rows);
const runs = Number(options.runs);

const { url, api, folder, postgres, project, stop } = await startTemporaryProject();
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();

const original = generateCsv(path.join(folder, 'products.csv'), { records: rows });
const changed = generateCsv(path.join(folder, 'products-changed.csv'), { records: rows, variant: 'changed' });
const fileOf = { first: original.file, identical: original.file, changed: changed.file };
const expected = { rows, superseded: rows - original.distinct, rejected: 0, created: 0, unchanged: 0, updated: 0 };
const expectedOf = {
  first: { ...expected, created: original.distinct },
  identical: { ...expected, unchanged: original.distinct },
  changed: { ...expected, updated: original.distinct },
};

const wal = async () => (await db.query(`select pg_current_wal_insert_lsn() - '0/0'::pg_lsn as bytes`)).rows[0].bytes;

/** The same start for both: nothing left to clean up or to write out. Outside the clock. */
async function settle(table) {
  await db.query(`vacuum (analyze) ${table}`);
  await db.query('checkpoint');
}

async function oursOnce(name) {
  if (name === 'first') await emptyTables(db);
  await settle('products');
  const before = { ...(await physicalState(db, 'products')), told: await told(db), versions: await versions(db), wal: await wal() };
  const result = await importByProject(api, fileOf[name]);
  const after = { wal: await wal(), ...(await physicalState(db, 'products')), told: await told(db), versions: await versions(db) };
  const wanted = { first: [original.distinct, 0], identical: [0, 0], changed: [original.distinct, original.distinct] }[name];
  verify(name, Object.fromEntries(Object.keys(expected).map((key) => [key, result.last[key]])), expectedOf[name]);
  verify(name, [after.told - before.told, after.versions - before.versions], wanted);
  if (name === 'identical') verify('identical: no row is written', after.written, before.written);
  return { ...result, wal: (after.wal - before.wal) / 1e6, search: await searchCaughtUp(db) }; // or it would slow down what comes next
}

async function baselineOnce(name) {
  if (name === 'first') await db.query('truncate base_products restart identity');
  await settle('base_products');
  await physicalState(db, 'base_products'); // as for the project: both find their table in memory
  const before = await wal();
  const seconds = await importByBaseline(postgres.url, fileOf[name]);
  const written = ((await wal()) - before) / 1e6;
  verify(`baseline ${name}`, (await physicalState(db, 'base_products')).count, original.distinct);
  return { seconds, wal: written };
}

function verify(what, found, wanted) {
  if (JSON.stringify(found) !== JSON.stringify(wanted))
    throw new Error(`${what}: ${JSON.stringify(found)} instead of ${JSON.stringify(wanted)}`);
}

try {
  await createBaselineTable(db);
  const stopWatching = watchPostgres(postgres.dir);
  const results = Object.fromEntries(options.case.map((name) => [name, { ours: [], baseline: [] }]));
  for (let run = 0; run < runs; run++) {
    for (const name of cases) {
      const counted = results[name]; // a case that was not asked for still prepares the tables of the next
      if (!counted && cases.indexOf(name) > Math.max(...options.case.map((wanted) => cases.indexOf(wanted)))) continue;
      const turns = [
        ['ours', oursOnce],
        ['baseline', baselineOnce],
      ];
      if ((run + cases.indexOf(name)) % 2) turns.reverse(); // neither is always the one with the warmer cache
      for (const [who, once] of turns) {
        const result = await once(name);
        counted?.[who].push(result);
      }
      if (counted)
        console.log(
          `run ${run + 1} ${name}: ours ${counted.ours.at(-1).seconds.toFixed(2)} s, baseline ${counted.baseline.at(-1).seconds.toFixed(2)} s`,
        );
    }
  }
  const [checks, undos] = [[], []];
  for (let run = 0; run < runs && results.changed; run++) {
    if (run) await oursOnce('changed').then(({ last }) => (results.changed.ours.at(-1).last = last));
    checks.push(await checkByProject(api, changed.file));
    verify('check', [checks.at(-1).check.unchanged, checks.at(-1).check.changes], [original.distinct, 0]);
    undos.push(await undoByProject(api, results.changed.ours.at(-1).last.id));
    verify('undo', undos.at(-1).revert.restored, original.distinct);
    console.log(`run ${run + 1}: check ${checks.at(-1).seconds.toFixed(2)} s, undo ${undos.at(-1).seconds.toFixed(2)} s`);
  }
  const [{ collation }] = (await db.query('select datcollate as collation from pg_database where datname = current_database()')).rows;
  const page = reportOf({
    rows,
    runs,
    bytes: original.bytes,
    results,
    checks,
    undos,
    peaks: project.processes().map(({ name, pid }) => ({ name, mb: peakOf(pid) })),
    postgresMb: stopWatching(),
    machine: await machineOf(db),
    collation,
    settings: serverSettings,
  });
  fs.mkdirSync(options.out, { recursive: true });
  const name = `${new Date().toISOString().slice(0, 10)}-import${rows === 500_000 ? '' : `-${rows}`}.md`;
  fs.writeFileSync(path.join(options.out, name), page);
  console.log(`\n${page}\n${path.relative('.', path.join(options.out, name))} written (api was ${url})`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}
