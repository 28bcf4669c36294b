import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startPostgres, startRedis } from '../../../../scripts/services.mjs';

/** One PostgreSQL for the whole run, and one Redis: that of REDIS_URL (it is emptied!), or one of the machine's own programs. */
export default async function () {
  const started = performance.now();
  const base = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-test-'));
  fs.chmodSync(base, 0o755);
  const postgres = await startPostgres({
    dir: path.join(base, 'postgres'),
    settings: { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 200 },
  });
  const redis = process.env.REDIS_URL ? undefined : await startRedis();
  process.env.TEST_POSTGRES = postgres.url;
  process.env.DATA_DIR = path.join(base, 'data');
  const redisUrl = process.env.REDIS_URL ?? redis?.url;
  if (redisUrl) process.env.TEST_REDIS = redisUrl;
  globalThis.services = { base, postgres, redis };
  console.log(
    `\n${postgres.version} from ${postgres.from}, ${redis?.version ?? redisUrl ?? 'no Redis: its tests are skipped'}, in ${Math.round(performance.now() - started)} ms`,
  );
}
