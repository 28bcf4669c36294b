import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { EventPattern, WebhookFormat } from '@app/domain';
import { messageBody, type Position } from '../outbox/event-log.js';
import type { Duty, NewDuty } from './duty.js';
import { calming } from './calming.js';
import { isWindow, messagesOf, type Window } from './window.js';

/** A lane that is ours for a while, and what its webhook wants. */
export type Claim = {
  id: number;
  webhookId: number;
  kind: 'live' | 'replay';
  /** Whoever does not have it any longer moves nothing. */
  token: string;
  cursorSeq: number;
  cursorItem: number;
  latestUntil: number | null;
  endSeq: number | null;
  filter: { importId?: number; deliveryIds?: number[] } | null;
  failures: number;
  parkedInARow: number;
  /** The newest number of the log, the oldest that is kept (null: none is), and the letters in its ids. */
  head: number;
  firstKept: number | null;
  stream: string;
  /** Of the webhook. */
  version: number;
  eventTypes: EventPattern[];
  format: WebhookFormat;
  payload: 'full' | 'thin';
  maxItems: number;
  maxBytes: number;
  parallel: number;
  ratePerSecond: number | null;
};

const columns = `id, message_id as "messageId", body, n_items as items, state, attempts, timeouts, refusals, suspects,
  json_build_object('seq', from_seq, 'item', from_item) as at, parts`;

/** $1 and $2: a lane under a lease that has not run out, of a webhook that is as it was when the lane was claimed ($3). */
const held = `l.id = $1 and l.lease_token = $2 and l.lease_until > now() and coalesce(l.status, 'processing') = 'processing'
  and w.id = l.webhook_id and w.enabled and w.version = $3`;

/** So many replays of a webhook are worked in at once: its receiver may hang, and others wait. */
const replaysAtOnce = 2;

/** A lane in which there is something to do, that nobody works in and that need not wait. */
const isDue = `w.id = l.webhook_id and w.enabled and (l.lease_until is null or l.lease_until < now()) and (l.next_attempt_at is null or l.next_attempt_at <= now())
  and case l.kind when 'replay' then l.status = 'processing' and ${replaysAtOnce} > (
                    select count(*) from webhook_lanes o where o.webhook_id = l.webhook_id and o.kind = 'replay' and o.lease_until >= now())
                  else l.cursor_seq <= h.head or exists (select from deliveries d where d.lane_id = l.id and d.state = 'open') end`;

/** Somebody is just writing many products, and what stands at the cursor has not waited for a minute yet. */
const givesWay = (seq: string) => `(
  exists (select from imports where (finished_at is null or phase = 'reverting') and status = 'processing')
  or exists (select from bulk_jobs where (finished_at is null or phase = 'undoing') and status = 'processing'))
  and coalesce((select occurred_at > now() - interval '1 minute' from outbox where seq = ${seq}), false)`;

/** Lanes: whose they are, how far they have come, what is cut from the log for them. */
@Injectable()
export class LaneRepository {
  constructor(private readonly db: DataSource) {}

  /** Lanes in which there is something to do, and whether they may wait: replays, and whatever failed last. */
  async due(): Promise<{ id: number; mayWait: boolean }[]> {
    return this.db.query(
      `select l.id, l.kind = 'replay' or l.failures > 0 as "mayWait" from webhook_lanes l, webhooks w, outbox_head h where ${isDue} order by l.id`,
    );
  }

  /** Takes a lane for so many milliseconds. Null: somebody has it, it waits, or there is nothing to do. */
  async claim(id: number, leaseMs: number): Promise<Claim | null> {
    const [[claim]] = await this.db.query(
      `update webhook_lanes l set lease_token = gen_random_uuid(), lease_until = now() + $2 * interval '1 ms', next_attempt_at = null
         from webhooks w, outbox_head h where l.id = $1 and ${isDue}
       returning l.id, l.webhook_id as "webhookId", l.kind, l.lease_token as token, l.cursor_seq as "cursorSeq", l.cursor_item as "cursorItem",
                 l.latest_until as "latestUntil", l.end_seq as "endSeq", l.filter, l.failures, l.parked_in_a_row as "parkedInARow", h.head, h.stream,
                 (select seq from outbox where seq is not null order by seq limit 1) as "firstKept", w.version, w.event_types as "eventTypes", w.format,
                 w.payload, w.max_items as "maxItems", w.max_bytes as "maxBytes", w.parallel, w.rate_per_second as "ratePerSecond"`,
      [id, leaseMs],
    );
    return claim ?? null;
  }

