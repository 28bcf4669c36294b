import type { INestApplicationContext } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { BulkJob, ImportJob, Product, RowError } from '@app/domain';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { firstAdmin } from '../../src/access/first-admin.js';
import { watchAnswers } from './contract.js';
import { freshDatabase } from './database.js';
import { follow } from './sse.js';

export const adminKey = 'a-key-that-only-tests-have';
/** Seals the secrets of webhooks. */
export const sealingKey = 'b25seSB0ZXN0cyBzZWFsIHRoZWlyIHNlY3JldHMgc28=';
export const admin = { email: 'ann@example.com', password: 'correct horse battery' };

export type QueueStore = 'PostgreSQL' | 'Redis';

/** The stores that the queues can be tested on; without a Redis on the PATH the second is reported as skipped. */
export const queueStores: QueueStore[] = ['PostgreSQL', 'Redis'];
export const isHere = (store: QueueStore) => store === 'PostgreSQL' || Boolean(process.env.TEST_REDIS);

/** A Redis has 16 databases: each Jest worker takes two of its own, so that nobody hears the bells of another. */
export function redisOfThisFile(second = false): string {
  const url = new URL(process.env.TEST_REDIS!);
  url.pathname = `/${((Number(process.env.JEST_WORKER_ID || 1) - 1) % 8) + (second ? 8 : 0)}`;
  return url.href;
}

type Options = { store?: QueueStore; env?: Record<string, string>; withWorker?: boolean; database?: string };
export type App = Awaited<ReturnType<typeof startApp>>;

/** The api and a worker in this process, on a database of their own, and the verbs of the trade. */
export async function startApp({ store = 'PostgreSQL', env = {}, withWorker = true, database: shared }: Options = {}) {
  const database = shared ?? (await freshDatabase());
  delete process.env.REDIS_URL;
  if (store === 'Redis') process.env.REDIS_URL = redisOfThisFile();
  Object.assign(process.env, {
    DATABASE_URL: database,
    ADMIN_API_KEY: adminKey,
    WEBHOOK_SEALING_KEY: sealingKey,
    WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
    SWEEP_AFTER_MS: '1000',
    ...env,
  });
  const { AppModule } = await import('../../src/app.module.js');
  const { WorkerModule } = await import('../../src/worker.module.js');
  const { configure, httpOptions } = await import('../../src/http/configure.js');
  const { limitUploads } = await import('../../src/http/upload-limit.js');
  const { readEnv } = await import('../../src/platform/config.js');

  const logger = ['error', 'fatal'] as ('error' | 'fatal')[];
  const app = await NestFactory.create<NestExpressApplication>(AppModule, { ...httpOptions, logger, abortOnError: false });
  limitUploads(app.getHttpServer(), readEnv().MAX_UPLOAD_BYTES);
  configure(app);
  watchAnswers(app.getHttpServer());
  await app.listen(0, '127.0.0.1');
  const url = await app.getUrl();
  const db = app.get(DataSource);
  await db.transaction((tx) => firstAdmin(tx, admin.email, admin.password));

  let worker: INestApplicationContext | undefined;
  const startWorker = async () => {
    worker = await NestFactory.createApplicationContext(WorkerModule, { logger, abortOnError: false });
  };
  if (withWorker) await startWorker();

  const http = request.agent(url).set('Authorization', `Bearer ${adminKey}`);
  const end = async (id: number): Promise<ImportJob> =>
    (await follow(`${url}/api/imports/${id}/progress`, adminKey)).at(-1)!.data as ImportJob;
  const upload = async (csv: string | Buffer, fields: Record<string, string> = {}) => {
    const post = http.post('/api/imports');
    for (const [name, value] of Object.entries(fields)) void post.field(name, value);
    return post.attach('file', Buffer.from(csv), 'products.csv');
  };

  return {
    app,
    db,
    http,
    url,
    database,
    upload,
    end,
    startWorker,
    stopWorker: async () => {
      await worker?.close();
      worker = undefined;
    },
    /** A round of the worker's housekeeping, now. */
    async tidy(): Promise<void> {
      const { Housekeeping } = await import('../../src/housekeeping.js');
      await worker!.get(Housekeeping).tidy();
    },
    /** Uploads a file and waits for the end of its import. */
    async import(csv: string | Buffer, fields?: Record<string, string>): Promise<ImportJob> {
      const { status, body } = await upload(csv, fields);
      if (status !== 202) throw new Error(`upload answered ${status}: ${JSON.stringify(body)}`);
      return end(body.id);
    },
    async has(product: { sku: string; name: string } & Partial<Product>): Promise<Product> {
      return (await http.post('/api/products').send(product).expect(201)).body;
    },
    async products(): Promise<Product[]> {
      return (await http.get('/api/products').query({ sort: '["sku","ASC"]', range: '[0,999]' }).expect(200)).body;
    },
    async rowErrors(id: number): Promise<RowError[]> {
      return (await http.get(`/api/imports/${id}/errors`).query({ range: '[0,999]' }).expect(200)).body;
    },
    /** What the outbox tells, an entry per row; product rows with their items. */
    async events(): Promise<{ type: string; actor: string; items: { sku: string; version: number; productId: number }[] }[]> {
      const rows = await db.query('select type, actor, items from outbox order by id');
      return rows.map(({ items, ...row }: { items: string; type: string; actor: string }) => ({ ...row, items: JSON.parse(items) }));
    },
    /** Deletes every product, as two calls do it, and waits for the end. */
    async deleteAll(): Promise<BulkJob> {
      const { body: asked } = await http.delete('/api/products').expect(422);
      const { body: job } = await http.delete('/api/products').query({ confirm: asked.count }).expect(202);
      return until(async () => {
        const { body } = await http.get(`/api/bulk-jobs/${job.id}`);
        return body.finishedAt ? body : undefined;
      });
    },
    stop: async () => {
      await worker?.close();
      await app.close();
    },
  };
}

/** Asks until there is an answer; gives up after half a minute. */
export async function until<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  const end = Date.now() + 30_000;
  for (;;) {
    const answer = await ask();
    if (answer) return answer;
    if (Date.now() > end) throw new Error('waited 30 s in vain');
    await new Promise((go) => setTimeout(go, 25));
  }
}
