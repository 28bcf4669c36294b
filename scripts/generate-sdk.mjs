// Writes the client in libs/sdk/src/generated from openapi.json. With --check it writes nothing and says what would differ.
import { createClient } from '@hey-api/openapi-ts';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

const committed = path.resolve('libs/sdk/src/generated');
const isCheck = process.argv.includes('--check');
const folder = isCheck ? fs.mkdtempSync(path.join(os.tmpdir(), 'sdk-')) : committed;
try {
  await createClient({
    input: withoutAliases(JSON.parse(fs.readFileSync('openapi.json', 'utf8'))),
    output: { path: folder, module: { extension: '.js' } },
    plugins: [{ name: '@hey-api/client-fetch', throwOnError: true }, '@hey-api/typescript', '@hey-api/sdk'],
    logs: { level: 'silent', file: false },
  });
  const names = [committed, folder].flatMap((each) => fs.readdirSync(each, { recursive: true }));
  const differing = [...new Set(names)].filter((name) => textOf(committed, name) !== textOf(folder, name));
  if (differing.length) {
    console.error(`libs/sdk/src/generated is not what openapi.json makes: ${differing.join(', ')}. Run: npm run generate`);
    process.exitCode = 1;
  }
} finally {
  if (isCheck) fs.rmSync(folder, { recursive: true });
}

/** A client needs no second name for the same route. */
function withoutAliases(document) {
  for (const item of Object.values(document.paths))
    for (const [method, { tags }] of Object.entries(item)) if (tags.includes('aliases')) delete item[method];
  const text = JSON.stringify([document.paths, document.webhooks, document.components]);
  for (const name of Object.keys(document.components.schemas))
    if (!text.includes(`"#/components/schemas/${name}"`)) delete document.components.schemas[name];
  return document;
}

function textOf(base, name) {
  const file = path.join(base, name);
  return fs.statSync(file, { throwIfNoEntry: false })?.isFile() ? fs.readFileSync(file, 'utf8') : undefined;
}
