import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Finding products: signatures of their texts in place of a trigram index, which took longer to follow an import than the import took;
 * how many products there are, without counting them; and ranges of dates.
 */
export class Finding1790000000007 implements MigrationInterface {
  name = 'Finding1790000000007';

  async up(q: QueryRunner): Promise<void> {
    await q.query('drop table product_search');
    await q.query(`
      create table search_blocks ( -- 8,192 products whose ids follow one another
        block int constraint search_blocks_pkey primary key,
        slots int not null, -- of a signature
        changes int not null -- taken in since it was made; their old texts are still in it
      )`);
    await q.query(`
      create table search_slices (
        block int not null,
        slot int not null, -- a trigram has two
        products bit(8192) not null, -- those of the block that have it set
        constraint search_slices_pkey primary key (block, slot)
      )`);
    await q.query('alter table search_slices alter products set storage plain');
    await q.query(`update outbox set indexed_at = null where indexed_at is not null and type like 'product.%'`); // no event was ever removed: all products are among them
    await q.query(`
      create table search_demand ( -- when a search last found the index behind; one row
        one_row boolean default true constraint search_demand_pkey primary key constraint search_demand_is_one_row check (one_row),
        at timestamptz not null
      )`);

    await q.query('create table product_count_changes (n bigint not null)'); // add up to the number of products; no two writers meet in a row
    await q.query('insert into product_count_changes select count(*) from products');

    for (const column of ['created_at', 'updated_at'])
      await q.query(`create index products_by_${column} on products using brin (${column}) with (autosummarize)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop index products_by_created_at, products_by_updated_at');
    await q.query('drop table product_count_changes, search_demand, search_slices, search_blocks');
    await q.query('create table product_search (product_id bigint constraint product_search_pkey primary key, text text not null)');
    await q.query('create index product_search_trigrams on product_search using gin (text gin_trgm_ops)');
    await q.query(`update outbox set indexed_at = null where type like 'product.%'`);
  }
}
