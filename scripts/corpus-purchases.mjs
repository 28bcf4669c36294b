// The purchase files of the corpus, good and bad: each into empty tables, then once more, which must change nothing.
import fs from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { importFile } from './corpus-products.mjs';

const tables = ['purchases', 'customers', 'customer_addresses', 'irregularities', 'purchase_files'];

/** What a file has left, in the words of the manifests. */
const counts = `
  select (select count(*)::int from customers) as customers, (select count(*)::int from products) as products, count(*)::int as purchase_events,
         (select count(*)::int from irregularities where status = 'open') as irregularities,
         (count(*) filter (where status = 'new'))::int as new, (count(*) filter (where status = 'canceled'))::int as canceled,
         coalesce(json_agg('customer ' || customer_id || ', product ' || sku order by customer_id) filter (where status = 'new' and canceled_by_id is null), '[]') as live_after_all_events
    from purchases`;

/** Every purchase file that has an expectation, in one form. */
function filesOf(folder, files) {
  const good = files
    .filter(({ group, expected }) => group === 'purchases' && expected)
    .map(({ file, data_rows: rows, expected }) => ({ file, rows, rejected: 0, state: expected }));
  const manifest = path.join(folder, 'bad', 'manifest.json');
  if (!fs.existsSync(manifest)) return good;
  const bad = JSON.parse(fs.readFileSync(manifest, 'utf8'))
    .cases.filter(({ target }) => target === 'purchases')
    .map(({ file, expect }) => ({ file: path.join('bad', file), rows: expect.rows, rejected: expect.failed, state: expect.state }));
  return [...good, ...bad];
}

/** @param url of the database, for which there is no route that empties these tables */
export async function tryPurchaseFiles(api, url, folder, files) {
  const db = new pg.Client({ connectionString: url });
  await db.connect();
  try {
    const results = [];
    for (const { file, rows, rejected, state } of filesOf(folder, files)) {
      await db.query(`truncate ${tables.join(', ')}`);
      await api.emptyCatalogue();
      const send = () => importFile(api, path.join(folder, file), { kind: 'purchases' });
      const { importJob, refused } = await send();
      const found = (await db.query(counts)).rows[0];
      const again = (await send()).importJob;
      const differences = [
        refused && `refused: ${refused.status} ${refused.code}`,
        importJob?.status !== 'completed' && `${importJob?.status}: ${importJob?.failure?.message}`,
        importJob?.rows !== rows && `${rows} rows wanted`,
        importJob?.rejected !== rejected && `${rejected} rejected wanted`,
        ...Object.entries(state).map(
          ([what, wanted]) =>
            JSON.stringify(found[what]) !== JSON.stringify(wanted) &&
            `${what}: ${JSON.stringify(found[what])} instead of ${JSON.stringify(wanted)}`,
        ),
        again && again.created + again.updated > 0 && 'the same file again has changed something',
      ].filter(Boolean);
      results.push({
        file: path.basename(file),
        rows: importJob?.rows,
        rejected: importJob?.rejected,
        customers: found.customers,
        purchases: found.purchase_events,
        irregular: found.irregularities,
        verdict: differences.length ? `differs: ${differences.join('; ')}` : 'ok',
      });
    }
    return results;
  } finally {
    await db.end();
  }
}
