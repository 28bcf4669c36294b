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
        actor text not null,
        file_key text not null,
        file_name text not null,
        bytes bigint not null,
        sha256 text not null,
        asked jsonb not null default '{}', -- what the caller wants: mapping, delimiter
        dialect jsonb, -- what the inspection found: delimiter, header, columns, where the rows start
        rows bigint not null default 0,
        blank_lines int not null default 0,
        created int not null default 0,
        updated int not null default 0,
        unchanged int not null default 0,
        rejected int not null default 0,
        superseded int not null default 0,
        not_processed int not null default 0,
        winners int not null default 0,
        failure jsonb,
        warnings jsonb not null default '[]',
        beat_at timestamptz not null default now(),
        phase_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        started_at timestamptz,
        finished_at timestamptz,
        constraint imports_count_every_row check
          (finished_at is null or created + updated + unchanged + rejected + superseded + not_processed = rows),
        constraint imports_process_every_row check (status <> 'completed' or not_processed = 0),
        constraint imports_end_with_a_time check ((finished_at is not null) = (status in ('completed', 'failed', 'cancelled', 'reverted')))
      )`);
    await q.query(`create index imports_unfinished on imports (id) where finished_at is null`);
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
    await q.query('create schema staging'); // a table of staged rows and one of winners per running import; dropped when it ends
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop schema staging cascade');
    await q.query('drop table row_errors, segments, imports');
  }
}
