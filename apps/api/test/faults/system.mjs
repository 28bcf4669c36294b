// The built processes on stores of their own, to be killed, frozen and misled, and what one asks of them.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { runMigrations } from 'bullmq';
import pg from 'pg';
import { startPostgres, startRedis } from '../../../../scripts/services.mjs';

pg.types.setTypeParser(pg.types.builtins.INT8, Number);

export const root = path.resolve(import.meta.dirname, '../../../..');
const key = 'a-key-that-only-tests-have';
const sealingKey = 'b25seSB0ZXN0cyBzZWFsIHRoZWlyIHNlY3JldHMgc28=';
const patience = 60_000;

/** How a file of ours is to be read: what the inspection makes of it is tested elsewhere. */
export const nothingToFindOut = { delimiter: ',', encoding: 'utf-8', header: 1 };

/** Asks until there is an answer; after a minute it throws with what it waited for, a text or what makes one. */
export async function until(what, ask, ms = patience) {
  for (const end = Date.now() + ms; ; await sleep(20)) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error(`waited ${ms / 1000} s in vain: ${typeof what === 'string' ? what : what()}`);
  }
}

/** A promise, but not for longer than a minute. */
export async function inTime(what, promise, ms = patience) {
  const given = new AbortController();
  const late = sleep(ms, undefined, { signal: given.signal }).then(() =>
    Promise.reject(new Error(`waited ${ms / 1000} s in vain: ${what}`)),
  );
  late.catch(() => {});
  try {
    return await Promise.race([promise, late]);
  } finally {
    given.abort();
  }
}

/** A copy of what is built, so that a build meanwhile changes nothing, and so that it can be changed on purpose. */
export function copyBuild(into) {
  fs.mkdirSync(into, { mode: 0o755 });
  fs.cpSync(path.join(root, 'dist'), path.join(into, 'dist'), { recursive: true });
  for (const name of ['node_modules', 'package.json', 'apps']) fs.symlinkSync(path.join(root, name), path.join(into, name));
  return path.join(into, 'dist');
}

