import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { productEventTypes, versionedFields, type EventType, type ProductEventType } from '@app/domain';
import { NewestEvents } from './newest-events.js';
import { selected, selection, type Selection } from './selection.js';

/** A place in the log: a numbered row of the outbox, and an item of it from 0. */
export type Position = { seq: number; item: number };

/** As the API writes it: `1042:7`. */
export const positionText = ({ seq, item }: Position) => `${seq}:${item}`;

/** Undefined: this is none. */
export function positionOf(text: string): Position | undefined {
  const [, seq, item] = /^(\d{1,15}):(\d{1,6})$/.exec(text) ?? [];
  return seq === undefined ? undefined : { seq: Number(seq), item: Number(item) };
}

/** One event. `json` is its plain body, the same whoever reads it, as long as history is kept. */
export type LoggedEvent = { id: string; type: EventType; position: Position; productId?: number; importId?: number; json: string };

/** Which events a reader asks for, and how it wants them. */
export type Wanted = Selection & {
  /** `thin`: without what the product was. */
  payload: 'full' | 'thin';
  /** The last number that is read. */
  until?: number;
  /** Up to this number only the newest wanted event of each product. */
  latestUntil?: number;
  maxItems: number;
  /** Of a body made of them; a single event may be larger. */
  maxBytes: number;
};

/** A row of the outbox; `items` as they stand there, of which `take` are wanted. */
type Row = { seq: number; type: EventType; importId: number | null; at: Date; items: Record<string, unknown>[]; take: number[] };

/** Rows in order. `isAll`: no wanted one comes after them. */
type Found = { head: number; stream: string; rows: Row[]; isAll: boolean };

type Item = { row: Row; item: number; data: Record<string, unknown> };
type ProductItem = { productId: number; sku: string; version: number };

/** A product as it was and what changed with that version, both as JSON; null where that is not kept any longer. */
type State = { product: string | null; changed: string | null };

/** Bytes of a batch around its events. */
const envelope = 200;

const isOfProduct = (type: EventType): type is ProductEventType => (productEventTypes as readonly string[]).includes(type);

/** Reads what the outbox tells, in the order of its numbers. */
@Injectable()
export class EventLog {
  private readonly newest: NewestEvents;

  constructor(private readonly db: DataSource) {
    this.newest = new NewestEvents(db);
  }

  /** The newest number, and the letters in the ids of all events. */
  async head(): Promise<{ head: number; stream: string }> {
    const [head] = await this.db.query('select head, stream from outbox_head');
    return head;
  }

  /** The first number that is kept; the one after the head where none is. */
  async firstKept(): Promise<number> {
    const [{ first }] = await this.db.query('select coalesce((select min(seq) from outbox), head + 1) as first from outbox_head');
    return first;
  }

  /** How many wanted events there are from a position to a number, which belongs to them; of each product one, if only its newest counts. */
  async count(from: Position, until: number, wanted: Selection & { isLatest?: boolean }): Promise<number> {
    if (wanted.isLatest) return this.newest.count(from, until, wanted);
    const [{ n }] = await this.db.query(
      `select coalesce(sum(case when seq = $4 then greatest(n_items - $5::int, 0) else n_items end), 0)::int as n
         from outbox where seq between $4 and $6 and ${selected}`,
      [...selection(wanted), from.seq, from.item, until],
    );
    return n;
  }

  /** The first and the last number of what an import did; `until` is less where nothing of it has a number yet. Undefined: nothing is kept. */
  async stretchOf(importId: number): Promise<{ from: number; until: number } | undefined> {
    const [{ rows, ...stretch }] = await this.db.query(
      `select count(*)::int as rows, coalesce(min(seq), 1) as from, coalesce(max(seq), 0) as until from outbox where import_id = $1`,
      [importId],
    );
    return rows ? stretch : undefined;
  }

