import { runMigrations } from 'bullmq';
import pg from 'pg';
import type { DataSource, EntityManager } from 'typeorm';

/**
 * Brings our tables and, on the PostgreSQL queue, BullMQ's schema up to date, then does what a new database needs.
 * One process at a time, others wait: several machines may start at once.
 */
export async function migrate(
  url: string,
  queueInPostgres: boolean,
  dataSource: DataSource,
  fill: (tx: EntityManager) => Promise<void> = async () => {},
): Promise<void> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  await client.connect();
  try {
    await refuseOldServer(client);
    await client.query(`select pg_advisory_lock(hashtext('migrations'))`);
    await dataSource.initialize();
    try {
      await dataSource.runMigrations({ transaction: 'each' });
      await dataSource.transaction(fill);
    } finally {
      await dataSource.destroy();
    }
    if (queueInPostgres) await runMigrations(client as never);
  } finally {
    await client.end();
  }
}

async function refuseOldServer(client: pg.Client): Promise<void> {
  const { rows } = await client.query(
    `select current_setting('server_version_num')::int as number, current_setting('server_version') as version`,
  );
  if (rows[0].number < 150_000) throw new Error(`DATABASE_URL: PostgreSQL ${rows[0].version} is too old, 15 or newer is needed`);
}