  /** Keeps lanes for so many milliseconds more, but for those that somebody writes to just now. */
  async keep(tokens: string[], leaseMs: number): Promise<void> {
    await this.db.query(
      `update webhook_lanes set lease_until = now() + $2 * interval '1 ms'
        where id in (select id from webhook_lanes where lease_token = any($1) and lease_until > now() order by id for update skip locked)`,
      [tokens, leaseMs],
    );
  }

  /** Gives a lane back; it is not taken up before so many milliseconds are over. 0: that is as it stands. */
  async release({ id, token }: Claim, pause: number): Promise<void> {
    await this.db.query(
      `update webhook_lanes set lease_token = null, lease_until = null, next_attempt_at = case when $3::int > 0 then now() + $3 * interval '1 ms' else next_attempt_at end
        where id = $1 and lease_token = $2`,
      [id, token, pause],
    );
  }

  /** Whether a lane is still ours, its replay goes on, and its webhook is as it was. */
  async isHeld({ id, token, version }: Claim): Promise<boolean> {
    return (await this.db.query(`select from webhook_lanes l, webhooks w where ${held}`, [id, token, version])).length > 0;
  }

  /** The duties that are left, oldest first. */
  async open({ id }: Claim, limit: number): Promise<Duty[]> {
    const rows: (Duty | Window)[] = await this.db.query(
      `select ${columns} from deliveries where lane_id = $1 and state = 'open' order by from_seq, from_item, id limit ${limit}`,
      [id],
    );
    const windows = rows.filter(isWindow);
    if (!windows.length) return rows;
    const written: { id: number }[] = await this.db.query('select id from deliveries where id = any($1)', [
      windows.flatMap(({ parts }) => parts),
    ]);
    const known = new Set(written.map(({ id }) => id));
    return rows
      .flatMap((row) => (isWindow(row) ? messagesOf(row).filter(({ id }) => !known.has(id)) : [row]))
      .sort((a, b) => a.at.seq - b.at.seq || a.at.item - b.at.item);
  }

  /** Messages by id, in this order; those that are gone are left out. */
  async byIds(webhookId: number, ids: number[]): Promise<Duty[]> {
    return this.db.query(`select ${columns} from deliveries where webhook_id = $1 and id = any($2) order by array_position($2, id)`, [
      webhookId,
      ids,
    ]);
  }

  /**
   * Makes duties and moves the cursor past them, in one statement and only while the lane is ours. `isMine` false: it is not, or its
   * webhook is no longer as it was. `givesWay`: others should go first now.
   */
  async cut(claim: Claim, made: NewDuty[], next: Position): Promise<{ isMine: boolean; givesWay: boolean; duties: Duty[] }> {
    const params: unknown[] = [claim.id, claim.token, claim.version, next.seq, next.item];
    const [{ mine, giving, messages }] = await this.db.query(
      `with lane as (
         update webhook_lanes l
            set cursor_seq = $4, cursor_item = $5, latest_until = case when l.kind = 'replay' or l.latest_until >= $4 then l.latest_until end
           from webhooks w where ${held} returning l.id, l.webhook_id)
       ${made.length ? `, made as (${insertion(made, params)})` : ''}
       select (select count(*) from lane)::int as mine, ${givesWay('$4')} as giving,
              ${made.length ? '(select json_agg(made order by id) from made)' : 'null'} as messages`,
      params,
    );
    const duties: (Duty | Window)[] = messages ?? [];
    return { isMine: mine === 1, givesWay: giving, duties: duties.flatMap((row) => (isWindow(row) ? messagesOf(row) : [row])) };
  }

  /** Puts parts in the place of messages: those are `split`. For the transaction that has found the lane to be ours. */
  async split(tx: EntityManager, claim: Claim, parents: Duty[], parts: NewDuty[]): Promise<void> {
    const ids = parents.map(({ id }) => id);
    await tx.query(`update deliveries set state = 'split', suspects = 0, finished_at = now() where id = any($1) and state = 'open'`, [ids]);
    const params: unknown[] = [claim.id, ids];
    await tx.query(
      `with lane as ( -- what somebody has dropped meanwhile has no parts
         select id, webhook_id from webhook_lanes where id = $1 and not exists (select from deliveries where id = any($2) and state <> 'split'))
       ${insertion(
         parts.map((part) => ({ parentId: ids[0]!, ...part })),
         params,
       )}`,
      params,
    );
  }

