import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Text search over products. The trigram index is on a table beside them, fed from the outbox when nobody writes many products:
 * in place it would make an import of half a million rows several times as slow.
 */
export class Search1790000000004 implements MigrationInterface {
  name = 'Search1790000000004';

  async up(q: QueryRunner): Promise<void> {
    await q.query('create extension if not exists pg_trgm'); // trusted since PostgreSQL 13: the database's owner may
    await q.query(`
      create table product_search (
        product_id bigint constraint product_search_pkey primary key,
        text text not null -- SKU, name and description, in lower case
      )`);
    await q.query('create index product_search_trigrams on product_search using gin (text gin_trgm_ops)');
    await q.query('alter table outbox add column indexed_at timestamptz');
    await q.query(`create index outbox_unindexed on outbox (id) where indexed_at is null and type like 'product.%'`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index outbox_unindexed');
    await q.query('alter table outbox drop column indexed_at');
    await q.query('drop table product_search');
  }
}
