import type { FormatField, ImportFormat } from './import-format.js';
import type { ImportFailure } from './import-job.js';
import type { ImportSettings } from './import-options.js';
import type { ColumnCertainty } from './inspection.js';
import { attributeKey, productLimits } from './product.js';
import { isHelperColumn } from './result-file.js';
import { shortened, tidy } from './text.js';

/** Field name to 0-based column of the file. */
export type ColumnMapping = Record<string, number>;

/** What one column of a file is taken for, or would be if somebody agrees, and why. */
export type ColumnMatch = { field: string | null; certainty: ColumnCertainty; reason: string };

/** What the columns of a file mean. */
export type HeaderMatch = {
  /** Only what was asked for or is sure. */
  mapping: ColumnMapping;
  /** Columns that are kept as attributes, under these keys. */
  attributes: { column: number; key: string }[];
  columns: ColumnMatch[];
  /** Names of columns that mean nothing. */
  ignored: string[];
  /** Required fields that `mapping` lacks. */
  missing: string[];
  /** Why the file cannot be imported with this mapping; null: it can. */
  failure: ImportFailure | null;
};

type Asked = Pick<ImportSettings, 'mapping' | 'unmapped'>;

/** More columns than any shop's export has; a wider file is something else. */
export const maxColumns = 1_000;

/** A column of this name and a key behind it is that attribute, with nobody asking for it: so a file of products names them. */
export const attributePrefix = 'attributes.';

/** A header name as it is compared: no zero-width characters or blanks around, lower case, `_` and `-` as blanks. */
export const headerKey = (name: string) =>
  tidy(name.replace(/[\u200B-\u200D\u2060\uFEFF]/g, ''))
    .toLowerCase()
    .replace(/[\s_-]+/g, ' ')
    .trim();

/** The same without a trailing `*` and a bracketed hint: `Name*`, `Active (0/1)`. */
const withoutHint = (key: string) =>
  key
    .replace(/\s*\*$/, '')
    .replace(/\s*[([][^)\]]*[)\]]$/, '')
    .trim();

const compact = (key: string) => key.replaceAll(' ', '');

/** Columns by their names, in the three ways of comparing: as they are, without hints, written as one word. */
class Names {
  private readonly keys: string[];
  private readonly ways: Map<string, number[]>[];

  constructor(readonly names: readonly string[]) {
    this.keys = names.map((name) => (isHelperColumn(name) ? '' : headerKey(name)));
    this.ways = [(key: string) => key, withoutHint, compact].map((way) => {
      const found = new Map<string, number[]>();
      for (const [column, key] of this.keys.entries()) if (key) found.set(way(key), [...(found.get(way(key)) ?? []), column]);
      return found;
    });
  }

  /** All columns of a name, by the strictest way that finds any. */
  named(wanted: string): number[] {
    return this.ways.map((way, i) => way.get(i === 2 ? compact(wanted) : wanted)).find((columns) => columns?.length) ?? [];
  }

  key(column: number): string {
    return this.keys[column]!;
  }

  quote(columns: readonly number[]): string {
    return columns.map((column) => `"${this.names[column]!.trim()}"`).join(' and ');
  }
}

/** Whether a record names the required fields, beyond doubt or as was asked for: then it is a header. Numbers fit any record and prove nothing. */
export function isHeader(format: ImportFormat, cells: readonly string[], asked: ImportSettings['mapping'] = {}): boolean {
  const required = format.fields.filter((field) => field.required).map(({ name }) => name);
  if (cells.length > maxColumns || required.every((name) => typeof asked[name] === 'number')) return false;
  const { taken, fault } = certainFields(format, new Names(cells), asked);
  return !fault && required.every((name) => taken.has(name));
}

/**
 * Finds the columns of a format in a header. Taken are only names that are beyond doubt and what was asked for, which goes
 * before; what is merely probable is proposed. A required field without a column, or two columns of one name for a field, is a
 * failure that says what was found.
 */
