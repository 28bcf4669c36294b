import pg from 'pg';
import { dataSource } from '../../src/data-source.js';
import { migrate } from '../../src/platform/migrate.js';

const server = process.env.TEST_POSTGRES!;
const at = (database: string) => server.replace(/[^/]+$/, database);

/** A migrated database of one's own: a copy of a template that the first caller of the run migrates. */
export async function freshDatabase(): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(2)');
    if (!(await client.query(`select 1 from pg_database where datname = 'template'`)).rowCount) {
      await client.query('create database template');
      await migrate(at('template'), true, dataSource(at('template')));
    }
    return await copy(client, 'template');
  } finally {
    await client.end();
  }
}

/** A copy of a database to which nobody is connected. */
export async function copiedDatabase(database: string): Promise<string> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    return await copy(client, new URL(database).pathname.slice(1));
  } finally {
    await client.end();
  }
}

async function copy(client: pg.Client, template: string): Promise<string> {
  const name = `test_${process.env.JEST_WORKER_ID}_${Date.now()}_${Math.random().toString(36).slice(2, 8)}`;
  await client.query(`create database ${name} template ${template}`);
  return at(name);
}
