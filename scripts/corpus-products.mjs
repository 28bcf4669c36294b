// The product files of the corpus: exports of shops and lists of products, each imported as the manifest says that a person would.
import path from 'node:path';

/** Uploads a file and waits for its end: the import as it then is, or the refusal. */
export async function importFile(api, file, fields = {}) {
  const { status, body } = await api.upload(file, fields);
  if (status !== 202) return { refused: { status, ...body } };
  return { importJob: (await api.follow(body.id)).last };
}

async function countProducts(api) {
  const { headers } = await api.get('/products?range=[0,0]');
  return Number(/\/(\d+)$/.exec(headers.get('content-range') ?? '')?.[1] ?? NaN);
}

/** What a person would say of a file: columns by name, or by number when there is no header; prices are none of our fields. */
function settingsOf({ mapping, encoding }) {
  const chosen = ['sku', 'name', 'description', 'active'].filter((field) => mapping[field] !== null && mapping[field] !== undefined);
  const isNumbered = chosen.some((field) => typeof mapping[field] === 'number');
  return {
    mapping: JSON.stringify(Object.fromEntries(chosen.map((field) => [field, mapping[field]]))),
    ...(isNumbered && { header: 'false' }),
    ...(/^(windows-1252|iso-8859-15|utf-16)/.test(encoding) && { encoding }),
  };
}

/** All ways in which the manifest tells what must come of a file. */
function ways(entry) {
  const { mapping, expected, alternative_mapping: other, fill_down_by: group } = entry;
  const settings = settingsOf(entry);
  const strict = expected.importable_rows_of_header_width;
  const found = [{ settings, importable: [strict, expected.importable_rows], distinct: expected.distinct_skus }];
  if (expected.importable_with_fill_down !== undefined) {
    const ragged = expected.importable_rows - strict;
    found.push({
      what: 'with fill-down',
      settings: { ...settings, fillDown: group === '*' ? mapping.name : group },
      importable: [expected.importable_with_fill_down - ragged, expected.importable_with_fill_down],
      distinct: expected.distinct_with_fill_down,
    });
  }
  if (other) {
    found.push({
      what: `with ${other.sku} as SKU`,
      settings: settingsOf({ ...entry, mapping: { ...mapping, sku: other.sku } }),
      importable: [other.importable_rows],
      distinct: other.distinct_skus,
    });
  }
  return found;
}

async function tryFile(api, file, { name, entry, settings, importable, distinct }) {
  await api.emptyCatalogue();
  const { importJob, refused } = await importFile(api, file, settings);
  if (!importJob) return { file: name, verdict: `differs: refused, ${refused.status} ${refused.code}: ${refused.detail}` };
  const { rows, rejected, status, failure } = importJob;
  if (entry.mapping.sku === null || entry.mapping.name === null) {
    const isMeant = status === 'failed' && failure.code === 'header_missing_column';
    return { file: name, rows, verdict: `${isMeant ? 'ok' : 'differs'}: ${status}, ${failure?.message.slice(0, 100)}` };
  }
  const products = await countProducts(api);
  const imported = rows - rejected;
  const most = importable.at(-1);
  const differences = [
    status !== 'completed' && `${status}: ${failure?.code} ${failure?.message}`,
    rows !== entry.data_rows && `${entry.data_rows} rows wanted`,
    !importable.includes(imported) && `${[...new Set(importable)].join(' or ')} imported wanted`,
    importable.includes(imported) && products !== distinct - (most - imported) && `${distinct} products wanted`,
  ].filter(Boolean);
  const result = { file: name, rows, imported, rejected, products };
  if (!differences.length) return { ...result, verdict: imported === most ? 'ok' : 'ok (rows of header width)' };
  const [error] = rejected ? (await api.get(`/imports/${importJob.id}/errors?range=[0,0]`)).body : [];
  return { ...result, verdict: `differs: ${differences.join('; ')}${error ? `; first error: line ${error.line} ${error.message}` : ''}` };
}

export async function tryProductFiles(api, folder, files) {
  const results = [];
  for (const entry of files.filter(({ group }) => group === 'products'))
    for (const { what, ...way } of ways(entry)) {
      const name = [path.basename(entry.file), what].filter(Boolean).join(' ');
      results.push(await tryFile(api, path.join(folder, entry.file), { name, entry, ...way }));
    }
  return results;
}
