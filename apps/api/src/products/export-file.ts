import { attributePrefix, formula, safeColumn } from '@app/domain';

export const exportFormats = ['csv', 'ndjson'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** `safe` is for spreadsheets: nothing in it is taken for a formula. `raw` is for programs: every cell as it is. */
export const exportModes = ['safe', 'raw'] as const;
export type ExportMode = (typeof exportModes)[number];

/** A file of products as PostgreSQL makes it: what goes before its lines, what a line is made of, the options of COPY. */
export type ExportFile = { start: string; columns: string; options: string };

/** An attribute's key, and the same as a literal of SQL. */
export type AttributeColumn = { key: string; literal: string };

/**
 * A table (RFC 4180, but for line ends, which are LF) with a column for each of the attributes; what a product does not have is an
 * empty cell. An import takes every column for what it is, and a column `import__safe` takes the guards off again.
 */
export function csvFile(attributes: AttributeColumn[], mode: ExportMode): ExportFile {
  const names = attributes.map(({ key }) => `"${attributePrefix}${key.replaceAll('"', '""')}"`);
  const texts = ['sku', 'name', `nullif(description, '')`];
  const values = attributes.map(({ literal }) => `attributes ->> ${literal}`);
  const line = (cells: string[]) => cells.join(', ');
  if (mode === 'raw') return { start: header(names), columns: line([...texts, 'active::text', ...values]), options: 'format csv' };
  return {
    start: `\ufeff${header([...names, safeColumn])}`, // without the mark Excel would not take it for UTF-8
    columns: line([...texts.map(guarded), 'active::text', ...values.map(guarded), 'null']),
    options: 'format csv',
  };
}

const header = (further: string[]) => `${['sku', 'name', 'description', 'active', ...further].join(',')}\n`;

/** `safe` of the domain, in SQL. */
const guarded = (text: string) => `regexp_replace(${text}, '${formula.source.replaceAll("'", "''")}', '''\\&')`;

const iso = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

/** A product per line, as GET answers it. JSON holds no control character, so there is nothing for COPY to quote. */
export const ndjsonFile: ExportFile = {
  start: '',
  columns: `(select row_to_json(line) from (select id, sku, name, description, active, attributes, version, last_import_id as "lastImportId",
    ${iso('created_at')} as "createdAt", ${iso('updated_at')} as "updatedAt") line)`,
  options: `format csv, delimiter e'\\x01', quote e'\\x02'`,
};
