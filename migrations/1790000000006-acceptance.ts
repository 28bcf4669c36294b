import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Files that come in pieces, calls that get the same answer twice, and files that were imported before. */
export class Acceptance1790000000006 implements MigrationInterface {
  name = 'Acceptance1790000000006';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table uploads ( -- a file that comes in pieces, over as many requests as it takes
        id text collate "C" constraint uploads_pkey primary key, -- its key in the file store
        actor text not null, -- nobody else sees it
        bytes bigint not null, -- that it will have
        metadata text not null, -- JSON; text, because it may hold U+0000
        growth jsonb not null default '{"bytes": 0}', -- how much has come, and where the store has it
        writer text, -- the request that may add to it; a later one takes its place
        import_id bigint, -- what it became
        removed_at timestamptz, -- it waited too long
        created_at timestamptz not null default now(),
        touched_at timestamptz not null default now()
      )`);
    await q.query(`
      create table idempotency_keys ( -- what was answered to a call, written in the transaction that did what was asked
        actor text not null,
        route text not null,
        key text collate "C" not null,
        payload text not null, -- SHA-256
        answer text, -- JSON
        created_at timestamptz not null default now(),
        constraint idempotency_keys_pkey primary key (actor, route, key)
      )`);
    await q.query('create index imports_by_content on imports (sha256, kind)');
    await q.query('alter table imports add column file_removed_at timestamptz'); // after so many days the file goes, the import stays
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('alter table imports drop column file_removed_at');
    await q.query('drop index imports_by_content');
    await q.query('drop table idempotency_keys, uploads');
  }
}
