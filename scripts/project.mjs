// The project's own processes: migrations, then the api and its workers, as children that report over an ipc channel.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const dist = path.resolve(import.meta.dirname, '../dist/apps/api/src');
const patience = 30_000;

/** What a worker stages is short-lived: with a small heap V8 collects it in time, and the process stays below 300 MB whatever the file. */
const smallHeap = ['--max-old-space-size=512'];

/** Names of receivers are looked up in threads, which files need, too: a resolver that hangs must not take them all. */
const manyThreads = { UV_THREADPOOL_SIZE: '32' };

/** A child ended before it could work; it has said why itself, so there is nothing to add. */
class StartFailed extends Error {
  constructor() {
    super('');
  }
}

export class Project {
  #children = new Map(); // child → name
  #stopping = false;

  /** @param {{ env: Record<string, string | undefined>, workers?: number, stdout?: 'inherit' | 'ignore' }} options */
  constructor({ env, workers = 2, stdout = 'inherit' }) {
    this.env = env;
    this.workers = workers;
    this.stdout = stdout;
  }

  /** Resolves when everything can work: the api's address and how to sign in. `ended` then resolves when the api is gone. */
  async start() {
    this.#stopping = false;
    const login = await this.#migrate();
    if (this.#stopping) throw new StartFailed();
    const api = this.#spawn('main', 'api');
    this.ended = once(api, 'exit');
    const workers = Array.from({ length: this.workers }, (_, n) => this.#keepWorker(`worker ${n + 1}`));
    const [{ listening }] = await Promise.all([this.#news(api, 'listening'), ...workers]);
    return { url: listening, login };
  }

  /** Asks every child to end, and waits; who has not ended after half a minute is killed. */
  async stop() {
    this.#stopping = true;
    const children = [...this.#children.keys()];
    for (const child of children) child.kill('SIGTERM');
    const killer = setTimeout(() => this.kill(), patience);
    await Promise.all(children.map((child) => child.exitCode ?? child.signalCode ?? once(child, 'exit')));
    clearTimeout(killer);
  }

  /** At once and without asking; the next start takes up what was left. */
  kill() {
    for (const child of this.#children.keys()) child.kill('SIGKILL');
  }

  /** What runs now, for whoever measures it. */
  processes() {
    return [...this.#children].map(([{ pid }, name]) => ({ name, pid }));
  }

  async #migrate() {
    const child = this.#spawn('migrate', 'migrate');
    let login;
    child.on('message', ({ firstAdmin, admin }) => (login = firstAdmin ?? admin ?? login));
    const [code] = await once(child, 'exit');
    if (code !== 0) throw new StartFailed();
    return login;
  }

  /** Resolves when the worker works for the first time. From then on one that dies is followed by another. */
  async #keepWorker(name) {
    const worker = this.#spawn('worker', name);
    await this.#news(worker, 'ready');
    void this.#follow(worker, name);
  }

  async #follow(worker, name) {
    for (let child = worker; ; child = this.#spawn('worker', name)) {
      const [code, signal] =
        child.exitCode === null && child.signalCode === null ? await once(child, 'exit') : [child.exitCode, child.signalCode];
      if (this.#stopping) return;
      console.error(`${name} ended (${signal ?? code}); another one is started`);
      await sleep(1_000);
      if (this.#stopping) return;
    }
  }

  #news(child, key) {
    return new Promise((resolve, reject) => {
      child.on('message', (news) => key in news && resolve(news));
      child.once('exit', () => reject(new StartFailed()));
    });
  }

  #spawn(entry, name) {
    const child = spawn(process.execPath, [...(entry === 'worker' ? smallHeap : []), path.join(dist, `${entry}.js`)], {
      env: { ...manyThreads, ...this.env },
      stdio: ['ignore', this.stdout, 'inherit', 'ipc'],
    });
    this.#children.set(child, name);
    child.once('exit', () => this.#children.delete(child));
    return child;
  }
}
