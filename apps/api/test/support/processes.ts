import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { freshDatabase } from './database.js';
import { adminKey, redisOfThisFile, sealingKey, type QueueStore } from './start-app.js';

const root = path.resolve(import.meta.dirname ?? __dirname, '../../../..');
const built = (entry: string) => path.join(root, `dist/apps/api/src/${entry}.js`);

type Child = { process: ChildProcess; news: Promise<Record<string, unknown>>; ended: Promise<void> };

/** The built processes as `npm start` runs them, on a database of their own, to be killed at will. */
export async function startProcesses({ store = 'PostgreSQL', env = {} }: { store?: QueueStore; env?: Record<string, string> } = {}) {
  if (!existsSync(built('main'))) throw new Error('build first: npm run build');
  const database = await freshDatabase();
  const variables = {
    ...process.env,
    DATABASE_URL: database,
    REDIS_URL: store === 'Redis' ? redisOfThisFile(true) : '',
    ADMIN_API_KEY: adminKey,
    WEBHOOK_SEALING_KEY: sealingKey,
    WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
    PORT: '0',
    SWEEP_AFTER_MS: '2000',
    JEST_WORKER_ID: '',
    NODE_OPTIONS: '',
    ...env,
  };
  const children = new Set<Child>();

  function run(entry: 'main' | 'worker'): Child {
    const child = spawn(process.execPath, [built(entry)], { env: variables, cwd: root, stdio: ['ignore', 'ignore', 'pipe', 'ipc'] });
    let said = '';
    child.stderr!.on('data', (text) => (said += text));
    const news = new Promise<Record<string, unknown>>((resolve, reject) => {
      child.once('message', (message) => resolve(message as Record<string, unknown>));
      child.once('exit', (code, signal) => reject(new Error(`${entry} ended with ${code ?? signal} before it was ready: ${said}`)));
    });
    news.catch(() => {}); // whoever waits for it is told
    const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
    const one = { process: child, news, ended };
    children.add(one);
    void ended.then(() => children.delete(one));
    return one;
  }

  const api = run('main');
  const { listening } = await api.news;
  return {
    database,
    url: listening as string,
    run,
    stop: async () => {
      const left = [...children];
      for (const { process: child } of left) child.kill('SIGTERM');
      await Promise.all(left.map(({ ended }) => ended));
    },
  };
}
