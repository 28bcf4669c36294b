// The connection with which a supervisor owns its embedded PostgreSQL: an advisory lock, held for as long as it runs.
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

const startingUp = '57P03';

async function connect(port, tries = 300) {
  const client = new pg.Client({ host: '127.0.0.1', port, user: 'app', database: 'postgres', application_name: 'owner' });
  client.on('error', () => {}); // the server went away; `end` follows
  try {
    await client.connect();
    return client;
  } catch (error) {
    if (error.code !== startingUp || tries === 0) throw error;
    await sleep(100); // an adopted server may still be recovering
    return connect(port, tries - 1);
  }
}

/** Takes the server on `port` for this process; refuses when another one has it. */
export async function ownDatabase(port, dir) {
  const owner = await connect(port);
  const { rows } = await owner.query('select pg_try_advisory_lock(1) as mine');
  if (rows[0].mine) return owner;
  await owner.end();
  throw new Error(`${dir} is in use: another Product Importer is running on it`);
}