/** A PostgreSQL and, where there is one, a Redis, with a migrated database to copy. */
export async function startStores() {
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-faults-'));
  fs.chmodSync(base, 0o755);
  const dist = copyBuild(path.join(base, 'build'));
  const settings = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200, max_wal_size: '4GB' };
  const postgres = await startPostgres({ dir: path.join(base, 'postgres'), settings });
  const redis = await startRedis();
  const at = (database) => postgres.url.replace(/[^/]+$/, database);
  const server = new pg.Client(postgres.url);
  server.on('error', () => {}); // as it stops, after a Ctrl-C
  await server.connect();
  await server.query('create database template');
  const migrated = spawn(process.execPath, [path.join(dist, 'apps/api/src/migrate.js')], {
    env: { ...process.env, DATABASE_URL: at('template'), REDIS_URL: '', ADMIN_API_KEY: key, WEBHOOK_SEALING_KEY: sealingKey },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if ((await once(migrated, 'exit'))[0] !== 0) throw new Error('migrate failed');
  let count = 0;
  return {
    base,
    dist,
    redis,
    /** A database of one's own, with BullMQ's tables too. */
    async database() {
      const name = `faults_${++count}`;
      await server.query(`create database ${name} template template`);
      return at(name);
    },
    async stop() {
      await server.end();
      await Promise.all([postgres.stop(), redis?.stop()]);
      fs.rmSync(base, { recursive: true, force: true });
    },
  };
}

const alive = new Set();
process.on('exit', () => alive.forEach((child) => child.kill('SIGKILL'))); // also those that stand still and hear nothing

/** One process. `harmed` resolves when its failpoint is reached, `ended` when it is gone. */
class Child {
  constructor(entry, dist, env) {
    this.entry = entry;
    const program = path.join(dist, `apps/api/src/${entry}.js`);
    this.process = spawn(process.execPath, [program], { env, cwd: root, stdio: ['ignore', 'pipe', 'pipe', 'ipc'] });
    this.said = '';
    for (const stream of [this.process.stdout, this.process.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        this.said += text;
        this.heard?.();
      });
    alive.add(this.process);
    this.ended = new Promise((resolve) => this.process.once('exit', resolve));
    void this.ended.then(() => alive.delete(this.process));
    this.ready = new Promise((resolve, reject) => {
      this.process.once('message', resolve);
      void this.ended.then(() => reject(new Error(`${entry} ended before it was ready: ${this.said}`)));
    });
    this.ready.catch(() => {}); // whoever waits for it is told
  }

  get isGone() {
    return this.process.exitCode !== null || this.process.signalCode !== null;
  }

  /** From now on a place harms the process, at the so many-th time; `harmed` resolves when it has. */
  async arm(failpoint) {
    this.expect(failpoint);
    const armed = new Promise((resolve) => this.process.once('message', resolve));
    this.process.send({ failpoint });
    await inTime(`${failpoint} is armed`, armed);
  }

  expect(failpoint) {
    const before = this.said.length;
    const line = `failpoint ${failpoint.split(':')[0]}\n`;
    this.isHarmed = false;
    this.harmed = new Promise((resolve) => {
      this.heard = async () => {
        if (!this.said.includes(line, before)) return;
        this.heard = undefined;
        if (failpoint.endsWith('=pause')) await this.stopped(); // it says so before it stands still
        this.isHarmed = true;
        resolve(true);
      };
    });
  }

  wake = () => this.process.kill('SIGCONT');

  /** Resolves when the process stands still. */
  stopped() {
    const state = () => spawnSync('ps', ['-o', 'state=', '-p', this.process.pid], { encoding: 'utf8' }).stdout.trim();
    return until('a process stands still', () => state().startsWith('T'));
  }

  kill() {
    this.process.kill('SIGKILL');
    return this.ended;
  }

  /** Asks it to end, awake; what it has under way it may finish. */
  async stop() {
    this.wake();
    this.process.kill('SIGTERM');
    const killer = setTimeout(() => this.process.kill('SIGKILL'), 30_000);
    await this.ended;
    clearTimeout(killer);
  }
}

/** The whole product: an api, as many workers as one starts, a database that nobody else uses. */
export class System {
  workers = [];

  static async start(stores, { dist = stores.dist, store = 'PostgreSQL', env = {} }) {
    const system = new System();
    const database = await stores.database();
    Object.assign(system, { dist, store, database, redis: stores.redis?.url, files: path.join(stores.base, path.basename(database)) });
    system.db = new pg.Pool({ connectionString: database, max: 4 });
    system.db.on('error', () => {});
    system.env = {
      ...process.env,
      DATABASE_URL: database,
      REDIS_URL: store === 'Redis' ? system.redis : '',
      ADMIN_API_KEY: key,
      WEBHOOK_SEALING_KEY: sealingKey,
      WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
      DATA_DIR: system.files,
      PORT: '0',
      LOG_LEVEL: 'warn',
      SWEEP_AFTER_MS: '1000',
      FAILPOINT: 'none',
      NODE_OPTIONS: '',
      ...env,
    };
    if (store === 'Redis') await system.wipeBell(); // another system may have used it
    await system.startApi();
    return system;
  }

  async startApi() {
    this.api = new Child('main', this.dist, this.env);
    this.url = (await inTime('the api starts', this.api.ready)).listening;
  }

  /** Another worker, ready to work. */
  async worker(env = {}) {
    const worker = new Child('worker', this.dist, { ...this.env, ...env });
    this.workers.push(worker);
    if (env.FAILPOINT) worker.expect(env.FAILPOINT);
    await inTime('a worker starts', worker.ready);
    return worker;
  }

  /** Exactly one worker, that of an earlier case if it is as it was. */
  async onlyWorker() {
    const [first, ...others] = this.workers.filter((worker) => !worker.isGone);
    await Promise.all(others.map((worker) => worker.stop()));
    this.workers = first ? [first] : [];
    await first?.arm('none');
    return first ?? this.worker();
  }

  /** What the processes wrote, for whoever looks into a failure. */
  said() {
    const texts = [this.api, ...this.workers].map(({ entry, said }) => [entry, said.replace(/^FAILPOINT is set.*\n/, '').slice(-2_000)]);
    return texts.map(([entry, text]) => text && `${entry}: ${text}`).join('\n');
  }

  async stopWorkers() {
    await Promise.all(this.workers.filter((worker) => !worker.isGone).map((worker) => worker.stop()));
    this.workers = [];
  }

  async stop() {
    await this.stopWorkers();
    if (!this.api.isGone) await this.api.stop();
    await this.db.end();
  }

  storedFile = (fileKey = '') => path.join(this.files, 'files', fileKey);
  storedFiles = () => (fs.existsSync(this.storedFile()) ? fs.readdirSync(this.storedFile()) : []);

  /** Files that no import knows are removed a day later; this makes them two days old, and a worker look at them. */
  async sweepFiles(names) {
    const old = Date.now() / 1000 - 2 * 86_400;
    for (const name of names) fs.utimesSync(this.storedFile(name), old, old);
    if (names.length) await this.worker();
    await until('stray files are removed', () => !this.storedFiles().some((name) => names.includes(name)));
  }

  async lastImport() {
    return (await this.rows('select max(id) as id from imports'))[0].id ?? undefined;
  }

  async rows(sql, params) {
    return (await this.db.query(sql, params)).rows;
  }

  /** An empty catalogue without a past. Deleted, not truncated: the timers of the processes read these tables in any order. */
  async clear() {
    await this.db.query('delete from webhooks');
    for (const table of [
      'outbox',
      'product_versions',
      'search_blocks',
      'search_slices',
      'products',
      'product_count_changes',
      'chunks',
      'imports',
      'bulk_jobs',
      'turns',
      'purchases',
      'customers',
      'customer_addresses',
      'irregularities',
      'purchase_files',
    ])
      await this.db.query(
        `begin; select pg_advisory_xact_lock(hashtext('search index')); set local session_replication_role = replica; delete from ${table}; commit`, // the indexer writes several of them
      );
    await this.db.query('delete from segments; delete from row_errors; delete from idempotency_keys; delete from uploads');
  }

  fetch(method, route, { headers, ...options } = {}) {
    return fetch(`${this.url}/api${route}`, { method, headers: { authorization: `Bearer ${key}`, ...headers }, ...options });
  }

  /** Asks with JSON or a form, and reads JSON. */
  async http(method, route, { body, headers } = {}) {
    const isJson = body !== undefined && !(body instanceof FormData);
    const answer = await this.fetch(method, route, {
      headers: { ...(isJson && { 'content-type': 'application/json' }), ...headers },
      body: isJson ? JSON.stringify(body) : body,
    });
    return { status: answer.status, body: await answer.json() };
  }

  /** Sends a file; the answer, whatever it is. */
  upload(file, fields = {}, headers = {}) {
    const form = new FormData();
    for (const [name, value] of Object.entries({ ...nothingToFindOut, ...fields })) form.set(name, value);
    form.set('file', new Blob([file]), 'products.csv');
    return this.http('POST', '/imports', { body: form, headers });
  }

  /** Sends a file that is accepted; the id of its import. */
  async send(file) {
    const { status, body } = await this.upload(file);
    if (status !== 202) throw new Error(`an upload was answered with ${status}: ${JSON.stringify(body)}`);
    return body.id;
  }

  /** Follows an import to its end, over as many connections as it takes. Progress that falls is an error. */
  async ended(id, ms = patience) {
    let last;
    const follow = async () => {
      const answer = await this.fetch('GET', `/imports/${id}/progress`);
      let text = '';
      for await (const piece of answer.body.pipeThrough(new TextDecoderStream())) {
        const events = (text + piece).split('\n\n');
        text = events.pop();
        for (const event of events) {
          const data = /^data: ?(.*)$/m.exec(event)?.[1];
          if (!data) continue;
          const state = JSON.parse(data);
          if (last && (state.progress < last.progress || state.progressVersion < last.progressVersion))
            throw new Error(
              `progress fell from ${last.progress} (${last.progressVersion}) to ${state.progress} (${state.progressVersion})`,
            );
          last = state;
          if (/^event: ?done$/m.test(event)) return true;
        }
      }
    };
    const again = (error) => {
      if (/fetch failed|terminated|other side closed/.test(error.message)) return false; // the api was killed: ask again
      throw new Error(`${error.message}; last seen: ${JSON.stringify(last)}`);
    };
    await until(`import ${id} ends`, () => inTime(`import ${id} ends`, follow(), ms).catch(again), ms);
    return last;
  }

  /** Rings that nobody has answered yet, on PostgreSQL. */
  async jobsLeft() {
    return (await this.rows(`select count(*) as n from bullmq.job where state in ('waiting', 'active')`))[0].n;
  }

  /** All jobs of the queues are gone, as after a crash of a store that keeps nothing. */
  async wipeBell() {
    if (this.store === 'Redis') return void (await redisCommand(this.redis, 'FLUSHALL'));
    const client = new pg.Client(this.database);
    await client.connect();
    await client.query(`set lock_timeout = '10s'; drop schema bullmq cascade`);
    await runMigrations(client);
    await client.end();
  }
}

async function redisCommand(url, command) {
  const { hostname, port } = new URL(url);
  const { connect } = await import('node:net');
  const socket = connect({ host: hostname, port: Number(port) });
  socket.write(`${command}\r\n`);
  const [answer] = await once(socket, 'data');
  socket.destroy();
  if (!String(answer).startsWith('+OK')) throw new Error(`${command}: ${answer}`);
}
