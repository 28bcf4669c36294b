// Plain SQL, as one would write it for such files: COPY into a temporary table, then a statement for each thing that it tells of.
import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

export const baselineTables = ['base_customers', 'base_addresses', 'base_products', 'base_purchases'];

export async function createBaselineTables(db) {
  await db.query(`
    create table base_customers (
      customer_id bigint primary key, first_name text not null, last_name text not null, seen_at timestamptz not null
    );
    create table base_addresses (
      customer_id bigint not null references base_customers, street text not null, state text not null, zip text not null, valid_from timestamptz not null,
      primary key (customer_id, street, state, zip)
    );
    create table base_products (product_id bigint primary key, name text not null);
    create table base_purchases (
      id bigint generated always as identity primary key,
      customer_id bigint not null references base_customers,
      product_id bigint not null references base_products,
      amount numeric(12, 2) not null,
      purchased_at timestamptz not null,
      canceled_at timestamptz,
      unique (customer_id, product_id, purchased_at)
    );
    create index on base_purchases (purchased_at, id);
    create index on base_purchases (product_id, purchased_at)`);
}

/** The seven statements; the first one is followed by the file. */
const load = `
  create temp table load (customer_id bigint, first_name text, last_name text, street text, state text, zip text, status text,
                          product_id bigint, product_name text, amount numeric(12, 2), purchased_at timestamptz) on commit drop`;
const statements = [
  `insert into base_customers
   select distinct on (customer_id) customer_id, first_name, last_name, purchased_at from load order by customer_id, purchased_at desc
   on conflict (customer_id) do update set first_name = excluded.first_name, last_name = excluded.last_name, seen_at = excluded.seen_at
    where excluded.seen_at > base_customers.seen_at`,
  `insert into base_addresses
   select customer_id, street, state, zip, min(purchased_at) from load group by customer_id, street, state, zip
   on conflict do nothing`,
  `insert into base_products
   select distinct on (product_id) product_id, product_name from load order by product_id, purchased_at desc
   on conflict do nothing`,
  `insert into base_purchases (customer_id, product_id, amount, purchased_at)
   select customer_id, product_id, amount, purchased_at from load where status = 'new'
   on conflict do nothing`,
  `update base_purchases p set canceled_at = c.canceled_at
     from (select distinct on (l.customer_id, l.product_id, l.purchased_at) p.id, l.purchased_at as canceled_at
             from load l join base_purchases p on (p.customer_id, p.product_id) = (l.customer_id, l.product_id) and p.purchased_at <= l.purchased_at
            where l.status = 'canceled' order by l.customer_id, l.product_id, l.purchased_at, p.purchased_at desc) c
    where p.id = c.id and p.canceled_at is null`,
];

/** One import on a connection of its own, as a psql script would do it: seconds, from connecting to the commit. */
export async function importPurchasesByBaseline(url, file) {
  const started = performance.now();
  const client = new pg.Client({ connectionString: url, application_name: 'baseline' });
  await client.connect();
  try {
    await client.query('begin');
    await client.query(load);
    await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), client.query(copyFrom('copy load from stdin')));
    for (const statement of statements) await client.query(statement);
    await client.query('commit');
  } finally {
    await client.end();
  }
  return (performance.now() - started) / 1000;
}
