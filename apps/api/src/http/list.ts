import type { Response } from 'express';
import { DomainError, maxWindow, type ListQuery } from '@app/domain';

/** A filter as a condition in SQL: adds its values to `params` and returns the text, which quotes nobody's input. */
export type Condition = (value: unknown, params: unknown[]) => string;

/** What a list can be ordered and filtered by: names of the API to columns and conditions. */
export type ListFields = { sort: Record<string, string>; filter: Record<string, Condition> };

/** A checked list query, ready for a statement. */
export type ListWindow = {
  filter: Record<string, unknown>;
  where: string;
  params: unknown[];
  orderBy: string;
  offset: number;
  limit: number;
};

const paging = new Set(['filter', 'range', 'sort', 'page', 'perPage', 'embed']);

/** Reads `sort`, `range` and `filter` as ra-data-simple-rest sends them, or `page`, `perPage` and plain filters. Unknown names are refused. */
export function listWindow(query: ListQuery & Record<string, unknown>, fields: ListFields): ListWindow {
  const filter = { ...plainFilters(query), ...objectOf('filter', query.filter) };
  const params: unknown[] = [];
  const conditions = Object.entries(filter).map(([name, value]) => {
    const condition = Object.hasOwn(fields.filter, name) ? fields.filter[name] : undefined;
    if (!condition)
      throw invalid('filter', `There is no filter "${name.slice(0, 50)}". There are: ${Object.keys(fields.filter).join(', ')}.`);
    return condition(value, params);
  });
  return {
    filter,
    where: conditions.length ? `where ${conditions.join(' and ')}` : '',
    params,
    orderBy: orderOf(query.sort, fields.sort),
    ...windowOf(query, Array.isArray(filter.id)),
  };
}

/** Says which rows these are of how many, as ra-data-simple-rest reads it (RFC 9110, section 14.4, with a unit of our own). */
export function contentRange(res: Response, unit: string, offset: number, count: number, total: number): void {
  res.setHeader('Content-Range', count ? `${unit} ${offset}-${offset + count - 1}/${total}` : `${unit} */${total}`);
  res.setHeader('Access-Control-Expose-Headers', 'Content-Range');
}

/** Text that occurs in a column, whatever the case; `%`, `_` and `\` mean themselves. */
export const contains =
  (column: string): Condition =>
  (value, params) =>
    `${column} ilike ${bind(params, `%${textOf(value).replace(/[\\%_]/g, '\\$&')}%`)}`;

/** Any of several conditions on the same value. */
export const anyOfColumns =
  (...conditions: Condition[]): Condition =>
  (value, params) =>
    `(${conditions.map((condition) => condition(value, params)).join(' or ')})`;

export const equals =
  (column: string): Condition =>
  (value, params) =>
    `${column} = ${bind(params, textOf(value))}`;

/** true or false, as JSON or as the text of a plain parameter. */
export const isTrue =
  (column: string): Condition =>
  (value, params) => {
    if (![true, false, 'true', 'false'].includes(value as string)) throw invalid('filter', `${column} is true or false.`);
    return `${column} = ${bind(params, String(value) === 'true')}`;
  };

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
  (value, params) => {
    const wanted = [value].flat().map((id) => (typeof id === 'string' ? Number(id) : id));
    if (wanted.length > maxWindow || wanted.some((id) => !isCount(id) || id < 1))
      throw invalid('filter', `id takes up to ${maxWindow} ids.`);
    return `${column} = any(${bind(params, wanted)})`;
  };

export const since =
  (column: string): Condition =>
  (value, params) => {
    if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value) || Number.isNaN(Date.parse(value)))
      throw invalid('filter', 'Send a date as ISO 8601.');
    return `${column} >= ${bind(params, new Date(value))}`;
  };

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

function windowOf({ range, page, perPage }: ListQuery, byIds: boolean): { offset: number; limit: number } {
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

function orderOf(sort: string | undefined, columns: Record<string, string>): string {
  const [field, direction] = sort?.startsWith('[')
    ? arrayOf('sort', sort)
    : [sort?.replace(/^-/, '') ?? 'id', sort?.startsWith('-') ? 'DESC' : 'ASC'];
  const column = typeof field === 'string' && Object.hasOwn(columns, field) ? columns[field] : undefined;
  if (!column) throw invalid('sort', `Cannot sort by "${String(field).slice(0, 50)}". There are: ${Object.keys(columns).join(', ')}.`);
  if (direction !== 'ASC' && direction !== 'DESC') throw invalid('sort', 'The direction is ASC or DESC.');
  return field === 'id' ? `order by id ${direction}` : `order by ${column} ${direction}, id ${direction}`; // ties end with id
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