export function matchHeader(format: ImportFormat, header: readonly string[], asked: Partial<Asked> = {}): HeaderMatch {
  const names = new Names(header);
  const { taken, fault } = certainFields(format, names, asked.mapping ?? {});
  const mapping = Object.fromEntries([...taken].map(([field, { column }]) => [field, column]));
  const columns: ColumnMatch[] = header.map((name) => ({ field: null, certainty: 'none', reason: reasonOfNone(name) }));
  for (const [field, { column, certainty, reason }] of taken)
    if (columns[column]!.certainty !== 'asked') columns[column] = { field, certainty, reason };

  const open = format.fields.filter(({ name }) => !taken.has(name) && asked.mapping?.[name] !== null);
  for (const field of open) {
    const guess = guessByName(field, names, (column) => columns[column]!.certainty === 'none');
    if (guess) columns[guess.column] = { field: field.name, certainty: 'guess', reason: guess.reason };
  }
  const attributes = format.keepsAttributes ? attributesOf(header, columns, asked) : [];
  const missing = format.fields.filter(({ name, required }) => required && !taken.has(name)).map(({ name }) => name);
  return {
    mapping,
    attributes,
    columns,
    ignored: header.filter((name, i) => headerKey(name) && !isHelperColumn(name) && !keeps(columns[i]!)),
    missing,
    failure: tooManyColumns(header.length) ?? fault ?? (missing.length ? missingColumn(missing[0]!, names, columns) : null),
  };
}

export const tooManyColumns = (width: number) =>
  width > maxColumns ? failure('too_many_columns', `The file has ${width} columns; at most ${maxColumns} are read.`) : undefined;

type Certain = { column: number; certainty: 'asked' | 'sure'; reason: string };

function certainFields(format: ImportFormat, names: Names, asked: ImportSettings['mapping']) {
  const taken = new Map<string, Certain>();
  const asTaken = new Set<number>();
  let fault: ImportFailure | undefined;
  const choose = (field: string, wanted: string | number): number | undefined => {
    const found = typeof wanted === 'number' ? [wanted].filter((column) => column < names.names.length) : names.named(headerKey(wanted));
    if (found.length === 1) return found[0];
    fault ??= found.length
      ? duplicate(field, found, names)
      : failure(
          'header_missing_column',
          `The file has no column ${typeof wanted === 'number' ? `number ${wanted} (from 0)` : `"${wanted}"`}, asked for as ${field}. Columns found: ${listed(names.names)}.`,
          field,
        );
    return undefined;
  };

  for (const { name } of format.fields) {
    const wanted = asked[name];
    const column = wanted === undefined || wanted === null ? undefined : choose(name, wanted);
    if (column === undefined) continue;
    taken.set(name, { column, certainty: 'asked', reason: 'Chosen.' });
    asTaken.add(column);
  }
  for (const { name, aliases } of format.fields) {
    if (asked[name] !== undefined) continue;
    const alias = aliases.find((one) => names.named(one).some((column) => !asTaken.has(column)));
    if (alias === undefined) continue;
    const found = names.named(alias).filter((column) => !asTaken.has(column));
    if (found.length > 1) fault ??= duplicate(name, found, names);
    else taken.set(name, { column: found[0]!, certainty: 'sure', reason: `${names.quote(found)} means ${name}.` });
  }
  if (format.headless && !names.names.some(headerKey))
    for (const [column, { name }] of format.fields.entries())
      if (asked[name] === undefined && column < names.names.length && !asTaken.has(column))
        taken.set(name, { column, certainty: 'sure', reason: `Column ${column + 1} of such files is ${name}.` });
  return { taken, fault };
}

/** Another name that often means the field, one with a language behind it, or one with a slip of the pen. */
function guessByName(field: FormatField, names: Names, isFree: (column: number) => boolean) {
  const free = (columns: number[]) => columns.filter(isFree);
  const same = field.aliases.map((alias) => free(names.named(alias))).find((columns) => columns.length > 1);
  if (same) return { column: same[0]!, reason: `${names.quote(same)} have the same name: choose one.` };
  for (const alias of field.weakAliases) {
    const [column] = free(names.named(alias));
    if (column !== undefined) return { column, reason: `${names.quote([column])} often means ${field.name}.` };
  }
  const all = free(names.names.map((_, column) => column)).filter((column) => names.key(column) !== '');
  const inLanguage = all.find((column) =>
    field.aliases.some((alias) => names.key(column).startsWith(`${alias} `) && languageTag.test(names.key(column).slice(alias.length + 1))),
  );
  if (inLanguage !== undefined)
    return { column: inLanguage, reason: `${names.quote([inLanguage])} looks like the ${field.name} in one language.` };
  for (const column of all) {
    const near = field.aliases.find((alias) => isNear(names.key(column), alias));
    if (near) return { column, reason: `${names.quote([column])} is nearly "${near}".` };
  }
  return undefined;
}

/** `de`, `en us`, `en us ecommerce`. */
const languageTag = /^[a-z]{2}( [a-z]{2})?( [a-z]{3,20})?$/;

