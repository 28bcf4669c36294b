// Plain SQL, done as well as psql can: COPY into a temporary table, then one upsert on lower(sku).
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export async function createBaselineTable(db) {
  await db.query(`
    create table base_products (
      id bigint generated always as identity primary key,
      sku text not null,
      name text not null,
      description text not null default '',
      active boolean not null default true,
      created_at timestamptz not null default now(),
      updated_at timestamptz not null default now()
    )`);
  await db.query('create unique index base_products_sku on base_products (lower(sku))');
}

/** One import on a connection of its own, as a psql script would do it: seconds, from connecting to the commit. */
export async function importByBaseline(url, file) {
  const started = performance.now();
  const client = new pg.Client({ connectionString: url, application_name: 'baseline' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query('create temp table load (name text, sku text, description text) on commit drop');
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), client.query(copyFrom('copy load from stdin (format csv, header)')));
    await client.query(`
      insert into base_products (sku, name, description)
      select distinct on (lower(sku)) sku, name, description from load order by lower(sku), ctid desc -- the last row wins
      on conflict (lower(sku)) do update
        set sku = excluded.sku, name = excluded.name, description = excluded.description, updated_at = now()`);
    await client.query('commit');
  } finally {
    await client.end();
  }
  return (performance.now() - started) / 1000;
}
