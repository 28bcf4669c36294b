import { formula, safeColumn } from '@app/domain';

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** `safe` is for spreadsheets: nothing in it is taken for a formula. `raw` is for programs: every cell as it is. */
export const exportModes = ['safe', 'raw'] as const;
export type ExportMode = (typeof exportModes)[number];

/** A file as PostgreSQL makes it: what goes before its lines, what a line is made of, the options of COPY. */
export type ExportFile = { start: string; columns: string; options: string };

/** A column of a table: its name as the header has it, and the cell in SQL. `isText`: people wrote it, and it may look like a formula. */
export type ExportColumn = { name: string; sql: string; isText?: true };

/** A table (RFC 4180, but for line ends, which are LF). A column `import__safe` tells an import to take the guards off again. */
export function csvFile(columns: ExportColumn[], mode: ExportMode): ExportFile {
  const names = columns.map(({ name }) => name);
  if (mode === 'raw') return { start: header(names), columns: columns.map(({ sql }) => sql).join(', '), options: 'format csv' };
  return {
    start: `\ufeff${header([...names, safeColumn])}`, // without the mark Excel would not take it for UTF-8
    columns: [...columns.map(({ sql, isText }) => (isText ? guarded(sql) : sql)), 'null'].join(', '),
    options: 'format csv',
  };
}

const header = (names: string[]) => `${names.join(',')}\n`;

/** `safe` of the domain, in SQL. */
const guarded = (text: string) => `regexp_replace(${text}, '${formula.source.replaceAll("'", "''")}', '''\\&')`;

/** An object of JSON per line, of columns named as it has them. JSON holds no control character, so there is nothing for COPY to quote. */
export const ndjsonFile = (columns: string): ExportFile => ({
  start: '',
  columns: `(select row_to_json(this_row) from (select ${columns}) this_row)`,
  options: `format csv, delimiter e'\\x01', quote e'\\x02'`,
});

/** A moment as JSON has it. */
export const isoText = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