/** At most one change in three characters, and two in all: a letter more, less, another, or two that changed places. */
function isNear(key: string, alias: string): boolean {
  const limit = Math.min(2, Math.floor(alias.length / 3));
  if (Math.abs(key.length - alias.length) > limit) return false;
  let before: number[] = [];
  let row = Array.from({ length: alias.length + 1 }, (_, i) => i);
  for (let i = 1; i <= key.length; i++) {
    const next = [i];
    for (let j = 1; j <= alias.length; j++) {
      const isSame = key[i - 1] === alias[j - 1];
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (isSame ? 0 : 1));
      if (i > 1 && j > 1 && key[i - 1] === alias[j - 2] && key[i - 2] === alias[j - 1]) next[j] = Math.min(next[j]!, before[j - 2]! + 1);
    }
    [before, row] = [row, next];
  }
  return row[alias.length]! <= limit;
}

/** Marks the columns that become attributes, and says under which keys. */
function attributesOf(header: readonly string[], columns: ColumnMatch[], { mapping = {}, unmapped }: Partial<Asked>) {
  const attributes: HeaderMatch['attributes'] = [];
  const keys = new Set<string>();
  for (const [column, name] of header.entries()) {
    const isNamed = tidy(name).toLowerCase().startsWith(attributePrefix);
    if (!(isNamed || unmapped === 'attributes') || !headerKey(name) || isHelperColumn(name)) continue;
    const own = columns[column]!;
    if (own.certainty === 'asked' || own.certainty === 'sure') continue;
    const key = attributeKey(isNamed ? tidy(name).slice(attributePrefix.length) : name);
    if (!key || mapping[attributePrefix + key] === null) continue;
    if (keys.has(key) || keys.size >= productLimits.attributes) {
      if (own.certainty === 'none')
        own.reason = keys.has(key) ? 'Another column gives this attribute.' : `More than ${productLimits.attributes} attributes.`;
      continue;
    }
    keys.add(key);
    attributes.push({ column, key });
    if (own.certainty === 'none') {
      columns[column] = {
        field: attributePrefix + key,
        certainty: isNamed ? 'sure' : 'asked',
        reason: isNamed ? 'The name says that it is an attribute.' : 'Kept as an attribute.',
      };
    }
  }
  return attributes;
}

const keeps = ({ certainty }: ColumnMatch) => certainty === 'asked' || certainty === 'sure';

function reasonOfNone(name: string): string {
  if (isHelperColumn(name)) return 'A helper column of a result file, which is skipped.';
  return headerKey(name) ? 'No field has a name like this.' : 'The column has no name.';
}

const listed = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

function missingColumn(field: string, names: Names, columns: readonly ColumnMatch[]): ImportFailure {
  const guesses = columns.flatMap((match, column) => (match.field === field && match.certainty === 'guess' ? [column] : []));
  const hint = guesses.length ? ` Perhaps ${names.quote(guesses)} is meant: rename it, or send a mapping.` : '';
  const found = names.names.some(headerKey)
    ? `Columns found: ${listed(names.names)}.`
    : `It has ${names.names.length} columns without names.`;
  return failure('header_missing_column', shortened(`The file has no column "${field}". ${found}`, 1_700) + hint, field);
}

function duplicate(field: string, found: readonly number[], names: Names): ImportFailure {
  const isOneName = new Set(found.map((column) => headerKey(names.names[column]!))).size === 1;
  const what = isOneName ? `The column ${names.quote(found.slice(0, 1))} occurs ${found.length} times` : `There are ${names.quote(found)}`;
  const numbers = found.slice(0, 5).join(', ');
  return failure(
    'header_duplicate',
    `${what}; which one is meant for ${field} cannot be known. A mapping can name it by number (from 0): ${numbers}.`,
    field,
  );
}

function failure(code: 'too_many_columns' | 'header_duplicate' | 'header_missing_column', message: string, column?: string): ImportFailure {
  return { code, message: shortened(message, 2_000), ...(column && { column }) };
}

/** What settings ask for that the format does not have, a field or attributes: the first such thing, as a JSON pointer. */
export function unknownField(
  format: ImportFormat,
  { mapping, onEmpty, unmapped }: Pick<ImportSettings, 'mapping' | 'onEmpty' | 'unmapped'>,
): string | undefined {
  const isKnown = (name: string) =>
    (format.keepsAttributes && name.startsWith('attributes.')) || format.fields.some((field) => field.name === name);
  const inMapping = Object.keys(mapping).find((name) => !isKnown(name));
  if (inMapping !== undefined) return `/mapping/${inMapping}`;
  const inRules = Object.keys(onEmpty).find((name) => !(format.keepsAttributes && name === 'attributes') && !isKnown(name));
  if (inRules !== undefined) return `/onEmpty/${inRules}`;
  return unmapped === 'attributes' && !format.keepsAttributes ? '/unmapped' : undefined;
}
