import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { eventTypesOf, type EventPattern, type EventType, type Webhook, type WebhookFormat, type WebhookWaiting } from '@app/domain';
import { itemsLeft } from './window.js';

type LastDay = Webhook['last24Hours'];

/** How far a webhook has come. `openFrom`: the number of its oldest delivery that is open; the cursor has passed that. */
type Progress = {
  id: number;
  eventTypes: EventPattern[];
  format: WebhookFormat;
  cursorSeq: number;
  cursorItem: number;
  /** The row under the cursor, of which some items are done. */
  typeThere: EventType | null;
  isImportedThere: boolean;
  openItems: number | null;
  openFrom: number | null;
  openSince: Date | null;
};

/** What the log holds from one place to the next. */
type Stretch = { place: number; type: EventType; isImported: boolean; items: number; oldest: Date };

const hour = 3_600_000;

/** How webhooks are doing: a few statements, however many they are, each of which reads the same rows once for all. */
@Injectable()
export class WebhookHealth {
  constructor(private readonly db: DataSource) {}

  /** What waits for each of these webhooks. */
  async waiting(webhookIds: number[]): Promise<Map<number, WebhookWaiting>> {
    const webhooks: Progress[] = await this.db.query(
      `select w.id, w.event_types as "eventTypes", w.format, l.cursor_seq as "cursorSeq", l.cursor_item as "cursorItem", there.type as "typeThere",
              there.import_id is not null as "isImportedThere", open.items as "openItems", open.from_seq as "openFrom", open.since as "openSince"
         from webhooks w join webhook_lanes l on l.webhook_id = w.id and l.kind = 'live'
         left join outbox there on there.seq = l.cursor_seq and l.cursor_item > 0
         left join lateral (select sum(${itemsLeft})::int as items, min(from_seq) as from_seq, min(created_at) as since
                              from deliveries d where lane_id = l.id and state = 'open') open on true
        where w.id = any($1)`,
      [webhookIds],
    );
    const places = [...new Set(webhooks.flatMap(({ cursorSeq, openFrom }) => [cursorSeq, openFrom ?? cursorSeq]))].sort((a, b) => a - b);
    const stretches: Stretch[] = places.length
      ? await this.db.query(
          `select width_bucket(seq, $1::bigint[]) as place, type, import_id is not null as "isImported", sum(n_items)::int as items, min(occurred_at) as oldest
             from outbox where seq >= $2 group by 1, 2, 3`,
          [places, places[0]],
        )
      : [];
    return new Map(webhooks.map((webhook) => [webhook.id, waitingFor(webhook, places, stretches)]));
  }

  /** How attempts went, by hours of the clock in UTC, the present one included. Tests do not count. */
  async last24Hours(webhookIds: number[]): Promise<Map<number, LastDay>> {
    const since = new Date(Math.floor(Date.now() / hour) * hour - 23 * hour);
    const rows: ({ id: number; at: Date | null } & Omit<LastDay, 'hours'>)[] = await this.db.query(
      `with counted as ( -- counting the same times first is four times faster than sorting all of them
         select webhook_id, date_trunc('hour', sent_at, 'UTC') as at, total_ms, count(*) as n, count(*) filter (where ok) as ok
           from attempts where webhook_id = any($1) and sent_at >= $2 and trigger <> 'test'
          group by grouping sets ((1, 2, 3), (1, 3))),
       ranked as (
         select *, sum(n) over (partition by webhook_id, at order by total_ms) as up_to, sum(n) over (partition by webhook_id, at) as "all" from counted)
       select webhook_id as id, at, sum(n)::int as attempts, sum(ok)::int as succeeded,
              min(total_ms) filter (where up_to >= 0.5 * "all") as "p50Ms", min(total_ms) filter (where up_to >= 0.95 * "all") as "p95Ms"
         from ranked group by webhook_id, at`,
      [webhookIds, since],
    );
    const found = new Map(rows.map(({ id, at, ...counts }) => [`${id} ${at?.getTime() ?? ''}`, counts]));
    const none = { attempts: 0, succeeded: 0, p50Ms: null, p95Ms: null };
    return new Map(
      webhookIds.map((id) => {
        const hours = Array.from({ length: 24 }, (_, n) => {
          const at = since.getTime() + n * hour;
          const { attempts, succeeded, p50Ms } = found.get(`${id} ${at}`) ?? none;
          return { at: new Date(at).toISOString(), attempts, succeeded, p50Ms };
        });
        return [id, { ...(found.get(`${id} `) ?? none), hours }];
      }),
    );
  }
}

/** Adds up the stretches of the log from where a webhook stands. A place's number is its position in `places`, from 1. */
function waitingFor(webhook: Progress, places: number[], stretches: Stretch[]): WebhookWaiting {
  const { format, cursorSeq, cursorItem, typeThere, isImportedThere, openItems, openFrom, openSince } = webhook;
  const types = eventTypesOf(webhook.eventTypes);
  const isWanted = (type: EventType, isImported: boolean) =>
    types.includes(type) && !(format === 'summary' && isImported && type.startsWith('product.'));
  const from = (seq: number) =>
    stretches.filter(({ place, type, isImported }) => place > places.indexOf(seq) && isWanted(type, isImported));
  const isUnderWay = typeThere !== null && isWanted(typeThere, isImportedThere);
  const logged = from(cursorSeq).reduce((sum, { items }) => sum + items, 0) - (isUnderWay ? cursorItem : 0);
  const events = logged + (openItems ?? 0);
  if (!events) return { events: 0, oldestAt: null, seconds: 0 };
  const times = [...from(Math.min(openFrom ?? cursorSeq, cursorSeq)).map(({ oldest }) => oldest), ...(openSince ? [openSince] : [])];
  const oldest = Math.min(...times.map((time) => time.getTime()));
  return { events, oldestAt: new Date(oldest).toISOString(), seconds: Math.max(0, Math.round((Date.now() - oldest) / 1_000)) };
}
