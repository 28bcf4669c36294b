// Starts the stores that nobody has to install: PostgreSQL from the npm package (or one found on the machine) and, for
// tests, a Redis or Valkey found on PATH. Uses PostgreSQL's own initdb and pg_ctl; nothing but node:* and pg.
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ownDatabase } from './postgres-owner.mjs';
import { account, findPostgres, onPath, placesFor, versionOf } from './postgres-programs.mjs';

const memory = Math.floor(os.totalmem() / 2 ** 20);

/** What suits loads of half a million rows; durability stays as PostgreSQL has it (fsync, full_page_writes). */
export const serverSettings = {
  shared_buffers: `${Math.min(512, Math.floor(memory / 4))}MB`,
  effective_cache_size: `${Math.floor(memory / 2)}MB`,
  max_wal_size: '4GB',
  checkpoint_timeout: '15min',
  wal_compression: 'pglz', // the npm package knows no lz4
  random_page_cost: 1.1,
  max_connections: 200,
};

export const freePort = () =>
  new Promise((resolve, reject) => {
    const server = net.createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });

function makeCluster(run, as, dir) {
  const fresh = `${dir}.new`; // renamed when it is whole: a start that was killed leaves no half-made cluster
  fs.rmSync(fresh, { recursive: true, force: true });
  fs.mkdirSync(path.dirname(dir), { recursive: true, mode: 0o755 }); // the account must be able to pass
  fs.mkdirSync(fresh, { mode: 0o700 });
  if (as.uid !== undefined) fs.chownSync(fresh, as.uid, as.gid);
  const { status, stderr } = run('initdb', [
    '-D',
    fresh,
    '-U',
    'app',
    '-A',
    'trust',
    '-E',
    'UTF8',
    '--locale=C.UTF-8',
    '--no-instructions',
  ]);
  if (status !== 0) throw new Error(`initdb failed: ${stderr}`);
  fs.renameSync(fresh, dir);
}

/**
 * After a power cut the process number in postmaster.pid may belong to some other program; pg_ctl would take that for the
 * server. A number that no process can have lets PostgreSQL see for itself that the file is stale, with its own checks.
 */
function disownForeignPid(dir) {
  const file = path.join(dir, 'postmaster.pid');
  const [pid, ...rest] = fs.existsSync(file) ? fs.readFileSync(file, 'utf8').split('\n') : [];
  if (!pid || commandOf(pid).includes(dir)) return;
  fs.writeFileSync(file, ['2147483646', ...rest].join('\n'));
}

function commandOf(pid) {
  try {
    if (fs.existsSync('/proc/self/cmdline')) return fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return ''; // there is no such process
  }
  return spawnSync('ps', ['-o', 'args=', '-p', pid], { encoding: 'utf8' }).stdout ?? '';
}

/**
 * Starts the cluster in `dir` (made on first use) on a free port of 127.0.0.1, or adopts the server that a killed
 * supervisor left running there. The caller owns it until `stop`: a second start on the same folder is refused, and
 * a server that dies is started again on the same port.
 * @param {{ dir: string, settings?: Record<string, string | number>, database?: string }} options
 */
export async function startPostgres({ dir, settings = {}, database = 'app' }) {
  const as = account();
  const found = await findPostgres();
  let bin;
  ({ dir, bin } = placesFor(as, path.resolve(dir), found));
  const run = (program, args, stdio = 'pipe') => spawnSync(path.join(bin, program), args, { ...as, cwd: '/', encoding: 'utf8', stdio });

  if (!fs.existsSync(path.join(dir, 'PG_VERSION'))) makeCluster(run, as, dir);
  const major = fs.readFileSync(path.join(dir, 'PG_VERSION'), 'utf8').trim();
  if (!found.version.includes(` ${major}.`))
    throw new Error(`${dir} was made by PostgreSQL ${major}, found is ${found.version}: dump and load it, or remove it`);

  const isRunning = () => {
    disownForeignPid(dir);
    return run('pg_ctl', ['status', '-D', dir]).status === 0;
  };
  const start = (port) => {
    const log = path.join(dir, 'server.log');
    const options = { listen_addresses: '127.0.0.1', unix_socket_directories: '', ...settings, port };
    const flags = Object.entries(options)
      .map(([name, value]) => `-c ${name}='${value}'`)
      .join(' ');
    if (run('pg_ctl', ['start', '-w', '-D', dir, '-l', log, '-o', flags], 'ignore').status !== 0)
      throw new Error(`PostgreSQL did not start:\n${fs.existsSync(log) ? fs.readFileSync(log, 'utf8').slice(-2000) : ''}`);
  };
  const adopted = isRunning();
  if (!adopted) start(await freePort());
  const port = Number(fs.readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n')[3]);

  let stopping = false;
  let owner;
  const own = async () => {
    owner = await ownDatabase(port, dir);
    owner.once('end', () => void (stopping || revive(500)));
  };
  const revive = async (wait) => {
    await sleep(wait);
    try {
      if (stopping) return;
      if (!isRunning()) start(port);
      await own();
      console.error('PostgreSQL had gone away and is back');
    } catch (error) {
      console.error(error.message);
      await revive(1_000);
    }
  };

  await own();
  const { rowCount } = await owner.query('select 1 from pg_database where datname = $1', [database]);
  if (!rowCount) await owner.query(`create database ${database}`);
  return {
    url: `postgres://app@127.0.0.1:${port}/${database}`,
    version: found.version,
    from: adopted ? 'adopted' : found.from,
    dir,
    stop: async () => {
      stopping = true;
      await owner.end().catch(() => {}); // it may be gone already
      run('pg_ctl', ['stop', '-w', '-D', dir, '-m', 'fast'], 'ignore');
    },
  };
}

/** Starts a Redis or Valkey of PATH with nothing kept on disk; undefined when there is none. */
export async function startRedis() {
  const bin = onPath('valkey-server') ?? onPath('redis-server');
  const version = bin && versionOf(bin);
  if (!version) return undefined;
  const port = await freePort();
  const child = spawn(
    bin,
    ['--port', port, '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  await new Promise((resolve, reject) => {
    let out = '';
    child.stdout.on('data', (text) => /Ready to accept connections/i.test((out += text)) && resolve());
    child.once('error', reject).once('exit', (code) => reject(new Error(`${bin} ended with ${code}: ${out}`)));
  });
  child.unref();
  child.stdout.unref();
  const stop = () => new Promise((resolve) => (child.ref(), child.once('exit', resolve), child.kill('SIGTERM')));
  return { url: `redis://127.0.0.1:${port}`, version: version.slice(0, 24), stop };
}
