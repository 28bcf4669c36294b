import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may come in, who is in, and what each of them did. */
export class Access1790000000003 implements MigrationInterface {
  name = 'Access1790000000003';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table users (
        id bigint generated always as identity constraint users_pkey primary key,
        email text not null,
        email_key text collate "C" not null constraint users_one_per_email unique,
        password_hash text not null, -- Argon2id
        role text not null constraint users_roles check (role in ('admin')),
        disabled_at timestamptz,
        created_at timestamptz not null default now()
      )`);
    await q.query(`
      create table sessions (
        token_hash bytea constraint sessions_pkey primary key, -- SHA-256 of what the cookie holds
        user_id bigint not null constraint sessions_user references users on delete cascade,
        created_at timestamptz not null default now(),
        seen_at timestamptz not null default now()
      )`);
    await q.query(`
      create table login_failures ( -- per account and per address, to slow down guessing
        key text collate "C" constraint login_failures_pkey primary key,
        failures int not null,
        last_at timestamptz not null default now()
      )`);
    await q.query(`
      create table audit (
        id bigint generated always as identity constraint audit_pkey primary key,
        at timestamptz not null default now(),
        actor text not null,
        action text not null,
        target text,
        change jsonb
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table audit, login_failures, sessions, users');
  }
}
