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

/** Attempts of an hour that took as long. */
type Tally = { at: number; ms: number; n: number; ok: number };

const hour = 3_600_000;
/** No attempt is under way for longer; a time-out ends it after half a minute. */
const longestUnderWay = 120_000;

/** How webhooks are doing: a few statements, however many they are, each of which reads the same rows once for all. */
@Injectable()
export class WebhookHealth {
  /** What is known of attempts that were sent before `until`, by webhook. */
  private readonly known = new Map<number, { until: number; tallies: Tally[] }>();

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

  /**
   * How attempts went, by hours of the clock in UTC, the present one included. Tests do not count. An attempt is written when it has ended: what
   * was sent some minutes ago is whole, and is read once by each process, for screens ask every few seconds, and a day may have a million.
   */
  async last24Hours(webhookIds: number[]): Promise<Map<number, LastDay>> {
    const since = Math.floor(Date.now() / hour) * hour - 23 * hour;
    const wholeUntil = Date.now() - longestUnderWay;
    for (const [id, { until }] of this.known) if (until < since) this.known.delete(id);
    const known = webhookIds.map((id) => this.known.get(id) ?? { until: since, tallies: [] });
    const rows: (Omit<Tally, 'at'> & { id: number; at: Date; isWhole: boolean })[] = await this.db.query(
      `select w.id, a.*
         from unnest($1::bigint[], $2::timestamptz[]) w (id, until), lateral (
              select date_trunc('hour', sent_at, 'UTC') as at, total_ms as ms, sent_at < $3 as "isWhole", count(*)::int as n, count(*) filter (where ok)::int as ok
                from attempts where webhook_id = w.id and sent_at >= w.until and sent_at >= $4 and trigger <> 'test' group by 1, 2, 3) a`,
      [webhookIds, known.map(({ until }) => new Date(until)), new Date(wholeUntil), new Date(Math.min(...known.map(({ until }) => until)))], // the last by which it is planned
    );
    return new Map(
      webhookIds.map((id, i) => {
        const found = rows.filter((row) => row.id === id).map((row) => ({ ...row, at: row.at.getTime() }));
        const kept = known[i]!.tallies.filter(({ at }) => at >= since);
        const whole = sumsOf([...kept, ...found.filter(({ isWhole }) => isWhole)]);
        this.known.set(id, { until: Math.max(known[i]!.until, wholeUntil), tallies: whole }); // replaced, never changed: another may be reading
        const all = [...whole, ...found.filter(({ isWhole }) => !isWhole)].toSorted((a, b) => a.ms - b.ms);
        const hours = Array.from({ length: 24 }, (_, n) => {
          const at = since + n * hour;
          const { attempts, succeeded, p50Ms } = figuresOf(all.filter((tally) => tally.at === at));
          return { at: new Date(at).toISOString(), attempts, succeeded, p50Ms };
        });
        return [id, { ...figuresOf(all), hours }];
      }),
    );
  }
}

/** Adds up what is of the same hour and took as long. */
function sumsOf(tallies: Tally[]): Tally[] {
  const sums = new Map<number, Tally>();
  for (const { at, ms, n, ok } of tallies) {
    const key = at + ms; // no answer takes an hour
    const sum = sums.get(key);
    sums.set(key, { at, ms, n: n + (sum?.n ?? 0), ok: ok + (sum?.ok ?? 0) });
  }
  return [...sums.values()];
}

/** Figures of attempts in the order of how long they took. */
function figuresOf(tallies: Tally[]): Omit<LastDay, 'hours'> {
  const attempts = tallies.reduce((sum, { n }) => sum + n, 0);
  const within = (share: number) => {
    let n = 0;
    return tallies.find((tally) => (n += tally.n) >= share * attempts)?.ms ?? null;
  };
  return { attempts, succeeded: tallies.reduce((sum, { ok }) => sum + ok, 0), p50Ms: within(0.5), p95Ms: within(0.95) };
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
