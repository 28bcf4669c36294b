import { createPostgresBackend, createRedisBackend, setDefaultBackendFactory, type QueueOptions } from 'bullmq';
import type { Env } from './config.js';

export const IMPORTS = 'imports';
export const BULK_JOBS = 'bulk-jobs';
export const WEBHOOKS = 'webhooks';

/** What a bell says: where to look. Everything else is in the database. */
export type ImportRing = { step: 'look'; importId: number } | { step: 'segment' | 'chunk'; importId: number; no: number };
export type WebhookRing = { step: 'sequence' } | { step: 'lane' };
export type BulkRing = { step: 'look'; bulkJobId: number } | { step: 'chunk'; bulkJobId: number; no: number };

/**
 * The only place that chooses where BullMQ keeps its jobs. Call it before a queue is made: @nestjs/bullmq passes no backend.
 * On PostgreSQL every Queue and Worker has a pool of its own, up to `max`, and a Worker one LISTEN connection more.
 */
export function queueOptions({ REDIS_URL, DATABASE_URL }: Pick<Env, 'REDIS_URL' | 'DATABASE_URL'>): QueueOptions {
  setDefaultBackendFactory((REDIS_URL ? createRedisBackend : createPostgresBackend) as never);
  const connection = REDIS_URL
    ? // A connection that was dropped silently would leave a worker deaf. In tests the timer would outlive the closed client.
      { url: REDIS_URL, maxRetriesPerRequest: null, ...(process.env.JEST_WORKER_ID ? {} : { socketTimeout: 15_000 }) }
    : { connectionString: DATABASE_URL, max: 4, query_timeout: 10_000 };
  return { connection: connection as never, defaultJobOptions: { removeOnComplete: true, removeOnFail: true } };
}
