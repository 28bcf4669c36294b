import { Injectable } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DataSource, type EntityManager } from 'typeorm';
import {
  DomainError,
  eventTypesOf,
  notFound,
  type Actor,
  type Delivery,
  type Replay,
  type ReplayRequest,
  type WebhookFormat,
} from '@app/domain';
import { Audit } from '../access/audit.js';
import { Idempotency, type Call } from '../http/idempotency.js';
import type { ListFields, ListWindow } from '../http/list.js';
import { EventLog, positionOf, positionText, type Position } from '../outbox/event-log.js';
import type { Selection } from '../outbox/selection.js';
import { signals } from '../platform/signals.js';
import { DeliveryRepository } from './delivery.repository.js';
import { calming } from './calming.js';
import { dropping, itemsLeft } from './window.js';

/** What the replays of a webhook can be ordered by. */
export const replayFields: ListFields = { sort: { id: 'id' }, filter: {} };

/** Replays of a webhook under way at once; resending a single delivery is one. */
const mostAtOnce = 20;

/** Deliveries that can be sent again as they were. Open ones are on their way anyway, split ones as their parts. */
const resendable = `state in ('delivered', 'parked', 'dead', 'dropped')`;

/** A webhook as far as reading the log for it needs. */
type Reader = { id: number; enabled: boolean; eventTypes: string[]; format: WebhookFormat };

/** A stretch of the log; `until` belongs to it. */
type Stretch = { from: Position; until: number; importId?: number; isLatest: boolean };

/** What a replay is about: a stretch of the log, or deliveries, in their order. */
type Plan = { count: number } & ({ stretch: Stretch } | { deliveryIds: number[] });

type Row = {
  id: number;
  webhookId: number;
  status: Replay['status'];
  total: number;
  processed: number | null;
  failures: number;
  actor: string;
  createdAt: Date;
  finishedAt: Date | null;
  cursor: Position;
  until: number;
  isLatest: boolean;
  filter: { importId?: number; deliveryIds?: number[] } | null;
  waiting: number;
  eventTypes: string[];
  format: WebhookFormat;
};

/**
 * Sends again what was sent, beside what goes on: a replay is a lane with an end. What it reads of a stretch of the log is cut into deliveries
 * anew; of deliveries it is the list, `cursor_item` says how many of them are done, and each keeps its id, its bytes and its past.
 */
@Injectable()
export class Replays {
  constructor(
    private readonly db: DataSource,
    private readonly log: EventLog,
    private readonly deliveries: DeliveryRepository,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly emitter: EventEmitter2,
  ) {}

  /** Throws `not_found`. */
  async webhook(id: number): Promise<Reader> {
    const [found] = await this.db.query('select id, enabled, event_types as "eventTypes", format from webhooks where id = $1', [id]);
    return found ?? Promise.reject(notFound('webhook', id));
  }

  /**
   * Accepts a replay. The caller must know how many events it is about: 422 `confirmation_required` without `expect`, 409 `count_changed`
   * with another number, each with the `count`, and for a stretch of the log with `to`, so that it does not grow until it is confirmed.
   */
  async start(call: Call, webhookId: number, request: ReplayRequest): Promise<Replay> {
    const before = await this.idempotency.answered<Replay>(call, request);
    if (before) return before;
    const webhook = await this.enabled(webhookId);
    const plan = await this.planOf(webhook, request);
    const more = { count: plan.count, ...('stretch' in plan && { to: `${plan.stretch.until}:0` }) };
    if (!plan.count) throw invalid('', 'There is nothing to send again.');
    if (request.expect === undefined)
      throw new DomainError('confirmation_required', `This is about ${plan.count} events. Send their number as expect.`, undefined, more);
    if (plan.count !== request.expect)
      throw new DomainError(
        'count_changed',
        `These are ${plan.count} events now, not ${request.expect}. Look again, then confirm.`,
        undefined,
        more,
      );
    const replay = await this.idempotency.once(call, request, async (tx) => {
      const id = await this.add(tx, call.actor, webhook.id, plan);
      await this.audit.note(tx, call.actor, 'webhook.replay', `webhook:${webhook.id}`, { replay: id, ...request });
      const [row] = await this.rows([id], tx);
      return replayOf(row!, row!.total);
    });
    this.emitter.emit(signals.webhookChanged, webhookId);
    return replay;
  }

