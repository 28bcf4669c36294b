import net from 'node:net';
import { z } from 'zod';
import { failpointForm } from './failpoint.js';

const url = (protocols: string[], form: string) =>
  z
    .string()
    .refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), `expected the form ${form}`)
    .optional();

const flagless = (text: unknown) => (text === '' ? undefined : text); // an empty variable is an unset one
const optional = <T extends z.ZodType>(schema: T) => z.preprocess(flagless, schema);

const sealingKeyForm = 'expected 32 bytes as base64, as `openssl rand -base64 32` prints them';

const days = z.coerce.number('expected a number of days').int().min(1).max(36_500);

const isRange = (text: string) => {
  const [address = '', bits = ''] = text.split('/');
  return /^\d{1,3}$/.test(bits) && net.isIP(address) !== 0 && Number(bits) <= (net.isIPv4(address) ? 32 : 128);
};

const Variables = z.object({
  PORT: optional(z.coerce.number('expected a port number').int().min(0).max(65_535).default(3000)),
  HOST: optional(z.string().default('127.0.0.1')),
  DATABASE_URL: optional(url(['postgres:', 'postgresql:'], 'postgres://user:password@host:5432/database')),
  REDIS_URL: optional(url(['redis:', 'rediss:'], 'redis://host:6379')).describe('Unset: BullMQ keeps its queues in PostgreSQL'),
  DATA_DIR: optional(z.string().default('.data')),
  STORAGE_URL: optional(url(['s3:'], 's3://bucket/prefix')).describe('Unset: files under DATA_DIR'),
  S3_ENDPOINT: optional(url(['http:', 'https:'], 'https://host')),
  ADMIN_EMAIL: optional(z.string().min(1).max(254).default('admin@localhost')),
  ADMIN_PASSWORD: optional(z.string().min(8, 'expected at least 8 characters').max(128).optional()),
  ADMIN_API_KEY: optional(z.string().min(16, 'expected at least 16 characters').max(255).optional()),
  MAX_UPLOAD_BYTES: optional(
    z.coerce
      .number('expected a number of bytes')
      .int()
      .positive()
      .default(2 ** 31),
  ),
  MAX_IMPORT_ROWS: optional(z.coerce.number('expected a number of rows').int().positive().default(10_000_000)),
  BRAKE_SHARE: optional(z.coerce.number('expected a share from 0 to 1').min(0).max(1).default(0.2)).describe(
    'Share of the catalogue or of the rows above which a confirmation is typed',
  ),
  HISTORY_DAYS: optional(days.default(90)).describe('How long an import or a bulk job can be undone, and a product be made what it was'),
  EVENT_DAYS: optional(days.optional()).describe('How long events are kept: never longer than the versions that they speak of'),
  FILE_DAYS: optional(days.default(30)).describe('How long files of imports are kept, and what was wrong with their rows'),
  AUDIT_DAYS: optional(days.default(365)).describe('How long it is known who did what'),
  WEBHOOK_SEALING_KEY: optional(
    z
      .string(sealingKeyForm)
      .refine((text) => Buffer.from(text, 'base64').length === 32 && /^[A-Za-z0-9+/]{43}=$/.test(text), sealingKeyForm)
      .describe('Seals what webhooks keep secret; made by the launcher for the embedded PostgreSQL'),
  ),
  WEBHOOK_ALLOW_PRIVATE: optional(
    z
      .string()
      .default('')
      .transform((list) => list.split(',').flatMap((range) => range.trim() || []))
      .refine((ranges) => ranges.every(isRange), 'expected ranges such as 127.0.0.0/8,fd00::/8'),
  ).describe('Ranges of private addresses that webhooks may reach: for development'),
  WORKERS: optional(z.coerce.number('expected a number of processes').int().min(1).max(64).default(2)),
  LOG_LEVEL: optional(z.enum(['error', 'warn', 'log', 'debug'], 'expected error, warn, log or debug').default('warn')),
  SWEEP_AFTER_MS: optional(z.coerce.number('expected milliseconds').int().min(100).default(8_000)).describe(
    'Silence after which work is taken over',
  ),
  SEGMENT_BYTES: optional(
    z.coerce
      .number('expected a number of bytes')
      .int()
      .positive()
      .default(2 ** 20),
  ).describe('Small enough to hold some of in memory, large enough that queue and transactions weigh little'),
  CHUNK_SIZE: optional(z.coerce.number('expected a number of products').int().positive().default(10_000)).describe(
    'Keys in a chunk: a tenth of a second of work, so that cancelling and taking over are quick',
  ),
  FAILPOINT: optional(z.string().regex(failpointForm, 'expected the form chunk.begin:1=kill').optional()).describe(
    'Where the process shall fail; for tests',
  ),
});

/** The environment, checked. What it does not name is ignored; what is wrong stops the start, by name. */
export const Env = Variables.transform((env) => ({ ...env, EVENT_DAYS: env.EVENT_DAYS ?? Math.min(30, env.HISTORY_DAYS) })).refine(
  ({ EVENT_DAYS, HISTORY_DAYS }) => EVENT_DAYS <= HISTORY_DAYS,
  { path: ['EVENT_DAYS'], message: 'expected no more days than HISTORY_DAYS' },
);
export type Env = z.infer<typeof Env>;

/** Under this the checked environment is injected. */
export const ENV = Symbol('environment');

/** The checked environment, or one sentence that names every wrong variable. */
export function readEnv(variables: Record<string, string | undefined> = process.env): Env {
  const parsed = Env.safeParse(variables);
  if (!parsed.success) throw new Error(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  if (!parsed.data.DATABASE_URL) throw new Error('DATABASE_URL: expected the form postgres://user:password@host:5432/database');
  return parsed.data;
}
