import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who deleted a product, and what only its last row knew, so that it can come back as it was; and how old versions are found that go. */
export class History1790000000009 implements MigrationInterface {
  name = 'History1790000000009';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table product_versions -- filled in the last version before a deletion, which itself counts as the version after it
        add column deleted_by text,
        add column created_at timestamptz,
        add column last_import_id bigint`);
    await q.query(`
      create function keep_deleted_products() returns trigger language plpgsql as $$
      begin -- a row that goes cannot say who takes it: writeProducts does
        insert into product_versions (product_id, version, sku, name, description, active, attributes, actor, written_at,
                                      deleted_by, created_at, last_import_id)
        select id, version, sku, name, description, active, attributes, actor, updated_at,
               nullif(current_setting('products.actor', true), ''), created_at, last_import_id from before;
        return null;
      end $$`);
    await this.keepOnDelete(q, 'keep_deleted_products');
    await q.query('create index product_versions_by_age on product_versions (replaced_at)');
    await q.query(`
      create table retention_sweeps ( -- when a worker last removed what was too old
        what text constraint retention_sweeps_pkey primary key,
        swept_at timestamptz not null default now()
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table retention_sweeps');
    await q.query('drop index product_versions_by_age');
    await this.keepOnDelete(q, 'keep_product_versions');
    await q.query('drop function keep_deleted_products');
    await q.query('alter table product_versions drop column deleted_by, drop column created_at, drop column last_import_id');
  }

  private async keepOnDelete(q: QueryRunner, keep: string): Promise<void> {
    await q.query('drop trigger product_versions_on_delete on products');
    await q.query(`
      create trigger product_versions_on_delete after delete on products
        referencing old table as before for each statement execute function ${keep}()`);
  }
}
