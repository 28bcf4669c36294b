import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a person has decided on may be explained by a later file, too: opened again, it is resolved. */
export class OutdatedDecisions1790000000017 implements MigrationInterface {
  name = 'OutdatedDecisions1790000000017';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table irregularities drop constraint irregularities_are_resolved_by_a_file');
    await q.query(`
      alter table irregularities add constraint irregularities_are_resolved_by_a_file
        check (case status when 'open' then resolved_by_import_id is null when 'resolved' then resolved_by_import_id is not null else true end)`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query(`update irregularities set resolved_by_import_id = null where status <> 'resolved'`);
    await q.query('alter table irregularities drop constraint irregularities_are_resolved_by_a_file');
    await q.query(
      `alter table irregularities add constraint irregularities_are_resolved_by_a_file check ((status = 'resolved') = (resolved_by_import_id is not null))`,
    );
  }
}
