import type { ImportFormat } from './import-format.js';
import type { ImportFailure } from './import-job.js';
import { tidy } from './text.js';

/** Field name to 0-based column of the file. */
export type ColumnMapping = Record<string, number>;

export type HeaderMatch = { mapping: ColumnMapping; ignored: string[] } | { failure: ImportFailure };

/** More columns than any shop's export has; a wider file is something else. */
export const maxColumns = 1_000;

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

const quoted = (names: readonly string[]) => names.map((name) => `"${name}"`).join(', ');

/**
 * Finds the columns of a format in a header. Only names that are beyond doubt are taken; `asked` (field to column name)
 * goes before. A required field without a column, or two columns of one name for a field, is a failure that says what was found.
 */
export function matchHeader(
  format: ImportFormat,
  header: readonly string[],
  asked: Record<string, string | number | null> = {},
): HeaderMatch {
  if (header.length > maxColumns)
    return failure('too_many_columns', `The file has ${header.length} columns; at most ${maxColumns} are read.`);
  const keys = header.map(headerKey);
  const columnsNamed = (wanted: string) => {
    const exact = indexes(keys, (key) => key === wanted);
    return exact.length ? exact : indexes(keys, (key) => key !== '' && withoutHint(key) === wanted);
  };

  const mapping: ColumnMapping = {};
  for (const field of format.fields) {
    const names = asked[field.name] === undefined ? field.aliases : [headerKey(String(asked[field.name]))];
    const found = names.map(columnsNamed).find((columns) => columns.length > 0);
    if (found && found.length > 1) {
      return failure(
        'header_duplicate',
        `The column "${header[found[0]!]!.trim()}" occurs ${found.length} times; which one is meant for ${field.name} cannot be known.`,
        field.name,
      );
    }
    if (found) mapping[field.name] = found[0]!;
    else if (asked[field.name] !== undefined) {
      return failure(
        'header_missing_column',
        `The file has no column "${asked[field.name]}", asked for as ${field.name}. Columns found: ${quoted(header)}.`,
        field.name,
      );
    }
  }

  const missing = format.fields.find((field) => field.required && mapping[field.name] === undefined);
  if (missing) {
    const guesses = header.filter((_, i) => missing.weakAliases.includes(keys[i]!) || missing.weakAliases.includes(withoutHint(keys[i]!)));
    const hint = guesses.length ? ` Perhaps ${quoted(guesses)} is meant: rename it, or send a mapping.` : '';
    return failure(
      'header_missing_column',
      `The file has no column "${missing.name}". Columns found: ${quoted(header)}.${hint}`,
      missing.name,
    );
  }
  const taken = new Set(Object.values(mapping));
  return { mapping, ignored: header.filter((name, i) => !taken.has(i) && headerKey(name) !== '') };
}

const indexes = (keys: readonly string[], fits: (key: string) => boolean) => keys.flatMap((key, i) => (fits(key) ? [i] : []));

function failure(code: 'too_many_columns' | 'header_duplicate' | 'header_missing_column', message: string, column?: string): HeaderMatch {
  return { failure: { code, message: message.slice(0, 2_000), ...(column && { column }) } };
}
