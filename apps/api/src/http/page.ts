import { StreamableFile } from '@nestjs/common';
import type { Response } from 'express';
import { Readable } from 'node:stream';
import { QueryFailedError, type EntityManager } from 'typeorm';
import { listParameter } from '@app/domain';
import { contentRange, cursorOf, forgedCursor, linkNext, type ListWindow } from './list.js';

/** A parameter of lists with cursors. */
export const cursorParameter = listParameter(
  'Where the page before ended, as its header Link tells; in place of page and range',
  'WyJpZCIsN10',
);

type Db = Pick<EntityManager, 'query'>;

/** How many rows match: not told of a page that goes on after a cursor, an estimate of what is too much to be counted at each key stroke. */
export type Total = { total?: number; isEstimate?: boolean };

/** A page of a list; `next` is the cursor of its last row. */
export type Page<Row> = Total & { rows: Row[]; next?: string };

/** A row of a page: its id, what the list is ordered by as text, and, where it was asked for, how many match. */
export type Place = { id: number; at: string; total?: number };

/** More than so many that match are not counted, but estimated. */
const mostCounted = 10_000;

/** Ids of a page of a table, in order. With `isCounted` the matching are all sorted and counted in one go, which is for few. */
export async function placesOf(
  db: Db,
  table: string,
  { where, params, order, orderBy, limit, offset, after }: Omit<ListWindow, 'filter'>,
  isCounted?: boolean,
): Promise<Place[]> {
  const values = [...params];
  const start = after ? `${where || 'where true'} and ${after(values)}` : where;
  const counted = isCounted && !after ? ', count(*) over ()::int as total' : '';
  try {
    return await db.query(
      `select id, (${order.column})::text as at ${counted} from ${table} ${start} ${orderBy} limit ${limit} offset ${offset}`,
      values,
    );
  } catch (error) {
    const { code } = (error instanceof QueryFailedError ? error.driverError : {}) as { code?: string };
    throw after && code?.startsWith('22') ? forgedCursor() : error; // PostgreSQL cannot read it as what the list is ordered by
  }
}

/** The cursor after the last of these, unless the list ends there. */
export function nextOf({ limit, order }: Pick<ListWindow, 'limit' | 'order'>, places: Place[]): string | undefined {
  const last = places.at(-1);
  return last && places.length === limit ? cursorOf(order, last.at, last.id) : undefined;
}

/** Rows in the order of their places. */
export function inOrder<Row extends { id: number }>(places: Place[], rows: Row[]): Row[] {
  const nth = new Map(places.map(({ id }, i) => [id, i]));
  return rows.sort((a, b) => nth.get(a.id)! - nth.get(b.id)!);
}

/** How many rows of a table match, exactly. */
export async function countOf(db: Db, table: string, where: string, params: unknown[]): Promise<number> {
  const [{ total }] = await db.query(`select count(*)::int as total from ${table} ${where}`, params);
  return total;
}

/** How many rows of a table match: exactly up to ten thousand. `size` is about how many rows it has. */
export async function totalOf(db: Db, table: string, where: string, params: unknown[], size: () => Promise<number>): Promise<Total> {
  const counted = await countOf(db, `(select from ${table} ${where} limit ${mostCounted + 1}) p`, '', params);
  return counted > mostCounted ? estimate(db, table, where, params, await size()) : { total: counted };
}

/** From the share that matches of a sample of about 10,000 rows; exact when the table is small or the sample says that few match. */
async function estimate(db: Db, table: string, where: string, params: unknown[], size: number): Promise<Total> {
  const percent = Math.min(100, 1_000_000 / Math.max(1, size));
  if (percent >= 20) return { total: await countOf(db, table, where, params) };
  const sample = `${table} tablesample system (${percent}) repeatable (${Math.random()})`; // the same pages twice
  const [{ hits, rows }] = await db.query(
    `select (select count(*)::int from ${sample} ${where}) as hits, (select count(*)::int from ${sample}) as rows`,
    params,
  );
  return hits < 20 ? { total: await countOf(db, table, where, params) } : { total: Math.round((hits / rows) * size), isEstimate: true };
}

/** A page of a table whose rows `show` reads by their ids. */
export async function pageOf<Row extends { id: number }>(
  db: Db,
  table: string,
  window: ListWindow,
  show: (ids: number[]) => Promise<Row[]>,
): Promise<Page<Row>> {
  const { where, params, after } = window;
  const [places, total] = await Promise.all([
    placesOf(db, table, window),
    after ? {} : totalOf(db, table, where, params, () => sizeOf(db, table)),
  ]);
  const rows = places.length ? await show(places.map(({ id }) => id)) : [];
  return { rows: inOrder(places, rows), next: nextOf(window, places), ...total };
}

/** About how many rows a table has: as many a page as when PostgreSQL last looked; 0: it never has. */
async function sizeOf(db: Db, table: string): Promise<number> {
  const [{ rows }] = await db.query(
    `select (greatest(reltuples, 0) / greatest(relpages, 1) * pg_relation_size(oid) / current_setting('block_size')::int)::int as rows
       from pg_class where oid = $1::regclass`,
    [table],
  );
  return rows;
}

/** The headers of the answer to a list with cursors. */
export const pageHeaders = {
  'Content-Range': { schema: { type: 'string' as const } },
  'X-Total-Estimated': { schema: { type: 'string' as const } },
  Link: { schema: { type: 'string' as const } },
};

/** Answers a page: its rows, and which of how many they are. */
export function sendPage<Row>(
  res: Response,
  unit: string,
  { offset }: Pick<ListWindow, 'offset'>,
  { rows, total, isEstimate, next }: Page<Row>,
): Row[] {
  if (total !== undefined) contentRange(res, unit, offset, rows.length, isEstimate ? Math.max(total, offset + rows.length) : total);
  if (isEstimate) res.setHeader('X-Total-Estimated', 'true');
  if (next) linkNext(res, next);
  return rows;
}

/** Answers with an array of the rows of these parts, each read when the client has taken those before it. A fault cuts the answer off. */
export const sendParts = <Part>(parts: Part[], read: (part: Part) => Promise<object[]>): StreamableFile =>
  new StreamableFile(Readable.from(jsonArray(parts, read), { objectMode: false }), { type: 'application/json; charset=utf-8' });

async function* jsonArray<Part>(parts: Part[], read: (part: Part) => Promise<object[]>): AsyncGenerator<string> {
  let before = '[';
  for (const part of parts)
    for (const row of await read(part)) {
      yield before + JSON.stringify(row);
      before = ',';
    }
  yield before === '[' ? '[]' : ']';
}
