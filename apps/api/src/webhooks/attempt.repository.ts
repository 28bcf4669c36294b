import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { AttemptTrigger, DeliveryState } from '@app/domain';
import { calming } from './calming.js';
import type { Duty } from './duty.js';
import type { Claim } from './lane.repository.js';
import type { Answer } from './webhook-client.js';

/** How an attempt ended, and what becomes of its message. */
export type Outcome = {
  duty: Duty;
  answer: Answer;
  trigger: AttemptTrigger;
  state: DeliveryState;
  timeouts: number;
  refusals: number;
  /** Milliseconds until a parked message is tried again; null: as it was. */
  delay: number | null;
  /** The receiver took nothing: it counts against the webhook. */
  isFailure: boolean;
};

/** Under what the messages may be moved: a lane with its new counts, when it is tried again and the windows of which nothing is left, or (parked) the time until which they were taken. */
export type Hold =
  | { claim: Claim; failures: number; parkedInARow: number; delay: number | null; emptied: number[] }
  | { webhookId: number; heldUntil: Date };

/** `isMine`: the messages were moved, not only the attempts written down. The rest is how the webhook stands; null: it is gone. */
export type Standing = {
  id: number;
  isMine: boolean;
  failingMs: number | null;
  failedAttempts: number;
  warnedHours: number;
  version: number;
} | null;

/** Attempts are facts: they are written down whoever made them. Their messages move only while their lane is held. */
@Injectable()
export class AttemptRepository {
  constructor(private readonly db: DataSource) {}

