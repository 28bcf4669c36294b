// Builds the SDK, the api and the admin, each only when one of its sources is newer than its last good build, or with --all.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

const parts = [
  {
    out: 'libs/sdk/dist',
    from: ['libs/sdk/src', 'libs/sdk/tsconfig.json', 'package-lock.json'],
    build: 'tsc -p libs/sdk',
  },
  {
    out: 'dist',
    from: ['apps/api/src', 'libs/domain', 'migrations', 'tsconfig.json', 'nest-cli.json', 'package-lock.json'],
    build: 'nest build api',
  },
  {
    out: 'apps/admin/dist',
    from: ['apps/admin/src', 'apps/admin/index.html', 'apps/admin/vite.config.ts', 'libs/domain', 'package-lock.json'],
    build: 'npm run --silent build -w @product-importer/admin -- --logLevel warn',
  },
];
const env = { ...process.env, PATH: `${path.resolve('node_modules/.bin')}${path.delimiter}${process.env.PATH}` }; // as npm has it
const all = process.argv.includes('--all');
const changed = (file) => (fs.existsSync(file) ? fs.statSync(file).mtimeMs : 0);
const newest = (file) =>
  Math.max(changed(file), ...(fs.statSync(file).isDirectory() ? fs.readdirSync(file).map((name) => newest(path.join(file, name))) : []));

for (const { out, from, build } of parts) {
  const stamp = path.join(out, '.built'); // written last: a build that failed counts as none
  if (!all && changed(stamp) > Math.max(...from.map(newest))) continue;
  console.log(`Building ${out} …`);
  const { status } = spawnSync(build, { shell: true, stdio: 'inherit', env });
  if (status !== 0) process.exit(status ?? 1);
  fs.writeFileSync(stamp, '');
}