  /** A delivery is sent again: an open one at once, one that has ended by a replay of its own. */
  async resend(call: Call, id: number): Promise<Delivery> {
    const before = await this.idempotency.answered<Delivery>(call, null);
    if (before) return before;
    const { webhookId } = await this.deliveries.find(id);
    await this.enabled(webhookId);
    const resent = await this.idempotency.once(call, null, async (tx) => {
      await tx.query('select from webhooks where id = $1 for no key update', [webhookId]); // in the order in which lanes lock
      await tx.query('select from webhook_lanes where id = (select lane_id from deliveries where id = $1) for update', [id]);
      const [delivery] = await tx.query(
        'select state, n_items as items, body is not null as "hasBody" from deliveries where id = $1 for update',
        [id],
      );
      if (!delivery) throw notFound('delivery', id);
      const { state, items, hasBody } = delivery;
      if (state === 'split') throw new DomainError('wrong_state', 'It was split: its parts are what is sent.', undefined, { state });
      if (!hasBody) throw bodyGone(`What delivery ${id} sent`);
      if (state === 'open')
        await tx.query('update webhook_lanes set next_attempt_at = null where id = (select lane_id from deliveries where id = $1)', [id]);
      else await this.add(tx, call.actor, webhookId, { count: items, deliveryIds: [id] });
      await this.audit.note(tx, call.actor, 'delivery.resend', `delivery:${id}`, null);
      return this.deliveries.find(id, tx);
    });
    this.emitter.emit(signals.webhookChanged, webhookId);
    return resent;
  }

  /** What is blocked is tried now, not when its time comes. */
  async tryNow(actor: Actor, webhookId: number): Promise<void> {
    await this.enabled(webhookId);
    await this.db.transaction(async (tx) => {
      await tx.query(`update webhook_lanes set next_attempt_at = null where webhook_id = $1`, [webhookId]);
      await this.audit.note(tx, actor, 'webhook.try_now', `webhook:${webhookId}`, null);
    });
    this.emitter.emit(signals.webhookChanged, webhookId);
  }

  /** Ends a replay. A request that is under way may still arrive; nothing more is sent. */
  async cancel(actor: Actor, webhookId: number, id: number): Promise<Replay> {
    const { processed } = await this.show(webhookId, id);
    const done = await this.db.transaction(async (tx) => {
      await tx.query('select from webhooks where id = $1 for no key update', [webhookId]); // in the order in which lanes lock
      const [, done] = await tx.query(
        `update webhook_lanes set status = 'cancelled', processed = $2, finished_at = now() where id = $1 and status = 'processing'`,
        [id, processed],
      );
      if (!done) return false;
      await tx.query(`${dropping} where lane_id = $1 and state = 'open'`, [id]);
      await tx.query(calming, [webhookId]);
      await this.audit.note(tx, actor, 'replay.cancel', `replay:${id}`, { webhook: webhookId });
      return true;
    });
    const replay = await this.show(webhookId, id);
    if (!done)
      throw new DomainError('wrong_state', `The replay is ${replay.status}; only one that goes on can be cancelled.`, undefined, {
        state: replay.status,
      });
    return replay;
  }

  /** Throws `not_found`. */
  async show(webhookId: number, id: number): Promise<Replay> {
    const replay = (await this.showAll([id]))[0];
    return replay?.webhookId === webhookId ? replay : Promise.reject(notFound('replay of this webhook', id));
  }

