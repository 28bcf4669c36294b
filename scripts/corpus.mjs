// npm run corpus -- <folder> [--only products|purchases|bad|conformance] [--url http://… with ADMIN_API_KEY set]
// Imports files that others wrote, and compares what came of them with the folder's manifests: product files and broken files
// through the API, each into an empty catalogue, and files of purchases (not with --url: nothing empties those); conformance files by the records that our reader makes of them.
import fs from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { ApiClient } from './api-client.mjs';
import { tryBadFiles } from './corpus-bad.mjs';
import { tryConformance } from './corpus-conformance.mjs';
import { tryProductFiles } from './corpus-products.mjs';
import { tryPurchaseFiles } from './corpus-purchases.mjs';
import { startTemporaryProject } from './temporary-project.mjs';

const parts = ['products', 'purchases', 'bad', 'conformance'];
const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string' }, url: { type: 'string' } },
});
const [folder] = positionals;
if (!folder || !fs.existsSync(path.join(folder, 'manifest.json')) || (options.only && !parts.includes(options.only))) {
  console.error(
    `npm run corpus -- <folder with a manifest.json> [--only ${parts.join('|')}] [--url <address of a running project>, then ADMIN_API_KEY is needed]`,
  );
  process.exit(2);
}

function printTable(head, lines) {
  const cells = [head, ...lines.map((line) => head.map((name) => String(line[name] ?? '–')))];
  const widths = head.map((_, i) => Math.max(...cells.map((row) => row[i].length)));
  const last = head.length - 1;
  for (const row of cells)
    console.log(row.map((cell, i) => (i === last ? cell : i ? cell.padStart(widths[i]) : cell.padEnd(widths[0]))).join('  '));
}

/** Prints a part and says how many of its results differ. */
function report(part, head, results) {
  const counts = new Map();
  for (const { verdict } of results) {
    const kind = verdict.split(':')[0].split(' (')[0];
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  printTable(head, results);
  const differing = counts.get('differs') ?? 0;
  const summary = [...counts].map(([kind, count]) => `${count} ${kind}`).join(', ');
  console.log(`\n${part}: ${results.length - differing} of ${results.length} as they should be (${summary})\n`);
  return differing;
}

const isTried = (part) => !options.only || options.only === part;
const imported = ['file', 'rows', 'imported', 'rejected', 'products', 'verdict'];
const { files } = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
let project;
let differing = 0;
try {
  if (isTried('conformance')) {
    const results = await tryConformance(folder, files);
    const rows = results.map(({ why, ...result }) => ({ ...result, verdict: why ? `${result.verdict}: ${why}` : result.verdict }));
    if (rows.length) differing += report('conformance', ['file', 'verdict'], rows);
  }
  if (isTried('products') || isTried('purchases') || isTried('bad')) {
    project = options.url ? undefined : await startTemporaryProject();
    const api = project?.api ?? new ApiClient(options.url, process.env.ADMIN_API_KEY ?? '');
    if (isTried('products')) differing += report('products', imported, await tryProductFiles(api, folder, files));
    if (isTried('purchases') && project) {
      const head = ['file', 'rows', 'rejected', 'customers', 'purchases', 'irregular', 'verdict'];
      differing += report('purchases', head, await tryPurchaseFiles(api, project.postgres.url, folder, files));
    }
    const bad = path.join(folder, 'bad');
    if (isTried('bad') && fs.existsSync(path.join(bad, 'manifest.json'))) differing += report('bad', imported, await tryBadFiles(api, bad));
  }
  process.exitCode = differing ? 1 : 0;
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await project?.stop();
}
