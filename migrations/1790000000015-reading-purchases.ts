import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finding customers and purchases by text, by import and by state. */
export class ReadingPurchases1790000000015 implements MigrationInterface {
  name = 'ReadingPurchases1790000000015';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table customers add column search text collate "C" not null -- the C collation makes looking through all of them three times as fast
        generated always as (lower(first_name || ' ' || last_name || ' ' || customer_id::text)) stored`);
    await q.query('create statistics customer_addresses_states on (upper(state)) from customer_addresses');

    await q.query('drop index purchases_by_import');
    await q.query('create index purchases_by_import on purchases (import_id, purchased_at, id)');
    await q.query(`create index purchases_canceled on purchases (purchased_at, id) where status = 'canceled'`);

    await q.query(`
      create table purchase_names ( -- what products are called in purchases: few, where those are many
        sku text collate "C" not null,
        name text not null,
        constraint purchase_names_pkey primary key (sku, name)
      )`);
    await q.query('create table purchase_names_of (import_id bigint constraint purchase_names_of_pkey primary key)'); // the names of its purchases are there
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table purchase_names_of, purchase_names');
    await q.query('drop index purchases_canceled, purchases_by_import');
    await q.query('create index purchases_by_import on purchases using brin (import_id)');
    await q.query('drop statistics customer_addresses_states');
    await q.query('alter table customers drop column search');
  }
}
