import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Named settings for files of one layout, with all of their versions. */
export class ImportProfiles1790000000005 implements MigrationInterface {
  name = 'ImportProfiles1790000000005';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table import_profiles (
        id bigint generated always as identity constraint import_profiles_pkey primary key,
        name text not null,
        kind text not null,
        version int not null default 1,
        fingerprint text not null, -- of the header
        columns jsonb not null,
        settings jsonb not null,
        actor text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint import_profiles_one_per_name unique (kind, name)
      )`);
    await q.query('create index import_profiles_by_fingerprint on import_profiles (kind, fingerprint)');
    await q.query(`
      create table import_profile_versions ( -- what a profile was before each change
        profile_id bigint not null constraint import_profile_versions_profile references import_profiles on delete cascade,
        version int not null,
        name text not null,
        settings jsonb not null,
        actor text not null,
        written_at timestamptz not null,
        constraint import_profile_versions_pkey primary key (profile_id, version)
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table import_profile_versions, import_profiles');
  }
}
