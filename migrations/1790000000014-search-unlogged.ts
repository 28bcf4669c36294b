import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The search index can be made anew from the products, so it need not survive a crash of PostgreSQL: following an import costs it half as much. */
export class SearchUnlogged1790000000014 implements MigrationInterface {
  name = 'SearchUnlogged1790000000014';

  async up(q: QueryRunner): Promise<void> {
    await q.query('alter table search_slices set unlogged');
    await q.query('alter table search_blocks set unlogged, alter column slots drop not null'); // null: its slices are still to be made
    await q.query(`
      create unlogged table search_alive ( -- one row, which a crash takes away together with the index
        one_row boolean default true constraint search_alive_pkey primary key constraint search_alive_is_one_row check (one_row)
      )`);
    await q.query('insert into search_alive default values');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table search_alive');
    await q.query('delete from search_blocks where slots is null');
    await q.query('alter table search_blocks set logged, alter column slots set not null');
    await q.query('alter table search_slices set logged');
  }
}
