import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Webhooks: who hears what, how far each has come in the log, what was sent and what came back. */
export class Webhooks1790000000010 implements MigrationInterface {
  name = 'Webhooks1790000000010';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table webhooks (
        id bigint generated always as identity constraint webhooks_pkey primary key,
        url text not null,
        event_types text[] not null constraint webhooks_ask_for_something check (cardinality(event_types) > 0),
        enabled boolean not null,
        description text not null,
        format text not null constraint webhooks_formats check (format in ('batch', 'single', 'summary')),
        payload text not null constraint webhooks_payloads check (payload in ('full', 'thin')),
        gzip boolean not null,
        max_items int not null,
        max_bytes int not null,
        parallel int not null,
        timeout_ms int not null,
        rate_per_second real,
        partial_ack boolean not null,
        header_names text[] not null default '{}',
        headers_sealed bytea, -- names and values
        disabled_reason text constraint webhooks_disabled_reasons check (disabled_reason in ('user', 'failing', 'gone', 'receiver')),
        disabled_at timestamptz,
        failing_since timestamptz,
        failed_attempts int not null default 0, -- any success resets both
        warned_hours int not null default 0, -- of failing, the last warning given
        last_attempt_at timestamptz,
        last_success_at timestamptz,
        last_status int,
        last_ms int,
        last_error text, -- null: the last attempt succeeded
        version int not null default 1,
        actor text not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint webhooks_say_why_they_are_disabled check (enabled = (disabled_reason is null) and enabled = (disabled_at is null))
      )`);
    await q.query(`
      create table webhook_secrets (
        id bigint generated always as identity constraint webhook_secrets_pkey primary key,
        webhook_id bigint not null constraint webhook_secrets_webhook references webhooks on delete cascade,
        key_sealed bytea not null,
        created_at timestamptz not null default now(),
        expires_at timestamptz
      )`);
    await q.query('create index webhook_secrets_webhook on webhook_secrets (webhook_id)');

    await q.query(`
      create table outbox_head ( -- one row: how far the log is numbered
        one_row boolean default true constraint outbox_head_pkey primary key constraint outbox_head_is_one_row check (one_row),
        head bigint not null,
        stream text not null -- letters in every event's id, drawn anew when a backup is restored: numbers repeat then
      )`);
    await q.query(`
      insert into outbox_head (head, stream)
      select 0, (select string_agg(substr('abcdefghijkmnpqrstuvwxyz', 1 + floor(random() * 24)::int, 1), '') from generate_series(1, 4))`);

    await q.query(`
      create table webhook_lanes ( -- how far the log is cut into deliveries for one webhook; a replay is a lane with an end
        id bigint generated always as identity constraint webhook_lanes_pkey primary key,
        webhook_id bigint not null constraint webhook_lanes_webhook references webhooks on delete cascade,
        kind text not null constraint webhook_lanes_kinds check (kind in ('live', 'replay')),
        cursor_seq bigint not null,
        cursor_item int not null default 0, -- the next item to take
        latest_until bigint, -- up to there only the newest event of each product
        end_seq bigint, -- of a replay: its last number
        filter jsonb, -- of a replay: {importId} or {deliveryIds}
        total int, -- of a replay: events that it is about
        actor text, -- of a replay: who asked for it
        status text constraint webhook_lanes_statuses check (status in ('processing', 'completed', 'cancelled')), -- of a replay
        failures int not null default 0,
        parked_in_a_row int not null default 0,
        next_attempt_at timestamptz,
        lease_token uuid,
        lease_until timestamptz,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        constraint webhook_lanes_replays_end check ((kind = 'replay') = (status is not null and total is not null and actor is not null))
      ) with (fillfactor = 50)`);
    await q.query(`create unique index webhook_lanes_live on webhook_lanes (webhook_id) where kind = 'live'`);
    await q.query(`create index webhook_lanes_replays on webhook_lanes (webhook_id) where kind = 'replay'`);

    await q.query(`
      create table deliveries (
        id bigint generated always as identity constraint deliveries_pkey primary key,
        webhook_id bigint not null constraint deliveries_webhook references webhooks on delete cascade,
        lane_id bigint, -- null: a lane that is gone
        parent_id bigint,
        message_id text not null, -- the header webhook-id, the same at every attempt
        type text not null, -- an event type, or batch
        event_types text[] not null,
        from_seq bigint,
        from_item int,
        to_seq bigint,
        to_item int, -- both ends belong to it
        n_items int not null,
        body text, -- made once, when it is cut; every attempt sends these bytes
        state text not null default 'open'
          constraint deliveries_states check (state in ('open', 'delivered', 'split', 'parked', 'dead', 'dropped')),
        attempts int not null default 0,
        timeouts int not null default 0, -- in a row
        next_attempt_at timestamptz, -- of a parked one
        last_status int,
        last_error text,
        created_at timestamptz not null default now(),
        finished_at timestamptz
      )`);
    await q.query(`create index deliveries_open on deliveries (lane_id, from_seq, from_item) where state = 'open'`);
    await q.query(`create index deliveries_parked on deliveries (next_attempt_at) where state = 'parked'`);
    await q.query('create index deliveries_of_webhook on deliveries (webhook_id, id)');
    await q.query(`create index deliveries_in_trouble on deliveries (webhook_id, id) where state in ('open', 'parked', 'dead')`);
    await q.query('create index deliveries_parent on deliveries (parent_id) where parent_id is not null');

    await q.query(`
      create table attempts (
        id bigint generated always as identity constraint attempts_pkey primary key,
        delivery_id bigint, -- null: a test
        webhook_id bigint not null constraint attempts_webhook references webhooks on delete cascade,
        attempt_no int not null,
        trigger text not null constraint attempts_triggers check (trigger in ('automatic', 'probe', 'resend', 'replay', 'test')),
        sent_at timestamptz not null,
        ok boolean not null,
        status int,
        error_class text,
        error text,
        dns_ms int,
        connect_ms int,
        tls_ms int,
        first_byte_ms int,
        total_ms int not null,
        remote_address text,
        request_headers jsonb not null,
        response_headers jsonb not null,
        response_body text
      )`);
    await q.query('create index attempts_of_webhook on attempts (webhook_id, sent_at)');
    await q.query('create index attempts_of_delivery on attempts (delivery_id) where delivery_id is not null');
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table attempts, deliveries, webhook_lanes, outbox_head, webhook_secrets, webhooks');
    await q.query('update outbox set seq = null where seq is not null');
  }
}
