// npm run bench:list: how long GET /api/products takes for its first page over half a million products, one request at a time
// on an idle machine. [--products 500000] [--requests 60] [--out <folder>]
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
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
  },
});
const products = Number(options.products);
const requests = Number(options.requests);

const { api, folder, postgres, stop } = await startTemporaryProject();
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();
try {
  const { file } = generateCsv(path.join(folder, 'products.csv'), { records: products, distinct: products });
  await importByProject(api, file);
  await searchCaughtUp(db);
  await db.query('vacuum (analyze) products, product_search');
  await db.query('checkpoint');
  const { rows } = await db.query(`select sku, name, description from products where id = $1`, [Math.round(products / 2)]);
  const [one] = rows;
  await db.query('update products set active = false where id % 1000 = 7');
  await db.query('vacuum (analyze) products');

  const cases = {
    'no filter': {},
    'no filter, by name': { sort: '["name","ASC"]' },
    'sku contains, common': { sku: 'coach' },
    'sku contains, one': { sku: one.sku },
    'name contains, common': { name: 'James' },
    'name contains, rare': { name: one.name },
    'name contains, no match': { name: 'Zzyzx' },
    'description contains, common': { description: 'important' },
    'description contains, rare': { description: one.description.slice(10, 50).split('\n').at(-1) },
    'description contains, no match': { description: 'xylophone' },
    'active = false': { active: 'false' },
    'q, common': { q: 'music' },
    'q, no match': { q: 'xylophone' },
    'page 5,000': { page: '5000', perPage: '25' },
  };
  const lines = [];
  for (const [name, query] of Object.entries(cases)) {
    lines.push([name, ...(await measure(query))]);
    console.log(lines.at(-1).join(', '));
  }
  console.log();

  const page = `# First page of ${products.toLocaleString('en')} products, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${await machineOf(db)} ${requests} requests each, sequential, machine otherwise idle; milliseconds of \`GET /api/products\` with 25 rows and its total, over HTTP.

${table(['filter', 'p50', 'p95', 'Content-Range'], lines)}
`;
  fs.mkdirSync(options.out, { recursive: true });
  const target = path.join(options.out, `${new Date().toISOString().slice(0, 10)}-products-list.md`);
  fs.writeFileSync(target, page);
  console.log(`${page}\n${path.relative('.', target)} written`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}

async function measure(query) {
  const route = `/products?${new URLSearchParams({ page: '1', perPage: '25', ...query })}`;
  const times = [];
  let range;
  for (let n = -3; n < requests; n++) {
    const started = performance.now();
    const { status, body, headers } = await api.get(route);
    if (status !== 200) return ['–', '–', `${status} ${body.code}: ${body.errors?.[0]?.message ?? body.detail}`];
    if (n >= 0) times.push(performance.now() - started); // the first three warm up
    range = headers.get('content-range');
  }
  times.sort((a, b) => a - b);
  return [0.5, 0.95].map((share) => times[Math.ceil(share * times.length) - 1].toFixed(1)).concat(range);
}