  async page(webhookId: number, { orderBy, offset, limit }: ListWindow): Promise<{ rows: Replay[]; total: number }> {
    const replays = `from webhook_lanes where webhook_id = $1 and kind = 'replay'`;
    const [[{ total }], found] = await Promise.all([
      this.db.query(`select count(*)::int as total ${replays}`, [webhookId]),
      this.db.query(`select id ${replays} ${orderBy} limit ${limit} offset ${offset}`, [webhookId]),
    ]);
    const order: number[] = found.map(({ id }: { id: number }) => id);
    const rows = await this.showAll(order);
    return { rows: rows.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), total };
  }

  /** Each as it stands: what it was about, less what is open and what is not read yet. */
  async showAll(ids: number[]): Promise<Replay[]> {
    const rows = ids.length ? await this.rows(ids) : [];
    return Promise.all(rows.map(async (row) => replayOf(row, row.status === 'processing' ? await this.unread(row) : 0)));
  }

  private rows(ids: number[], db: Pick<EntityManager, 'query'> = this.db): Promise<Row[]> {
    return db.query(
      `select l.id, l.webhook_id as "webhookId", l.status, l.total, l.processed, l.failures, l.actor, l.created_at as "createdAt", l.finished_at as "finishedAt",
              json_build_object('seq', l.cursor_seq, 'item', l.cursor_item) as cursor, l.end_seq as until, l.latest_until is not null as "isLatest",
              l.filter, w.event_types as "eventTypes", w.format,
              (select coalesce(sum(${itemsLeft}), 0)::int from deliveries d where lane_id = l.id and state = 'open') as waiting
         from webhook_lanes l join webhooks w on w.id = l.webhook_id where l.id = any($1) and l.kind = 'replay'`,
      [ids],
    );
  }

  private async unread({ cursor, until, isLatest, filter, ...webhook }: Row): Promise<number> {
    if (filter?.deliveryIds) return this.itemsIn(filter.deliveryIds.slice(cursor.item));
    return cursor.seq > until ? 0 : this.log.count(cursor, until, { ...selectionOf(webhook, filter?.importId), isLatest });
  }

  private async itemsIn(deliveryIds: number[]): Promise<number> {
    const [{ items }] = await this.db.query('select coalesce(sum(n_items), 0)::int as items from deliveries where id = any($1)', [
      deliveryIds,
    ]);
    return items;
  }

  private async enabled(webhookId: number): Promise<Reader> {
    const webhook = await this.webhook(webhookId);
    if (webhook.enabled) return webhook;
    throw new DomainError('wrong_state', 'The webhook is disabled: enable it first.', undefined, { state: 'disabled' });
  }

  private async planOf(webhook: Reader, request: ReplayRequest): Promise<Plan> {
    const { importId, from, deliveryIds, failedSince, latest: isLatest } = request;
    if (deliveryIds || failedSince) {
      if (isLatest) throw invalid('/latest', 'This is of a stretch of the log or of an import, not of deliveries.');
      const wanted = deliveryIds ? await this.wantedOf(webhook.id, deliveryIds) : await this.failedSince(webhook.id, failedSince!);
      return { deliveryIds: wanted, count: await this.itemsIn(wanted) };
    }
    const stretch = { ...(importId ? await this.stretchOfImport(importId) : await this.stretchFrom(from!, request.to)), isLatest };
    const count = await this.log.count(stretch.from, stretch.until, { ...selectionOf(webhook, importId), isLatest });
    return { stretch, count };
  }

  /** Those of the deliveries that can be sent again, in the order in which they were made. */
  private async wantedOf(webhookId: number, deliveryIds: number[]): Promise<number[]> {
    const found: { id: number; isWanted: boolean; isGone: boolean }[] = await this.db.query(
      `select id, ${resendable} as "isWanted", body is null as "isGone" from deliveries where webhook_id = $1 and id = any($2) order by id`,
      [webhookId, deliveryIds],
    );
    const strange = deliveryIds.find((id) => !found.some((delivery) => delivery.id === id));
    if (strange !== undefined) throw invalid('/deliveryIds', `${strange} is no delivery of this webhook.`);
    const wanted = found.filter(({ isWanted }) => isWanted);
    const gone = wanted.filter(({ isGone }) => isGone);
    if (gone.length) throw bodyGone(`What ${gone.length} of these sent, such as ${gone[0]!.id},`);
    return wanted.map(({ id }) => id);
  }

  /** By when they last failed, whenever they were made: who mends a receiver knows since when it has refused. */
  private async failedSince(webhookId: number, since: string): Promise<number[]> {
    const found: { id: number }[] = await this.db.query(
      `select id from deliveries d
        where webhook_id = $1 and state in ('parked', 'dead') and body is not null
          and coalesce((select max(sent_at) from attempts a where a.delivery_id = d.id and not ok), finished_at, created_at) >= $2 order by id`,
      [webhookId, new Date(since)],
    );
    return found.map(({ id }) => id);
  }

  private async stretchOfImport(importId: number): Promise<Omit<Stretch, 'isLatest'>> {
    const [known] = await this.db.query('select id from imports where id = $1', [importId]);
    if (!known) throw invalid('/importId', `No import has the id ${importId}.`);
    const stretch = await this.log.stretchOf(importId);
    if (!stretch) throw new DomainError('events_expired', `The events of import ${importId} are not kept any longer.`);
    return { from: { seq: stretch.from, item: 0 }, until: stretch.until, importId };
  }

  /** From a position or moment to another, as far as there is something. */
  private async stretchFrom(from: string, to?: string): Promise<Omit<Stretch, 'isLatest'>> {
    const [start, end] = [placeOf(from, '/from'), to === undefined ? undefined : placeOf(to, '/to')];
    if (end && !(end instanceof Date) && end.item)
      throw invalid('/to', `A replay ends with a whole entry of the log: send ${end.seq}:0, or a time.`);
    const [{ head }, first] = await Promise.all([this.log.head(), this.log.firstKept()]);
    if (!(start instanceof Date) && start.seq < first)
      throw new DomainError(
        'events_expired',
        `Events from ${from} on are not kept any longer; the first that is kept is ${first}:0.`,
        undefined,
        {
          firstKept: `${first}:0`,
        },
      );
    const between = await this.log.stretchBetween(start instanceof Date ? start : new Date(0), end instanceof Date ? end : new Date());
    return {
      from: start instanceof Date ? { seq: between.from, item: 0 } : start,
      until: end && !(end instanceof Date) ? Math.min(end.seq, head) : end ? between.until : head,
    };
  }

  private async add(tx: EntityManager, actor: Actor, webhookId: number, plan: Plan): Promise<number> {
    const [{ n }] = await tx.query(
      `select count(*)::int as n from webhook_lanes where webhook_id = $1 and kind = 'replay' and status = 'processing'`,
      [webhookId],
    );
    if (n >= mostAtOnce)
      throw new DomainError('busy', `${n} replays of this webhook are under way. Wait, or cancel one.`, undefined, { retryAfter: 10 });
    const { from, until, importId, isLatest } = 'stretch' in plan ? plan.stretch : ({} as Partial<Stretch>);
    const [{ id }] = await tx.query(
      `insert into webhook_lanes (webhook_id, kind, cursor_seq, cursor_item, end_seq, latest_until, filter, total, actor, status)
       select $1, 'replay', coalesce($2, head + 1), $3, coalesce($4, head), $5, $6, $7, $8, 'processing' from outbox_head returning id`,
      [
        webhookId,
        from?.seq,
        from?.item ?? 0,
        until,
        isLatest ? until : null,
        'deliveryIds' in plan ? JSON.stringify({ deliveryIds: plan.deliveryIds }) : importId && JSON.stringify({ importId }),
        plan.count,
        actor,
      ],
    );
    return id;
  }
}

