import type { Response } from 'express';
import { z } from 'zod';
import { DomainError, maxWindow, type ListQuery } from '@app/domain';

/** A filter as a condition in SQL: adds its values to `params` and returns the text, which quotes nobody's input. */
export type Condition = (value: unknown, params: unknown[]) => string;

/** What a list can be ordered and filtered by: names of the API to columns and conditions; below a prefix, any name. */
export type ListFields = {
  sort: Record<string, string>;
  filter: Record<string, Condition>;
  filterBelow?: Record<`${string}.`, (name: string) => Condition>;
  /** Its pages can go on after a cursor. */
  hasCursors?: true;
};

/** A checked list query, ready for a statement. */
export type ListWindow = {
  filter: Record<string, unknown>;
  where: string;
  params: unknown[];
  order: Order;
  orderBy: string;
  offset: number;
  limit: number;
  /** For a page that goes on after the row of a cursor. */
  after?: (params: unknown[]) => string;
};

/** `by` is how the API spells it, such as `-name`. */
type Order = { by: string; column: string; direction: 'ASC' | 'DESC' };

const paging = new Set(['filter', 'range', 'sort', 'page', 'perPage', 'after', 'embed']);

/** Reads `sort`, `range` and `filter` as ra-data-simple-rest sends them, or `page` or `after`, `perPage` and plain filters. Unknown names are refused. */
export function listWindow(query: ListQuery & { after?: string } & Record<string, unknown>, fields: ListFields): ListWindow {
  if (query.after !== undefined && !fields.hasCursors) throw invalid('after', 'This list is paged by range, or page and perPage.');
  const filter = { ...plainFilters(query), ...objectOf('filter', query.filter) };
  const params: unknown[] = [];
  const order = orderOf(query.sort, fields.sort);
  const conditions = Object.entries(filter).map(([name, value]) => {
    const condition = conditionOf(name, fields);
    if (!condition)
      throw invalid('filter', `There is no filter "${name.slice(0, 50)}". There are: ${Object.keys(fields.filter).join(', ')}.`);
    return condition(value, params);
  });
  return {
    filter,
    where: conditions.length ? `where ${conditions.join(' and ')}` : '',
    params,
    order,
    orderBy:
      order.column === 'id' ? `order by id ${order.direction}` : `order by ${order.column} ${order.direction}, id ${order.direction}`, // ties end with id
    ...windowOf(query, Array.isArray(filter.id)),
    after: query.after === undefined ? undefined : afterOf(query.after, order),
  };
}

function conditionOf(name: string, { filter, filterBelow = {} }: ListFields): Condition | undefined {
  if (Object.hasOwn(filter, name)) return filter[name];
  const prefix = Object.keys(filterBelow).find((prefix) => name.startsWith(prefix)) as `${string}.` | undefined;
  return prefix && filterBelow[prefix]!(name.slice(prefix.length));
}

const Cursor = z.tuple([z.string(), z.string().max(1_000), z.int()]);

/** Names a row, for a page that goes on after it: the order, what that is of the row as text, and its id. Undefined: it would not fit into an address. */
export function cursorOf({ by }: Order, value: string, id: number): string | undefined {
  return value.length > 1_000 ? undefined : Buffer.from(JSON.stringify([by, value, id])).toString('base64url');
}

export const forgedCursor = () =>
  new DomainError('invalid_parameter', 'after is no cursor of this list: take the address from the header Link, whole.');

function afterOf(cursor: string, { by, column, direction }: Order): ListWindow['after'] {
  let read: unknown;
  try {
    read = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    throw forgedCursor();
  }
  const { data } = Cursor.safeParse(read);
  if (data?.[0] !== by) throw forgedCursor();
  const beyond = direction === 'ASC' ? '>' : '<';
  const [, value, id] = data;
  return (params) =>
    column === 'id' ? `id ${beyond} ${bind(params, id)}` : `(${column}, id) ${beyond} (${bind(params, value)}, ${bind(params, id)})`;
}

/** Says where the next page is (RFC 8288): for programs, who then find the last page as fast as the first. */
export function linkNext(res: Response, cursor: string): void {
  const [path, query] = res.req.originalUrl.split('?');
  const params = new URLSearchParams(query);
  for (const name of ['range', 'page']) params.delete(name);
  params.set('after', cursor);
  res.setHeader('Link', `<${path}?${params}>; rel="next"`);
}