  /** Writes attempts, what becomes of their messages, and how the webhook stands, in one statement. `tx` where more belongs to it. */
  async record(outcomes: Outcome[], hold: Hold, leaseMs: number, tx: EntityManager = this.db.manager): Promise<Standing> {
    const isLane = 'claim' in hold;
    const last = outcomes.reduce((a, b) => (a.answer.sentAt > b.answer.sentAt ? a : b)).answer;
    const failed = outcomes.filter(({ isFailure }) => isFailure);
    const [standing] = await tx.query(
      `with tried as (
         select * from json_to_recordset($1::json) as t (
           id bigint, before text, state text, trigger text, timeouts int, refusals int, delay int, "sentAt" timestamptz, ok boolean, status int,
           "errorClass" text, error text, dns int, connect int, tls int, "firstByte" int, total int, "remoteAddress" text, "requestHeaders" jsonb,
           "responseHeaders" jsonb, "responseBody" text, "window" bigint, "messageId" text, type text, seq bigint, item int, body text)),
       hook as ( -- first the webhook, then the lane, then its messages: all who lock several take them so
         update webhooks
            set last_attempt_at = $4, last_status = $5, last_ms = $6, last_error = $7,
                last_success_at = case when $8 then $4 else last_success_at end,
                failing_since = case when $9 > 0 then coalesce(case when not $8 then failing_since end, $10) when not $8 then failing_since end,
                failed_attempts = case when $8 then 0 else failed_attempts end + $9,
                warned_hours = case when $8 then 0 else warned_hours end
          where id = $2
         returning id, failing_since, failed_attempts, warned_hours, version),
       lane as (${
         isLane
           ? `update webhook_lanes l -- once the webhook was changed, how it failed before says nothing
                set lease_until = now() + $13 * interval '1 ms', failures = case when version = $17 then $11 else failures end,
                    parked_in_a_row = case when version = $17 then $12 else parked_in_a_row end,
                    next_attempt_at = case when version = $17 then now() + $15 * interval '1 ms' else next_attempt_at end
               from hook
               where l.id = $3 and l.lease_token = $14 and l.lease_until > now() and coalesce(l.status, 'processing') = 'processing' returning l.id`
           : `select id from hook where $3::bigint is null`
       }),
       moved as (
         update deliveries d
            set attempts = d.attempts + 1, last_status = t.status, last_error = t.error,
                state = case when t.moves then t.state else d.state end,
                timeouts = case when t.moves then t.timeouts else d.timeouts end,
                refusals = case when t.moves then t.refusals else d.refusals end,
                next_attempt_at = case when t.moves and (t.delay is not null or t.state <> d.state) then now() + t.delay * interval '1 ms' else d.next_attempt_at end,
                finished_at = case when t.moves and t.state in ('delivered', 'split', 'dead') then coalesce(d.finished_at, now()) else d.finished_at end
           from (select tried.*, before = d.state and lane.id is not null ${isLane ? '' : 'and d.next_attempt_at = $11'} as moves
                   from tried join deliveries d using (id) left join lane on true) t
          where d.id = t.id
         returning d.id, d.webhook_id, d.attempts),
       born as ( -- out of a window
         insert into deliveries (id, lane_id, webhook_id, message_id, type, event_types, from_seq, from_item, to_seq, to_item, n_items, body, state, attempts,
                                 timeouts, refusals, next_attempt_at, last_status, last_error, created_at, finished_at)
         overriding system value
         select t.id, w.lane_id, w.webhook_id, "messageId", t.type, array[t.type], seq, item, seq, item, 1, t.body, t.state,
                1 + (select count(*) from attempts a where a.delivery_id = t.id), t.timeouts, t.refusals, now() + t.delay * interval '1 ms', t.status, t.error,
                w.created_at, case when t.state in ('delivered', 'dead') then now() end
           from tried t join deliveries w on w.id = t."window" and w.parts is not null join lane on true
          where not exists (select from deliveries d where d.id = t.id)
         returning id, webhook_id, attempts),
       emptied as (
         delete from deliveries where id = any(${isLane ? '$16' : `'{}'`}::bigint[]) and exists (select from lane)),
       written as (
         select * from moved union all select * from born
         union all -- what somebody else has yet to write down
         select t.id, hook.id, 1 + (select count(*) from attempts a where a.delivery_id = t.id) from tried t, hook
          where t."window" is not null and not exists (select from deliveries d where d.id = t.id) and not exists (select from born where born.id = t.id)),
       noted as (
         insert into attempts (delivery_id, webhook_id, attempt_no, trigger, sent_at, ok, status, error_class, error, dns_ms, connect_ms, tls_ms, first_byte_ms,
                               total_ms, remote_address, request_headers, response_headers, response_body)
         select id, webhook_id, attempts, trigger, "sentAt", ok, status, "errorClass", error, dns, connect, tls, "firstByte", total, "remoteAddress",
                "requestHeaders", "responseHeaders", "responseBody"
           from written join tried using (id))
       select id, exists (select from lane) as "isMine", extract(epoch from now() - failing_since)::float8 * 1000 as "failingMs",
              failed_attempts as "failedAttempts", warned_hours as "warnedHours", version from hook`,
      [
        JSON.stringify(outcomes.map(rowOf)),
        isLane ? hold.claim.webhookId : hold.webhookId,
        isLane ? hold.claim.id : null,
        last.sentAt,
        last.status,
        last.timings.total,
        last.error,
        outcomes.some(({ answer }) => answer.ok),
        failed.length,
        failed[0]?.answer.sentAt,
        ...(isLane
          ? [hold.failures, hold.parkedInARow, leaseMs, hold.claim.token, hold.delay, hold.emptied, hold.claim.version]
          : [hold.heldUntil]),
      ],
    );
    // An answer that comes when nobody waits for it any longer, such as after its replay was cancelled, does not make the webhook fail.
    if (standing && !standing.isMine && failed.length) await tx.query(calming, [standing.id]);
    return standing ?? null;
  }
}

const rowOf = ({ duty, answer, trigger, state, timeouts, refusals, delay }: Outcome) => ({
  ...answer.timings,
  id: duty.id,
  before: duty.state,
  state,
  trigger,
  timeouts,
  refusals,
  delay,
  sentAt: answer.sentAt,
  ok: answer.ok,
  status: answer.status,
  errorClass: answer.errorClass,
  error: storable(answer.error),
  remoteAddress: answer.remoteAddress,
  requestHeaders: answer.requestHeaders,
  responseHeaders: answer.responseHeaders,
  responseBody: storable(answer.responseBody),
  ...(duty.unwritten && { ...duty.unwritten, ...duty.at, messageId: duty.messageId, body: duty.body }),
});

/** PostgreSQL has no place for this character. */
const storable = (text: string | null) => text?.replaceAll('\0', '\uFFFD') ?? null;
