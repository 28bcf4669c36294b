// npm run bench:read: how long GET /api/products takes over half a million products: every filter's first page, while nothing else
// happens and while an import changes every product; and pages by cursor, as programs walk the catalogue.
// [--products 500000] [--requests 60] [--imports 3] [--out <folder>]
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startTemporaryProject } from '../scripts/temporary-project.mjs';
import { generateCsv } from './generate-csv.mjs';
import { machineOf } from './machine.mjs';
import { importByProject, searchCaughtUp } from './ours.mjs';
import { table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    products: { type: 'string', default: '500000' },
    requests: { type: 'string', default: '60' },
    imports: { type: 'string', default: '3' },
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
  },
});
const products = Number(options.products);
const requests = Number(options.requests);

const { api, folder, postgres, stop } = await startTemporaryProject();
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();
try {
  const fileOf = (variant) =>
    generateCsv(path.join(folder, `${variant ?? 'original'}.csv`), { records: products, distinct: products, variant }).file;
  const files = [fileOf('changed'), fileOf()];
  const alone = await importByProject(api, files[1]);
  const caughtUp = await searchCaughtUp(db);
  await db.query('update products set active = false, version = version + 1 where id % 1000 = 7');
  await db.query('vacuum (analyze) products, search_slices');
  await db.query('checkpoint');
  const rare = (await db.query(`select sku, name, description from products where id = $1`, [Math.round(products / 2)])).rows[0];
  const today = new Date().toISOString().slice(0, 10);

  const cases = {
    'no filter': {},
    'by SKU': { sort: 'sku' },
    'sku contains, common': { sku: 'coach' },
    'sku contains, one': { sku: rare.sku },
    'sku contains, none': { sku: 'zzyzx' },
    'name contains, common': { name: 'James' },
    'name contains, rare': { name: rare.name },
    'name contains, none': { name: 'Zzyzx' },
    'description contains, common': { description: 'important' },
    'description contains, two words': { description: 'hot possible' },
    'description contains, rare': { description: rare.description.slice(10, 50).split('\n').at(-1) },
    'description contains, none': { description: 'xylophone' },
    'q, common': { q: 'music' },
    'q, three letters': { q: 'xyz' },
    'q, none': { q: 'xylophone' },
    active: { active: 'true' },
    inactive: { active: 'false' },
    'created today': { createdAt_gte: today },
    'updated before this year': { updatedAt_lte: '2025-12-31' },
    'touched by the import': { importId: '1' },
    'attribute contains, none': { 'attributes.colour': 'blue' },
  };
  const idle = {};
  for (const [name, query] of Object.entries(cases)) {
    const times = [];
    for (let n = -3; n < requests; n++) {
      const { ms, range } = await timed({ perPage: '25', ...query });
      if (n >= 0) times.push(ms); // the first three warm up
      idle[name] = { times, range };
    }
    console.log(`idle, ${name}: ${both(times).join(', ')}`);
  }

  const busy = Object.fromEntries(Object.keys(cases).map((name) => [name, []]));
  const beside = [];
  for (let n = 0; n < Number(options.imports); n++) {
    let isOver = false;
    const importing = importByProject(api, files[n % 2]).finally(() => (isOver = true));
    const names = Object.keys(cases);
    for (let i = 0; !isOver; i++) {
      const name = names[(i + 5 * n) % names.length];
      const { ms } = await timed({ perPage: '25', ...cases[name] });
      if (!isOver) busy[name].push(ms);
    }
    beside.push((await importing).seconds);
    console.log(`import ${n + 1} with readers: ${beside.at(-1).toFixed(2)} s, index ${(await searchCaughtUp(db)).toFixed(1)} s later`);
  }

  const byCursor = {};
  for (const sort of ['id', 'sku', '-updatedAt']) {
    let next = `/products?${new URLSearchParams({ sort, perPage: '25' })}`;
    byCursor[sort] = { 'page 1': await pagesFrom(next) };
    next = next.replace('perPage=25', 'perPage=1000');
    for (let page = 1; page < products / 1_000; page++) next = nextOf((await api.get(next)).headers);
    byCursor[sort][`page ${(products / 25 - 40).toLocaleString('en')}`] = await pagesFrom(next.replace('perPage=1000', 'perPage=25'));
  }

  const allIdle = Object.values(idle).flatMap(({ times }) => times);
  const allBusy = Object.values(busy).flat();
  const page = `# Reading a list of ${products.toLocaleString('en')} products, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${await machineOf(db)} Milliseconds of \`GET /api/products\` with 25 rows and their total over HTTP, one request at a time: ${requests} of each filter on an idle machine,
then in turn while an import of the same size changes every product (${options.imports} imports; api, 2 workers, PostgreSQL and this client share the processors).

${table(
  ['filter', 'p50', 'p95', 'during an import: p50', 'p95', 'requests', 'Content-Range'],
  [
    ...Object.entries(cases).map(([name]) => [name, ...both(idle[name].times), ...both(busy[name]), busy[name].length, idle[name].range]),
    ['all', ...both(allIdle), ...both(allBusy), allBusy.length, ''],
  ],
)}

${table(
  ['pages by cursor, p50 / p95', ...Object.keys(byCursor.id)],
  Object.entries(byCursor).map(([sort, pages]) => [sort, ...Object.values(pages).map((times) => both(times).join(' / '))]),
)}

The first import, without readers: ${alone.seconds.toFixed(2)} s, and the search index ${caughtUp.toFixed(1)} s later. Imports that changed every product, with readers: ${beside.map((s) => s.toFixed(2)).join(', ')} s.
`;
  fs.mkdirSync(options.out, { recursive: true });
  const target = path.join(options.out, `${today}-read.md`);
  fs.writeFileSync(target, page);
  console.log(`\n${page}\n${path.relative('.', target)} written`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}

async function timed(query) {
  return timedRoute(`/products?${new URLSearchParams(query)}`);
}

async function timedRoute(route) {
  const started = performance.now();
  const { status, body, headers } = await api.get(route);
  if (status !== 200) throw new Error(`${route}: ${status} ${JSON.stringify(body)}`);
  const range = headers.get('content-range');
  return { ms: performance.now() - started, range: `${headers.has('x-total-estimated') ? '~' : ''}${range}`, headers };
}

function nextOf(headers) {
  return /^<\/api(.*)>/.exec(headers.get('link'))?.[1];
}

/** Forty pages, one after the other. */
async function pagesFrom(route) {
  const times = [];
  for (let n = 0; route && n < 40; n++) {
    const { ms, headers } = await timedRoute(route);
    times.push(ms);
    route = nextOf(headers);
  }
  return times;
}

function both(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return [0.5, 0.95].map((share) => sorted[Math.ceil(share * sorted.length) - 1]?.toFixed(1) ?? '–');
}