/** Says which rows these are of how many, as ra-data-simple-rest reads it (RFC 9110, section 14.4, with a unit of our own). */
export function contentRange(res: Response, unit: string, offset: number, count: number, total: number): void {
  res.setHeader('Content-Range', count ? `${unit} ${offset}-${offset + count - 1}/${total}` : `${unit} */${total}`);
  res.setHeader('Access-Control-Expose-Headers', 'Content-Range, Link, X-Total-Estimated, X-Unsearched-Changes');
}

/** The same rows, those of them for which this holds too. */
export function within(window: ListWindow, condition: (params: unknown[]) => string): ListWindow {
  const params = [...window.params];
  return { ...window, where: `${window.where || 'where true'} and ${condition(params)}`, params };
}

/** Text that occurs in a column, whatever the case; `%`, `_` and `\` mean themselves. */
export const contains =
  (column: string): Condition =>
  (value, params) =>
    `${column} ilike ${bind(params, `%${literal(value)}%`)}`;

/** As `contains`, of a column that holds lower case only. */
export const containsLower =
  (column: string): Condition =>
  (value, params) =>
    `${column} like lower(${bind(params, `%${literal(value)}%`)})`;

export const beginsWith =
  (column: string): Condition =>
  (value, params) =>
    `${column} like ${bind(params, `${literal(value)}%`)}`;

const literal = (value: unknown) => textOf(value).replace(/[\\%_]/g, '\\$&');

/** Any of several conditions on the same value. */
export const anyOfColumns =
  (...conditions: Condition[]): Condition =>
  (value, params) =>
    `(${conditions.map((condition) => condition(value, params)).join(' or ')})`;

export const equals =
  (column: string): Condition =>
  (value, params) =>
    `${column} = ${bind(params, textOf(value))}`;

/** A text or any of an array, by the key that the column has of it. */
export const anyKey =
  (column: string, keyOf: (text: string) => string): Condition =>
  (value, params) => {
    const texts = [value].flat();
    if (texts.length > maxWindow) throw invalid('filter', `This filter takes up to ${maxWindow} texts.`);
    const keys = texts.map((text) => keyOf(textOf(text)));
    return Array.isArray(value) ? `${column} = any(${bind(params, keys)})` : `${column} = ${bind(params, keys[0])}`;
  };

/** true or false, as JSON or as the text of a plain parameter. */
export const isTrue =
  (column: string): Condition =>
  (value, params) =>
    `${column} = ${bind(params, truthOf(value, column))}`;

/** Of two conditions the one that true or false stands for. */
export const whether =
  (name: string, isSo: string, isNot: string): Condition =>
  (value) =>
    truthOf(value, name) ? isSo : isNot;

function truthOf(value: unknown, name: string): boolean {
  if (![true, false, 'true', 'false'].includes(value as string)) throw invalid('filter', `${name} is true or false.`);
  return String(value) === 'true';
}

/** One value or any of an array, out of those that exist. */
export const anyOf =
  (column: string, allowed: readonly string[]): Condition =>
  (value, params) => {
    const wanted = [value].flat();
    const wrong = wanted.find((one) => !allowed.includes(one as string));
    if (wrong !== undefined) throw invalid('filter', `"${String(wrong).slice(0, 50)}" is none of ${allowed.join(', ')}.`);
    return `${column} = any(${bind(params, wanted)})`;
  };

/** An id or many of them, as getMany asks; at most as many as the widest window. */
export const ids =
  (column: string): Condition =>
  (value, params) =>
    isAmong(column, numbersOf(value, 1, 'ids'), params);

/** A number that files give, or many of them; like ids, but 0 is one, too. */
export const numbers =
  (column: string): Condition =>
  (value, params) =>
    isAmong(column, numbersOf(value, 0, 'numbers'), params);

/** A single one is not asked for as an array: an index that it leads knows the order of the rest. */
const isAmong = (column: string, [first, ...more]: number[], params: unknown[]) =>
  more.length ? `${column} = any(${bind(params, [first, ...more])})` : `${column} = ${bind(params, first ?? null)}`;

function numbersOf(value: unknown, least: number, what: string): number[] {
  const wanted = [value].flat().map((one) => (typeof one === 'string' && one.trim() ? Number(one) : one));
  if (wanted.length > maxWindow || !wanted.every((one) => isCount(one) && one >= least))
    throw invalid('filter', `This filter takes up to ${maxWindow} ${what}, from ${least} on.`);
  return wanted as number[];
}

