import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Bulk jobs that change products as well as delete them, and are undone. What any work over many products kept as it was stands in one table, by actor. */
export class BulkJobs1790000000008 implements MigrationInterface {
  name = 'BulkJobs1790000000008';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      alter table bulk_jobs
        drop constraint bulk_jobs_actions,
        add constraint bulk_jobs_actions check (action in ('delete', 'activate', 'deactivate', 'set_attribute')),
        add column attribute jsonb, -- key and value; a value of null removes the key
        add constraint bulk_jobs_name_their_attribute check ((action = 'set_attribute') = (attribute is not null)),
        drop constraint bulk_jobs_statuses,
        add constraint bulk_jobs_statuses check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled', 'reverted')),
        add column phase text not null default 'applying' constraint bulk_jobs_phases check (phase in ('applying', 'undoing', 'complete')),
        add column version int not null default 1,
        add column failure jsonb,
        add column started_at timestamptz,
        add column undo_actor text, -- who asked for it to be undone
        add column undo_started_at timestamptz,
        add column undo_finished_at timestamptz`);
    await q.query(`update bulk_jobs set phase = 'complete' where status = 'completed'`);
    await q.query(`update bulk_jobs set status = 'cancelled', finished_at = now() where finished_at is null`); // their chunks name no products
    await q.query(`delete from turns where actor like 'bulk:%'`);
    await q.query(`update bulk_jobs set started_at = created_at where status <> 'pending'`);
    await q.query(`
      alter table bulk_jobs add constraint bulk_jobs_end_with_a_time check
        ((finished_at is not null) = (status in ('completed', 'failed', 'cancelled', 'reverted') or phase = 'undoing'))`);
    await q.query(`create index bulk_jobs_unfinished on bulk_jobs (id) where finished_at is null or phase = 'undoing'`);

    await q.query(`
      alter table chunks
        add column kept int not null default 0, -- left as they are although they were to be changed; kept_products says why
        drop constraint chunks_count_every_row`);
    await q.query(`update chunks set kept = unchanged, unchanged = 0 where actor like 'revert:%'`);
    await q.query(`
      alter table chunks add constraint chunks_count_every_row
        check (applied_at is null or created + updated + unchanged + deleted + kept = row_count)`);

    await q.query('alter table kept_products rename column actor to changed_by');
    await q.query('alter table kept_products add column actor text'); // the work that kept it: revert:7, bulk:5, undo:5
    await q.query(`update kept_products set actor = 'revert:' || import_id`);
    await q.query(`
      alter table kept_products
        drop column import_id, -- and its key with it
        alter column actor set not null,
        add constraint kept_products_pkey primary key (actor, product_id),
        drop constraint kept_products_reasons,
        add constraint kept_products_reasons check (reason in ('changed', 'deleted', 'sku_taken', 'too_many_attributes'))`);
  }

  /** Bulk jobs of which there were none before go, with what they kept. */
  async down(q: QueryRunner): Promise<void> {
    await q.query(`delete from kept_products where actor not like 'revert:%'`);
    await q.query(`
      alter table kept_products
        drop constraint kept_products_reasons,
        add constraint kept_products_reasons check (reason in ('changed', 'deleted')),
        add column import_id bigint`);
    await q.query(`update kept_products set import_id = substring(actor from '^revert:(\\d+)$')::bigint`);
    await q.query(`
      alter table kept_products
        drop column actor,
        alter column import_id set not null,
        add constraint kept_products_pkey primary key (import_id, product_id),
        add constraint kept_products_import foreign key (import_id) references imports on delete cascade`);
    await q.query('alter table kept_products rename column changed_by to actor');

    await q.query('alter table chunks drop constraint chunks_count_every_row');
    await q.query('update chunks set unchanged = unchanged + kept');
    await q.query(`
      alter table chunks
        drop column kept,
        add constraint chunks_count_every_row check (applied_at is null or created + updated + unchanged + deleted = row_count)`);

    await q.query(
      `delete from turns where actor in (select work || id from bulk_jobs, unnest(array['bulk:', 'undo:']) work where action <> 'delete' or phase = 'undoing')`,
    );
    await q.query(`delete from bulk_jobs where action <> 'delete'`);
    await q.query(`update bulk_jobs set status = 'completed' where status = 'reverted' or phase = 'undoing'`);
    await q.query('drop index bulk_jobs_unfinished');
    await q.query(`
      alter table bulk_jobs
        drop constraint bulk_jobs_end_with_a_time,
        drop constraint bulk_jobs_phases,
        drop column phase, drop column version, drop column failure, drop column started_at,
        drop column undo_actor, drop column undo_started_at, drop column undo_finished_at, drop column attribute,
        drop constraint bulk_jobs_actions,
        add constraint bulk_jobs_actions check (action in ('delete')),
        drop constraint bulk_jobs_statuses,
        add constraint bulk_jobs_statuses check (status in ('pending', 'processing', 'completed', 'failed', 'cancelled'))`);
  }
}
