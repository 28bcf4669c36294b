import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Products with their past, the outbox in which every change is told, and the line of those who write many products. */
export class Catalogue1790000000001 implements MigrationInterface {
  name = 'Catalogue1790000000001';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table products (
        id bigint generated always as identity constraint products_pkey primary key,
        sku text not null constraint products_have_a_sku check (sku <> ''),
        sku_key text collate "C" not null, -- made by skuKey() of libs/domain; the C collation makes a large merge twice as fast
        name text not null constraint products_have_a_name check (name <> ''),
        description text not null default '',
        active boolean not null default true,
        attributes jsonb not null default '{}',
        version int not null default 1,
        last_import_id bigint,
        actor text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint products_one_per_sku unique (sku_key)
      ) with (fillfactor = 90)`);

    await q.query('create index products_inactive on products (id) where not active'); // few, as a rule, and looked for

    await q.query(`
      create table product_versions (
        product_id bigint not null,
        version int not null,
        sku text not null,
        name text not null,
        description text not null,
        active boolean not null,
        attributes jsonb not null,
        actor text not null,
        written_at timestamptz not null,
        replaced_at timestamptz not null default now(),
        constraint product_versions_pkey primary key (product_id, version) -- refuses the write after one that forgot version + 1
      )`);
    await q.query(`
      create function keep_product_versions() returns trigger language plpgsql as $$
      begin -- one insert per statement, however many rows
        insert into product_versions (product_id, version, sku, name, description, active, attributes, actor, written_at)
        select id, version, sku, name, description, active, attributes, actor, updated_at from before;
        return null;
      end $$`);
    for (const change of ['update', 'delete'])
      await q.query(`
        create trigger product_versions_on_${change} after ${change} on products
          referencing old table as before for each statement execute function keep_product_versions()`);

    await q.query(`
      create table outbox (
        id bigint generated always as identity constraint outbox_pkey primary key, -- sequence cache 1: order per product rests on it
        seq bigint constraint outbox_one_per_seq unique, -- given after commit; dense
        actor text not null,
        origin text not null,
        import_id bigint,
        chunk_no int,
        part int not null default 0,
        type text not null,
        n_items int not null constraint outbox_rows_have_items check (n_items > 0),
        items text not null, -- JSON array; of a product: productId, sku, version
        occurred_at timestamptz not null default now(),
        constraint outbox_once_per_chunk unique (actor, chunk_no, type, part)
      )`);
    await q.query('create index outbox_unnumbered on outbox (id) where seq is null');

    await q.query(`
      create table turns ( -- the line of those who write many products; the lowest number has the turn
        no bigint generated always as identity constraint turns_pkey primary key,
        actor text not null constraint turns_once_per_actor unique
      )`);
    await q.query(`
      create table chunks ( -- a range of keys that one transaction writes; its counts commit with its products
        actor text not null,
        no int not null,
        first_key text collate "C" not null,
        last_key text collate "C" not null,
        row_count int not null,
        applied_at timestamptz,
        created int not null default 0,
        updated int not null default 0,
        unchanged int not null default 0,
        deleted int not null default 0,
        row_nos int[], -- of an import: the rows of the file that won, in key order
        outcomes text, -- and what became of each: c, u or n (unchanged), a letter per row in the same order
        target_ids bigint[], -- and of which product; of an undone import: the products that it had written
        constraint chunks_pkey primary key (actor, no),
        constraint chunks_count_every_row check (applied_at is null or created + updated + unchanged + deleted = row_count)
      )`);
    await q.query(`
      create table bulk_jobs (
        id bigint generated always as identity constraint bulk_jobs_pkey primary key,
        action text not null constraint bulk_jobs_actions check (action in ('delete')),
        status text not null default 'pending'
          constraint bulk_jobs_statuses check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled')),
        epoch int not null default 0,
        has_turn boolean not null default false,
        total int not null,
        actor text not null,
        beat_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        finished_at timestamptz
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table bulk_jobs, chunks, turns, outbox, product_versions, products');
    await q.query('drop function keep_product_versions');
  }
}
