// npm run bench:bulk: bulk jobs over half a million products, each from the request to its last progress event, and the first page of
// the product list meanwhile. [--products 500000] [--runs 3] [--out <folder>]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startTemporaryProject } from '../scripts/temporary-project.mjs';
import { generateCsv } from './generate-csv.mjs';
import { machineOf } from './machine.mjs';
import { emptyTables, importByProject, physicalState, searchCaughtUp, told, versions } from './ours.mjs';
import { median } from './report.mjs';
import { table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    products: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '3' },
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
  },
});
const products = Number(options.products);
const few = Math.min(10_000, products / 50);
const requests = 50;

const { api, folder, postgres, stop } = await startTemporaryProject();
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();

const { file } = generateCsv(path.join(folder, 'products.csv'), { records: products, distinct: products });
const color = { key: 'color', value: 'red' };
/** In this order: each finds the catalogue as the one before has left it. `writes`: how many products it must write. */
const cases = [
  { name: 'deactivate all', action: 'deactivate', filter: {}, writes: products },
  { name: 'deactivate all again (nothing to write)', action: 'deactivate', filter: {}, writes: 0 },
  { name: 'activate all', action: 'activate', filter: {}, writes: products },
  { name: 'set an attribute of all', action: 'set_attribute', attribute: color, filter: {}, writes: products },
  {
    name: `delete ${few.toLocaleString('en')} that match`,
    action: 'delete',
    filter: { active: false },
    prepare: deactivateFew,
    writes: few,
  },
  { name: 'undo of it', undo: true, writes: few },
  { name: 'delete all', action: 'delete', filter: {}, writes: products },
  { name: 'undo of it', undo: true, writes: products },
  { name: 'delete all, the list being read', action: 'delete', filter: {}, writes: products, read: true },
];

try {
  const results = cases.map(() => []);
  for (let run = 0; run < Number(options.runs); run++) {
    await emptyTables(db);
    await importByProject(api, file);
    let last;
    for (const [i, one] of cases.entries()) {
      await one.prepare?.();
      await searchCaughtUp(db);
      await db.query('vacuum (analyze) products');
      await db.query('checkpoint');
      await physicalState(db, 'products'); // in memory, as after any use of it
      const result = await bulkByProject(one, last);
      results[i].push(result);
      last = result.job.id;
      console.log(`run ${run + 1}, ${one.name}: ${result.seconds.toFixed(2)} s, answered after ${result.answer.toFixed(2)} s`);
    }
  }
  const lines = cases.map(({ name, writes }, i) => {
    const runs = results[i];
    const seconds = median(runs.map((run) => run.seconds));
    return [
      name,
      seconds.toFixed(2),
      median(runs.map((run) => run.answer)).toFixed(2),
      writes ? Math.round(writes / seconds).toLocaleString('en') : '–',
      runs.map((run) => run.seconds.toFixed(2)).join(' '),
    ];
  });
  const pages = results.at(-1).flatMap(({ pages }) => pages);
  const page = `# Bulk jobs over ${products.toLocaleString('en')} products, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${await machineOf(db)} ${options.runs} runs; medians, seconds from the request to the last progress event; api and 2 workers, queue in PostgreSQL.
Of every job counts, events and kept versions were checked. Before each, outside the clock: search index caught up, vacuum, checkpoint.

${table(['bulk job', 'seconds', 'until 202', 'products/s', 'each run'], lines)}

\`GET /api/products\` with 25 rows and its total while everything is being deleted, ${requests} requests one after another from the start: p50 ${percentile(pages, 0.5)} ms, p95 ${percentile(pages, 0.95)} ms.
`;
  fs.mkdirSync(options.out, { recursive: true });
  const target = path.join(options.out, `${new Date().toISOString().slice(0, 10)}-bulk${products === 500_000 ? '' : `-${products}`}.md`);
  fs.writeFileSync(target, page);
  console.log(`\n${page}\n${path.relative('.', target)} written`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}

/** A few that lie all over the catalogue, outside of its history. */
async function deactivateFew() {
  await db.query(`begin; set local session_replication_role = replica;
    update products set active = false where id in (select id from products order by hashint8(id) limit ${few}); commit`);
}

async function bulkByProject({ name, undo, writes, read, action, attribute, filter }, last) {
  const before = { told: await told(db), versions: await versions(db) };
  const expect = undo ? undefined : (await api.get(`/products/count?filter=${encodeURIComponent(JSON.stringify(filter))}`)).body.count;
  const started = performance.now();
  const { status, body } = await (undo
    ? api.post(`/bulk-jobs/${last}/undo`)
    : api.post('/products/bulk', { action, attribute, filter, expect }));
  const answer = (performance.now() - started) / 1000;
  if (status !== 202) throw new Error(`${name}: ${status} ${JSON.stringify(body)}`);
  const reading = read ? readPages() : undefined;
  const { last: job } = await api.follow(body.id, 'bulk-jobs');
  const seconds = (performance.now() - started) / 1000;
  const pages = await reading;
  if (job.status !== (undo ? 'reverted' : 'completed')) throw new Error(`${name}: ${JSON.stringify(job)}`);
  const after = { told: await told(db), versions: await versions(db) };
  verify(`${name}: events`, after.told - before.told, writes);
  verify(`${name}: versions`, after.versions - before.versions, undo ? 0 : writes);
  verify(`${name}: products`, undo ? job.undo.restored : job.updated + job.deleted, writes);
  return { seconds, answer, job, pages };
}

async function readPages() {
  const times = [];
  for (let n = 0; n < requests; n++) {
    const started = performance.now();
    const { status, body } = await api.get('/products?page=1&perPage=25');
    if (status !== 200) throw new Error(`GET /api/products: ${status} ${JSON.stringify(body)}`);
    times.push(performance.now() - started);
  }
  return times;
}

function percentile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1].toFixed(0);
}

function verify(what, found, wanted) {
  if (found !== wanted) throw new Error(`${what}: ${found} instead of ${wanted}`);
}