export const since =
  (column: string): Condition =>
  (value, params) =>
    `${column} >= ${bind(params, dateOf(value))}`;

/** A date without a time is the whole day, in UTC. */
export const until =
  (column: string): Condition =>
  (value, params) => {
    const date = dateOf(value);
    if (!/^\d{4}-\d\d-\d\d$/.test(value as string)) return `${column} <= ${bind(params, date)}`;
    date.setUTCDate(date.getUTCDate() + 1);
    return `${column} < ${bind(params, date)}`;
  };

/** US dollars, at least so many; or with `<=` at most. */
export const amount =
  (column: string, comparison: '>=' | '<='): Condition =>
  (value, params) => {
    if (!/^\d{1,12}(\.\d{1,2})?$/.test(textOf(value))) throw invalid('filter', 'An amount is like 12 or 12.50, and not negative.');
    return `${column} ${comparison} ${bind(params, String(value))}`;
  };

function dateOf(value: unknown): Date {
  const [all, day] = (typeof value === 'string' && isoDate.exec(value)) || [];
  if (!all || !isDay(day!) || Number.isNaN(Date.parse(all))) throw invalid('filter', 'Send a date as ISO 8601.');
  return new Date(all);
}

const isoDate = /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?$/;

/** Date.parse takes the 31st of February for the 3rd of March. */
const isDay = (day: string) => !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);

export function bind(params: unknown[], value: unknown): string {
  params.push(value);
  return `$${params.length}`;
}

export function textOf(value: unknown): string {
  if (typeof value !== 'string' && typeof value !== 'number') throw invalid('filter', 'This filter takes a text.');
  if (String(value).includes('\0') || String(value).length > 500)
    throw invalid('filter', 'The text is too long, or holds a control character.');
  return String(value);
}

function plainFilters(query: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(query).filter(([name]) => !paging.has(name)));
}

function windowOf({ range, page, perPage, after }: ListQuery & { after?: string }, byIds: boolean): { offset: number; limit: number } {
  if (after !== undefined && (range !== undefined || page !== undefined))
    throw invalid('after', 'Send after, with perPage, or range, or page: not two of them.');
  if (range !== undefined) {
    if (page !== undefined || perPage !== undefined) throw invalid('range', 'Send range, or page and perPage, not both.');
    const [from, to] = arrayOf('range', range);
    if (!isCount(from) || !isCount(to) || to < from || to - from >= maxWindow) {
      throw invalid('range', `range is [first,last] with at most ${maxWindow} rows.`);
    }
    return { offset: from, limit: to - from + 1 };
  }
  const rows = perPage === undefined ? (byIds ? maxWindow : 25) : Number(perPage);
  const nth = page === undefined ? 1 : Number(page);
  if (!isCount(rows) || rows < 1 || rows > maxWindow) throw invalid('perPage', `perPage is 1 to ${maxWindow}.`);
  if (!isCount(nth) || nth < 1 || nth > 1e9) throw invalid('page', 'page counts from 1.');
  return { offset: (nth - 1) * rows, limit: rows };
}

function orderOf(sort: string | undefined, columns: Record<string, string>): Order {
  const [field, direction] = sort?.startsWith('[')
    ? arrayOf('sort', sort)
    : [sort?.replace(/^-/, '') ?? 'id', sort?.startsWith('-') ? 'DESC' : 'ASC'];
  const column = typeof field === 'string' && Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (!column) throw invalid('sort', `Cannot sort by "${String(field).slice(0, 50)}". There are: ${Object.keys(columns).join(', ')}.`);
  if (direction !== 'ASC' && direction !== 'DESC') throw invalid('sort', 'The direction is ASC or DESC.');
  return { by: direction === 'DESC' ? `-${field as string}` : (field as string), column, direction };
}

function arrayOf(name: string, json: string): unknown[] {
  const value = parsed(name, json);
  if (!Array.isArray(value) || value.length !== 2) throw invalid(name, `${name} is a JSON array of two.`);
  return value;
}

function objectOf(name: string, json = '{}'): Record<string, unknown> {
  const value = parsed(name, json);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(name, `${name} is a JSON object.`);
  return value as Record<string, unknown>;
}

function parsed(name: string, json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw invalid(name, `${name} is not JSON.`);
  }
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const invalid = (name: string, message: string) => new DomainError('invalid', message, [{ pointer: `/${name}`, message }]);
