import type { ColumnMatch, FormatField, ImportFormat } from '@app/domain';

type Column = { index: number; cells: string[]; filled: string[] };

/**
 * Proposes columns for fields that no name gives away, by what stands in them: codes of which none comes twice, short texts,
 * long texts, yes and no. For required fields always; for the others only in a file without column names, where names say nothing.
 */
export function guessByContent(format: ImportFormat, records: readonly string[][], columns: ColumnMatch[], isNamed: boolean): void {
  if (format.keyField === null) return; // the rules tell texts from a code
  const all = columns.map((_, index): Column => {
    const cells = records.map((record) => (record[index] ?? '').trim());
    return { index, cells, filled: cells.filter(Boolean) };
  });
  for (const field of format.fields) {
    if (columns.some((column) => column.field === field.name) || (isNamed && !field.required)) continue;
    const free = all.filter(({ index, filled }) => columns[index]!.certainty === 'none' && filled.length);
    const found = ruleOf(format, field)(free);
    if (found) columns[found.column.index] = { field: field.name, certainty: 'guess', reason: found.reason };
  }
}

type Rule = (free: Column[]) => { column: Column; reason: string } | undefined;

function ruleOf(format: ImportFormat, field: FormatField): Rule {
  if (field.name === format.keyField) return code;
  if (typeof field.emptyValue === 'boolean') return (free) => yesOrNo(free, field);
  return field.required ? shortText : longText;
}

const code: Rule = (free) => {
  const column = free.find(
    ({ cells, filled }) =>
      filled.length === cells.length &&
      new Set(filled).size === filled.length &&
      filled.every((cell) => cell.length <= 64 && !/\s\S*\s/.test(cell)) &&
      !isCounter(filled),
  );
  return column && { column, reason: 'No cell is empty, and none comes twice.' };
};

const isCounter = (cells: string[]) => cells.length > 1 && cells.every((cell, i) => Number(cell) === Number(cells[0]) + i);

const shortText: Rule = (free) => {
  const column = free.find(({ cells, filled }) => {
    const isText = filled.filter((cell) => /\p{L}{2}/u.test(cell) && !/^https?:/i.test(cell)).length > filled.length * 0.9;
    return isText && filled.length > cells.length * 0.5 && average(filled) <= 200 && new Set(filled).size > filled.length * 0.5;
  });
  return column && { column, reason: 'Its cells are short texts that differ from row to row.' };
};

const longText: Rule = (free) => {
  const [column] = free
    .filter(({ filled }) => average(filled) > 60 && filled.some((cell) => /\s/.test(cell)))
    .sort((a, b) => average(b.filled) - average(a.filled));
  return column && { column, reason: 'Its cells hold the longest texts.' };
};

function yesOrNo(free: Column[], field: FormatField) {
  const column = free.find(({ filled }) => {
    const readings = filled.map((cell) => field.read(cell));
    return new Set(filled).size === 2 && readings.every((reading) => 'value' in reading && typeof reading.value === 'boolean');
  });
  return column && { column, reason: 'Every cell is a yes or a no.' };
}

const average = (cells: string[]) => cells.reduce((sum, { length }) => sum + length, 0) / (cells.length || 1);
