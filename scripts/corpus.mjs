// npm run corpus -- <folder> [--bad] [--url http://… with ADMIN_API_KEY set]
// Imports files that others wrote, each into an empty catalogue, and compares what came of it with the folder's manifest.json.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient } from './api-client.mjs';
import { tryBadFiles } from './corpus-bad.mjs';
import { startTemporaryProject } from './temporary-project.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { bad: { type: 'boolean' }, url: { type: 'string' } },
});
const [folder] = positionals;
if (!folder || !fs.existsSync(path.join(folder, 'manifest.json'))) {
  console.error(
    'npm run corpus -- <folder with a manifest.json> [--bad] [--url <address of a running project>, then ADMIN_API_KEY is needed]',
  );
  process.exit(2);
}

/** Uploads a file and waits for its end: the import as it then is, or the refusal. */
async function importFile(api, file, fields = {}) {
  const { status, body } = await api.upload(file, fields);
  if (status !== 202) return { refused: { status, ...body } };
  return { importJob: (await api.follow(body.id)).last };
}

async function countProducts(api) {
  const { headers } = await api.get('/products?range=[0,0]');
  return Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? NaN);
}

/** Columns by name, as a person would choose them; prices are none of our fields. */
function mappingOf({ mapping }) {
  const chosen = ['sku', 'name', 'description', 'active'].filter((field) => typeof mapping[field] === 'string');
  return Object.fromEntries(chosen.map((field) => [field, mapping[field]]));
}

async function tryFile(api, entry) {
  await api.emptyCatalogue();
  const { importJob, refused } = await importFile(api, path.join(folder, entry.file), { mapping: JSON.stringify(mappingOf(entry)) });
  if (!importJob) return { file: entry.file, verdict: `differs: refused, ${refused.status} ${refused.code}: ${refused.detail}` };
  const { rows, rejected, status, failure } = importJob;
  const products = await countProducts(api);
  const { importable_rows, importable_rows_of_header_width: strict, distinct_skus } = entry.expected;
  const imported = rows - rejected;
  const meaning = imported === strict ? 'rows of header width' : imported === importable_rows ? 'all importable rows' : undefined;
  const differences = [
    status !== 'completed' && `${status}: ${failure?.code} ${failure?.message}`,
    rows !== entry.data_rows && `${entry.data_rows} rows wanted`,
    !meaning && `${[...new Set([strict, importable_rows])].join(' or ')} imported wanted`,
    meaning && products !== distinct_skus - (importable_rows - imported) && `${distinct_skus} products wanted`,
  ].filter(Boolean);
  const verdict = differences.length ? `differs: ${differences.join('; ')}` : `ok (${meaning})`;
  const firstError = differences.length && rejected ? (await api.get(`/imports/${importJob.id}/errors?range=[0,0]`)).body[0] : undefined;
  return {
    file: entry.file,
    rows,
    imported,
    rejected,
    products,
    verdict: firstError ? `${verdict}; first error: line ${firstError.line} ${firstError.message}` : verdict,
  };
}

function printTable(lines) {
  const head = ['file', 'rows', 'imported', 'rejected', 'products', 'verdict'];
  const cells = [head, ...lines.map((line) => head.map((name) => String(line[name] ?? '–')))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  for (const row of cells)
    console.log(row.map((cell, i) => (i > 0 && i < 5 ? cell.padStart(widths[i]) : cell.padEnd(i ? 0 : widths[0]))).join('  '));
}

const project = options.url ? undefined : await startTemporaryProject();
try {
  const api = project?.api ?? new ApiClient(options.url, process.env.ADMIN_API_KEY ?? '');
  const { files } = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const importable = files.filter(
    ({ group, mapping }) => group === 'products' && typeof mapping?.sku === 'string' && typeof mapping?.name === 'string',
  );
  const results = [];
  for (const entry of importable) results.push(await tryFile(api, entry));
  printTable(results);
  const differing = results.filter(({ verdict }) => verdict.startsWith('differs')).length;
  console.log(`\n${results.length - differing} of ${results.length} files as the manifest says\n`);

  const bad = path.join(folder, 'bad');
  const badResults = fs.existsSync(path.join(bad, 'manifest.json')) ? await tryBadFiles(api, bad, importFile) : [];
  if (badResults.length) printTable(badResults);
  const badDiffering = badResults.filter(({ verdict }) => verdict.startsWith('differs')).length;
  if (badResults.length) console.log(`\n${badResults.length - badDiffering} of ${badResults.length} bad files as the manifest says`);
  process.exitCode = differing || (options.bad && badDiffering) ? 1 : 0;
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
} finally {
  await project?.stop();
}