  /** The numbers of what happened between two moments, both included; where nothing did they are beyond the newest and none. */
  async stretchBetween(since: Date, until: Date): Promise<{ from: number; until: number }> {
    const [stretch] = await this.db.query(
      `select coalesce(min(seq), (select head + 1 from outbox_head)) as from, coalesce(max(seq), 0) as until from outbox where seq is not null and occurred_at between $1 and $2`,
      [since, until],
    );
    return stretch;
  }

  /**
   * The next wanted events from a position on, in log order; at least one if there is one. `next` is where to read on: `{head + 1, 0}`
   * when nothing wanted is left.
   */
  async read(from: Position, wanted: Wanted): Promise<{ events: LoggedEvent[]; next: Position; head: number }> {
    const { latestUntil = 0 } = wanted;
    const isOld = from.seq <= latestUntil;
    const { head, stream, rows, isAll } = isOld ? await this.newestRows(from, wanted, latestUntil) : await this.rows(from, wanted);
    const all = rows.flatMap((row) => row.take.map((item): Item => ({ row, item, data: row.items[item]! })));
    if (isOld && !all.length) return this.read({ seq: latestUntil + 1, item: 0 }, wanted);
    const items = all.slice(0, wanted.maxItems);
    const states = wanted.payload === 'full' ? await this.statesOf(items, wanted.maxBytes) : undefined;
    const events: LoggedEvent[] = [];
    let bytes = envelope;
    for (const [i, item] of items.entries()) {
      if (states && i >= states.length) break;
      const event = loggedEvent(stream, item, states?.[i]);
      bytes += Buffer.byteLength(event.json) + 1;
      if (bytes > wanted.maxBytes && i > 0) break;
      events.push(event);
    }
    const isEnd = !events.length || (isAll && events.length === all.length);
    return { events, next: isEnd ? { seq: head + 1, item: 0 } : after(items[events.length - 1]!), head };
  }

  /** From a position on, as many rows as can be needed: of hundreds with an item each, or of one with a thousand. */
  private async rows(from: Position, wanted: Wanted): Promise<Found> {
    const { rows, ...head } = await this.found(
      `select * from (
         select *, sum(waiting) over (order by seq) - waiting as before
           from (select *, case when seq = $4 then greatest(n_items - $5::int, 0) else n_items end as waiting from outbox
                  where seq between $4 and least(head, $6::bigint) and ${selected}
                  order by seq limit $7 + 1) o) o
        where before < $7`,
      [...selection(wanted), from.seq, from.item, wanted.until, wanted.maxItems],
    );
    for (const row of rows) row.take = [...row.items.keys()].slice(row.seq === from.seq ? from.item : 0);
    return {
      ...head,
      rows,
      isAll: rows.length <= wanted.maxItems && rows.reduce((sum, { take }) => sum + take.length, 0) < wanted.maxItems,
    };
  }

  /** From a position on, up to a number, the newest wanted event of each product. */
  private async newestRows(from: Position, wanted: Wanted, latestUntil: number): Promise<Found> {
    const taken = await this.newest.from(from, latestUntil, wanted, wanted.maxItems);
    const { rows, ...head } = await this.found('select * from outbox where seq = any($1)', [[...taken.keys()]]);
    for (const row of rows) row.take = taken.get(row.seq)!;
    return { ...head, rows, isAll: false };
  }

  /** Head and rows of one moment: a number that is given is the number of a row that is there. */
  private async found(rows: string, params: unknown[]): Promise<Omit<Found, 'isAll'>> {
    const found: (Omit<Row, 'items' | 'take'> & { items: string; head: number; stream: string })[] = await this.db.query(
      `select head, stream, r.seq, r.type, r.import_id as "importId", r.occurred_at as at, r.items
         from outbox_head left join lateral (${rows}) r on true order by r.seq`,
      params,
    );
    const { head, stream } = found[0]!;
    return { head, stream, rows: found.filter(({ seq }) => seq).map((row) => ({ ...row, items: JSON.parse(row.items), take: [] })) };
  }

