import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Imports, the segments of their files and what was wrong with their rows. */
export class Imports1790000000002 implements MigrationInterface {
  name = 'Imports1790000000002';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table imports (
        id bigint generated always as identity constraint imports_pkey primary key,
        kind text not null,
        status text not null default 'pending' constraint imports_statuses check (status in
          ('pending', 'awaiting_mapping', 'awaiting_confirmation', 'processing', 'paused', 'completed', 'failed', 'cancelled', 'reverted')),
        phase text not null default 'uploading' constraint imports_phases check (phase in
          ('uploading', 'parsing', 'validating', 'comparing', 'importing', 'reverting', 'complete')),
        epoch int not null default 0, -- every takeover adds one; chunks of an older epoch do not commit
        version int not null default 1,
        parent_id bigint,
        rest_of bigint, -- its file is to be made of the rows that this import did not come to; null: made, or sent
        actor text not null,
        file_key text not null,
        file_name text not null,
        bytes bigint not null,
        sha256 text not null,
        asked jsonb not null default '{}', -- what somebody said about the file (ImportSettings)
        is_checked boolean not null default false, -- compare first, and wait for a confirmation
        confirmed_at timestamptz,
        profile_id bigint,
        profile_version int,
        guessed_encoding text, -- what it is perhaps written in, for somebody to look at
        text_key text, -- the file as UTF-8, when it came otherwise
        inspection jsonb, -- what was found out about the file, for people (FileInspection)
        dialect jsonb, -- the same for the importer: delimiter, columns, where the rows start
        staging int not null default 1, -- part of the names of its staging tables; staged anew, it counts up
        has_turn boolean not null default false,
        rows bigint not null default 0,
        blank_lines int not null default 0,
        created int not null default 0,
        updated int not null default 0,
        unchanged int not null default 0,
        rejected int not null default 0,
        superseded int not null default 0,
        not_processed int not null default 0,
        winners int not null default 0,
        checked jsonb, -- what its check found (ImportCheck)
        revert jsonb, -- what undoing it did (ImportRevert)
        failure jsonb,
        warnings jsonb not null default '[]',
        beat_at timestamptz not null default now(),
        phase_at timestamptz not null default now(),
        phase_seconds jsonb not null default '{}',
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        constraint imports_count_every_row check
          (finished_at is null or created + updated + unchanged + rejected + superseded + not_processed = rows),
        constraint imports_process_every_row check (status <> 'completed' or not_processed = 0),
        constraint imports_end_with_a_time check
          ((finished_at is not null) = (status in ('completed', 'failed', 'cancelled', 'reverted') or phase = 'reverting'))
      )`);
    await q.query(`
      create function keep_time_of_phases() returns trigger language plpgsql as $$
      begin -- time that an import waits for a person or stands still counts for no phase
        if old.status in ('pending', 'processing') then
          new.phase_seconds := old.phase_seconds || jsonb_build_object(old.phase,
            round((coalesce((old.phase_seconds ->> old.phase)::numeric, 0) + extract(epoch from clock_timestamp() - old.phase_at)), 3));
        end if;
        new.phase_at := clock_timestamp();
        return new;
      end $$`);
    await q.query(`
      create trigger imports_keep_time before update of phase, status on imports
        for each row when ((new.phase, new.status) is distinct from (old.phase, old.status)) execute function keep_time_of_phases()`);
    await q.query(`create index imports_unfinished on imports (id) where finished_at is null or phase = 'reverting'`);
    await q.query(`
      create table segments ( -- a byte range of an import's file that one queue job stages
        import_id bigint not null constraint segments_import references imports on delete cascade,
        no int not null,
        from_byte bigint not null,
        to_byte bigint not null, -- not included
        first_row bigint not null,
        first_line bigint not null,
        row_count int not null,
        padded boolean not null, -- blanks stand around quoted cells
        staged_at timestamptz,
        rejected int not null default 0,
        error_counts jsonb not null default '[]', -- exact, by code, column and severity
        tries int not null default 0, -- how often staging it was begun and not ended
        cut_at timestamptz not null default now(),
        constraint segments_pkey primary key (import_id, no)
      )`);
    await q.query(`
      create table row_errors (
        import_id bigint not null constraint row_errors_import references imports on delete cascade,
        row_no bigint not null,
        nth int not null, -- a row may have several
        line bigint not null,
        "column" text,
        code text not null,
        message text not null,
        value text,
        severity text not null default 'error',
        constraint row_errors_pkey primary key (import_id, row_no, nth)
      )`);
    await q.query(`
      create table check_differences ( -- rows that came out otherwise than their check said
        import_id bigint not null constraint check_differences_import references imports on delete cascade,
        row_no bigint not null,
        sku text not null,
        expected text not null,
        outcome text not null,
        constraint check_differences_pkey primary key (import_id, row_no)
      )`);
    await q.query(`
      create table kept_products ( -- what undoing an import left as it is, and why
        import_id bigint not null constraint kept_products_import references imports on delete cascade,
        product_id bigint not null,
        sku text not null,
        reason text not null constraint kept_products_reasons check (reason in ('changed', 'deleted')),
        actor text,
        at timestamptz,
        constraint kept_products_pkey primary key (import_id, product_id)
      )`);
    await q.query('create schema staging'); // a table of staged rows and one of winners per running import; dropped when it ends
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop schema staging cascade');
    await q.query('drop table kept_products, check_differences, row_errors, segments, imports');
    await q.query('drop function keep_time_of_phases');
  }
}