  /** Cuts a message in which something is known to be refused, without sending it. False: the lane is not ours any longer. */
  async splitUnsent(claim: Claim, parent: Duty, parts: NewDuty[]): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [mine] = await tx.query(`select from webhook_lanes l, webhooks w where ${held} for update of l`, [
        claim.id,
        claim.token,
        claim.version,
      ]);
      if (mine) await this.split(tx, claim, [parent], parts);
      return Boolean(mine);
    });
  }

  /** Nothing is known any longer of what it holds. */
  async unsuspect(tx: EntityManager, { id }: Duty): Promise<void> {
    await tx.query('update deliveries set suspects = 0 where id = $1', [id]);
  }

  /** A replay has come to its end. */
  async complete({ id, token, webhookId }: Claim): Promise<void> {
    await this.db.transaction(async (tx) => {
      await tx.query('select from webhooks where id = $1 for no key update', [webhookId]);
      await tx.query(
        `update webhook_lanes set status = 'completed', finished_at = now() where id = $1 and lease_token = $2 and status = 'processing'`,
        [id, token],
      );
      await tx.query(calming, [webhookId]);
    });
  }

  /** A replay of single messages has come so far in its list. */
  async moveTo(claim: Claim, item: number): Promise<boolean> {
    return (await this.cut(claim, [], { seq: claim.cursorSeq, item })).isMine;
  }

  /**
   * Takes the right to send one request to a webhook whose rate is limited, over all workers and lanes. Milliseconds until it may leave; when
   * that is more than a second, the right is not taken, and one asks again then.
   */
  async reserve(webhookId: number, perSecond: number): Promise<{ isTaken: boolean; wait: number }> {
    const [[taken]] = await this.db.query(
      `update webhooks w set next_send_at = greatest(w.next_send_at, now()) + interval '1 s' / $2
         from (select id, greatest(next_send_at, now()) as at from webhooks where id = $1 for update) before
        where w.id = before.id and before.at <= now() + interval '1 s'
       returning ceil(extract(epoch from before.at - now()) * 1000)::int as wait`,
      [webhookId, perSecond],
    );
    if (taken) return { isTaken: true, wait: taken.wait };
    const [later] = await this.db.query(
      'select ceil(extract(epoch from next_send_at - now()) * 1000)::int as wait from webhooks where id = $1',
      [webhookId],
    );
    return { isTaken: false, wait: Math.max(later?.wait ?? 0, 1) };
  }
}

/** Inserts messages for `lane`; their values go to the end of the parameters. */
function insertion(made: NewDuty[], params: unknown[]): string {
  const lines = made.map((message) => {
    const values = valuesOf(message);
    params.push(...values);
    return `(${values.map((_, i) => `$${params.length - values.length + i + 1}${types[i]}`).join(', ')})`;
  });
  return `
    insert into deliveries (id, lane_id, webhook_id, message_id, parent_id, type, event_types, from_seq, from_item, to_seq, to_item, n_items, body,
                            state, suspects, refusals, attempts, next_attempt_at, finished_at, parts)
    overriding system value
    select n.id, lane.id, lane.webhook_id, coalesce(message_id, 'msg_' || stream || '_' || n.id), parent_id, type, event_types, from_seq, from_item,
           to_seq, to_item, n_items, body, state, suspects, refusals, 0, now() + delay * interval '1 ms', case when state = 'delivered' then now() end,
           case when is_window then array(select nextval('deliveries_id_seq') from generate_series(1, n.n_items)) end
      from lane, outbox_head, (select nextval('deliveries_id_seq') as id, v.* from (values ${lines.join(', ')})
        v (message_id, parent_id, type, event_types, from_seq, from_item, to_seq, to_item, n_items, body, state, suspects, refusals, delay, is_window)) n
    returning ${columns}`;
}

const types = 'text bigint text text[] bigint int bigint int int text text int int int boolean'.split(' ').map((type) => `::${type}`);

function valuesOf({
  events,
  control,
  suspects = 0,
  parentId,
  state = 'open',
  refusals = 0,
  delay,
  hasBody = true,
  isWindow = false,
}: NewDuty): unknown[] {
  const more = [state, suspects, refusals, delay, isWindow];
  if (control) {
    const { id, type, from, to, body } = control;
    return [id, parentId, type, [type], from.seq, from.item, to.seq, to.item, 0, body, ...more];
  }
  const [first, last] = [events[0]!, events.at(-1)!];
  const isBatch = events.length > 1;
  return [
    isBatch ? null : first.id,
    parentId,
    isBatch ? 'batch' : first.type,
    [...new Set(events.map(({ type }) => type))],
    first.position.seq,
    first.position.item,
    last.position.seq,
    last.position.item,
    events.length,
    hasBody ? messageBody(events, new Date()) : null,
    ...more,
  ];
}
