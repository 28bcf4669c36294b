// npm run bench:export: how long the files take that go out, and what they cost the api: exports of half a million products, and the
// result files of imports of as many rows. Each from a process just started. [--products 500000] [--runs 3] [--out <folder>]
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startTemporaryProject } from '../scripts/temporary-project.mjs';
import { generateCsv } from './generate-csv.mjs';
import { machineOf } from './machine.mjs';
import { peakOf, residentOf } from './memory.mjs';
import { checkByProject, importByProject, searchCaughtUp } from './ours.mjs';
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
const runs = Number(options.runs);

const { url, api, folder, postgres, project, stop } = await startTemporaryProject();
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();
try {
  const { file } = generateCsv(path.join(folder, 'products.csv'), { records: products, distinct: products });
  const repeated = path.join(folder, 'twice.csv'); // every row is followed by one that wins
  fs.writeFileSync(repeated, fs.readFileSync(file));
  fs.appendFileSync(repeated, fs.readFileSync(file).subarray(fs.readFileSync(file).indexOf('\n') + 1));

  const imports = {
    successful: (await importByProject(api, file)).last.id,
    unchanged: (await importByProject(api, file)).last.id,
    superseded: (await importByProject(api, repeated)).last.id,
    failed: (await importByProject(api, file, { mapping: '{"active":"description"}' })).last.id,
    unprocessed: (await checkByProject(api, file)).id,
  };
  await searchCaughtUp(db);
  await db.query('vacuum (analyze)');

  const lines = [];
  const exports = { 'csv, safe': '', 'csv, raw': 'mode=raw', ndjson: 'format=ndjson' };
  const ofExports = async (what) => {
    for (const [name, query] of Object.entries(exports)) lines.push(await measured(`${what}: ${name}`, `/products/export?${query}`));
  };
  await ofExports('export');
  for (const [which, id] of Object.entries(imports)) lines.push(await measured(`result file: ${which}`, `/imports/${id}/results/${which}`));
  await db.query(
    `update products set version = version + 1, attributes = (select jsonb_object_agg('key ' || k, 'value ' || id * k % 977) from generate_series(1, 20) k)`,
  );
  await db.query('vacuum (full, analyze) products');
  await db.query('checkpoint');
  await ofExports('export with 20 attributes each');

  await restart(2);
  const back = path.join(folder, 'back.csv');
  await download('/products/export', fs.createWriteStream(back));
  const { seconds, last } = await importByProject(api, back);
  if (last.unchanged !== products || last.rows !== products) throw new Error(`the import of the export: ${JSON.stringify(last)}`);

  const page = `# Files of ${products.toLocaleString('en')} products, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${await machineOf(db)} Each file ${runs} times, over HTTP, each time as the first that a new api process does; medians. The growth is the most memory
that the process has while it sends, beyond what it had before. Each result file holds all rows of its import.

${table(['file', 'seconds', 'first byte, s', 'MB', 'growth of the api, MB'], lines)}

The export with 20 attributes each was imported again in ${seconds.toFixed(1)} s: ${last.unchanged.toLocaleString('en')} unchanged.
`;
  fs.mkdirSync(options.out, { recursive: true });
  const target = path.join(options.out, `${new Date().toISOString().slice(0, 10)}-export.md`);
  fs.writeFileSync(target, page);
  console.log(`\n${page}\n${path.relative('.', target)} written`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}

/** A new api process, and as many workers; the api's pid. */
async function restart(workers) {
  await project.stop();
  project.workers = workers;
  await project.start();
  return project.processes().find(({ name }) => name === 'api').pid;
}

async function measured(name, route) {
  const all = [];
  for (let run = 0; run < runs; run++) {
    const pid = await restart(0);
    const before = residentOf(pid);
    all.push({ ...(await download(route)), growth: peakOf(pid) - before });
  }
  const of = (key) => median(all.map((one) => one[key]));
  const line = [
    name,
    of('seconds').toFixed(2),
    of('firstByte').toFixed(2),
    (of('bytes') / 1e6).toFixed(1),
    String(Math.round(of('growth'))),
  ];
  console.log(line.join(', '));
  return line;
}

async function download(route, to) {
  const started = performance.now();
  const answer = await new Promise((resolve, reject) => {
    http.get(`${url}/api${route}`, { headers: api.headers }, resolve).once('error', reject);
  });
  if (answer.statusCode !== 200) throw new Error(`GET ${route}: ${answer.statusCode}`);
  const firstByte = (performance.now() - started) / 1000;
  let bytes = 0;
  answer.on('data', (piece) => (bytes += piece.length));
  await (to ? pipeline(answer, to) : new Promise((resolve, reject) => answer.once('end', resolve).once('error', reject)));
  if (!answer.complete) throw new Error(`GET ${route}: cut off after ${bytes} bytes`);
  return { seconds: (performance.now() - started) / 1000, firstByte, bytes };
}