const selectionOf = ({ eventTypes, format }: Pick<Reader, 'eventTypes' | 'format'>, importId?: number): Selection => ({
  types: eventTypesOf(eventTypes),
  leaveOutImported: format === 'summary',
  importId,
});

function placeOf(text: string, pointer: string): Position | Date {
  const position = positionOf(text);
  if (position) return position;
  if (/^\d{4}-\d\d-\d\d/.test(text) && !Number.isNaN(Date.parse(text))) return new Date(text);
  throw invalid(pointer, `This is a position, such as ${positionText({ seq: 1_042, item: 7 })}, or a date in ISO 8601.`);
}

function replayOf({ id, webhookId, status, total, failures, actor, createdAt, finishedAt, ...row }: Row, unread: number): Replay {
  const left = status === 'completed' ? 0 : row.waiting + unread;
  const processed = row.processed ?? Math.max(0, total - left);
  return {
    id,
    webhookId,
    status,
    total,
    processed,
    progress: status === 'completed' ? 100 : Math.min(99, Math.floor((100 * processed) / total)),
    failures,
    actor,
    progressVersion: processed + (status === 'processing' ? 1 : 2),
    createdAt: createdAt.toISOString(),
    finishedAt: finishedAt?.toISOString() ?? null,
  };
}

const invalid = (pointer: string, message: string) => new DomainError('invalid', message, [{ pointer, message }]);
const bodyGone = (what: string) => new DomainError('body_gone', `${what} is not kept any longer. A stretch of the log can be replayed.`);