  /**
   * What the products of these events were, in their order; of the first few only, when what they hold is too much. What a product is
   * now comes from `products`, what it was from `product_versions`; a deletion has no state of its own, but the one before it.
   */
  private statesOf(items: Item[], maxBytes: number): Promise<State[]> {
    const asked = items.map(({ row: { type }, data }) => {
      const { productId, version } = data as ProductItem;
      if (!isOfProduct(type)) return [null, null, null];
      return [productId, type === 'product.deleted' ? version - 1 : version, type === 'product.updated' ? version - 1 : null];
    });
    return this.db.query(
      `select case when s.id is not null then (
                select row_to_json(product)::text from (
                  select s.id, s.sku, s.name, s.description, s.active, s.attributes, s.version, ${iso('s.updated_at')} as "updatedAt") product) end as product,
              case when s.before is null then '[]' when s.id is not null and b.version is not null then array_to_json(array_remove(array[
                ${versionedFields.map((field) => `case when s.${field} is distinct from b.${field} then '${field}' end`).join(', ')}], null))::text end as changed
         from (select a.n, a.before, s.*, sum(octet_length(s.description) + pg_column_size(s.attributes)) over (order by a.n) as bytes
                 from unnest($1::bigint[], $2::int[], $3::int[]) with ordinality a (id, version, before, n) left join lateral (
                      select id, version, sku, name, description, active, attributes, updated_at from products p
                       where p.id = a.id and p.version = a.version
                      union all
                      select product_id, version, sku, name, description, active, attributes, written_at from product_versions v
                       where v.product_id = a.id and v.version = a.version) s on true) s
              left join product_versions b on b.product_id = s.id and b.version = s.before
        where s.n = 1 or s.bytes is null or s.bytes < $4
        order by s.n`,
      [asked.map(([id]) => id), asked.map(([, version]) => version), asked.map(([, , before]) => before), maxBytes],
    );
  }
}

const after = ({ row: { seq, items }, item }: Item): Position =>
  item + 1 < items.length ? { seq, item: item + 1 } : { seq: seq + 1, item: 0 };

/** As JavaScript writes a moment. */
const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

function loggedEvent(stream: string, { row: { seq, type, importId, at }, item, data }: Item, state?: State): LoggedEvent {
  const id = `evt_${stream}_${seq}_${item}`;
  const of = { id, type, position: { seq, item }, ...(importId !== null && { importId }) };
  const head = `{"id":"${id}","type":"${type}","timestamp":"${at.toISOString()}","data":`;
  if (!isOfProduct(type))
    return { ...of, json: `${head}${JSON.stringify(withLinks(type, { ...data, ...(importId !== null && { importId }) }))}}` };
  const { productId, sku, version } = data as ProductItem;
  const members = [
    `"productId":${productId},"sku":${JSON.stringify(sku)},"version":${version}`,
    state?.changed && `"changed":${state.changed}`,
    importId !== null && `"importId":${importId}`,
    state?.product && `"product":${state.product}`,
  ];
  return { ...of, productId, json: `${head}{${members.filter(Boolean).join(',')}}}` };
}

function withLinks(type: EventType, data: Record<string, unknown>): Record<string, unknown> {
  if (!type.startsWith('import.')) return data;
  const path = `/api/imports/${data.importId as number}`;
  return { ...data, links: { errors: `${path}/errors`, changes: `${path}/changes` } };
}

/** What is posted: one event as it is, several as a batch. `at` is when it was made. */
export function messageBody(events: LoggedEvent[], at: Date): string {
  if (events.length === 1) return events[0]!.json;
  const [from, to] = [events[0]!, events.at(-1)!].map(({ position }) => positionText(position));
  const items = events.map(({ json }) => json).join(',');
  return `{"type":"batch","timestamp":"${at.toISOString()}","data":{"from":"${from}","to":"${to}","items":[${items}]}}`;
}
