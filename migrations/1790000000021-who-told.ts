import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which file made an irregularity what it is, beside the row that it is about; and which one completed the zip of an address. */
export class WhoTold1790000000021 implements MigrationInterface {
  name = 'WhoTold1790000000021';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table irregularities add column found_by_import_id bigint');
    await q.query('update irregularities set found_by_import_id = import_id');
    await q.query('alter table irregularities alter column found_by_import_id set not null');
    await q.query('drop index irregularities_of_import');
    await q.query('create index irregularities_of_import on irregularities (found_by_import_id)');
    await q.query('alter table customer_addresses add column completed_by_import_id bigint, add column completed_at timestamptz'); // null: its first import told all of it
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table customer_addresses drop column completed_by_import_id, drop column completed_at');
    await q.query('drop index irregularities_of_import');
    await q.query('create index irregularities_of_import on irregularities (import_id)');
    await q.query('alter table irregularities drop column found_by_import_id');
  }
}
