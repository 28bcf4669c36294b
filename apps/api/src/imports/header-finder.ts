import { isHeader, matchHeader, maxHeaderRecord, type ImportFormat, type ImportSettings } from '@app/domain';
import type { Reading } from './delimiter.js';

/** The record that holds the column names, and why; the data starts behind it. */
export type FoundHeader = {
  /** -1: the file has no header. */
  index: number;
  evidence: string;
  /** It names all required fields, or somebody said that it is the header. */
  isSure: boolean;
  /** The names may be a first row. */
  looksLikeData: boolean;
};

/**
 * Which record is the header: the one that was asked for; else the first that names all required fields, so that lines may stand
 * above it, and when records below name them again (labels above technical names), the last of those; else the one where the table
 * begins, below lines of few cells; none if it is a row already, where files of the format may lack a header. Undefined: the file has
 * fewer records than the number asked for.
 */
export function findHeader(reading: Reading, format: ImportFormat, { header: asked, mapping }: ImportSettings): FoundHeader | undefined {
  const { records } = reading;
  if (asked === false)
    return { index: -1, evidence: 'As was said, the file has none: columns go by number.', isSure: true, looksLikeData: false };
  if (typeof asked === 'number')
    return asked > records.length
      ? undefined
      : { index: asked - 1, evidence: `Record ${asked}, as was said.`, isSure: true, looksLikeData: false };

  const isOne = (index: number) => index < Math.min(records.length, maxHeaderRecord) && isHeader(format, records[index]!, mapping);
  let index = records.slice(0, maxHeaderRecord).findIndex((_, at) => isOne(at));
  if (index >= 0) {
    while (isOne(index + 1) && records[index + 1]!.length === records[index]!.length) index++;
    return { index, evidence: `Record ${index + 1} names all required fields.`, isSure: true, looksLikeData: false };
  }
  const start = tableStart(reading);
  if (format.headless?.delimiter === reading.delimiter && reading.model.width > 1 && goesByPlace(records[start]!, format))
    return { index: -1, evidence: 'No record names the fields: such files have no header.', isSure: true, looksLikeData: false };
  const looks = looksLikeData(records.slice(start), format);
  const where = start > 0 ? 'where the table seems to begin: ' : 'because ';
  const doubt = looks ? ' It looks like data: if the file has no header, say so, and choose columns by number.' : '';
  const evidence = `Record ${start + 1}, ${where}no record is known to name all required fields.${doubt}`;
  return { index: start, evidence, isSure: false, looksLikeData: looks };
}

/** The record from which on the cells are as many as in most, if less than half as many are filled in all records above. */
function tableStart({ records, model: { record, width } }: Reading): number {
  const isAbove = (cells: readonly string[]) => cells.filter((cell) => cell.trim() !== '').length < width / 2;
  return records.slice(0, record).every(isAbove) ? record : 0;
}

/** Whether a record has a value at the place of any field that could not take a name for one, such as a number: a header has none. */
const goesByPlace = (cells: readonly string[], { fields }: ImportFormat): boolean =>
  fields.some(({ name, read }, at) => 'fault' in read(name) && at < cells.length && !('fault' in read(cells[at]!)));

/** Numbers, dates or addresses above others of their kind, or cells that come again below: headers have none of that. */
export function looksLikeData([first, ...below]: readonly string[][], format: ImportFormat): boolean {
  if (!first || !below.length) return false;
  const required = new Set(format.fields.filter((field) => field.required).map(({ name }) => name));
  if (matchHeader(format, first).columns.some(({ field }) => field !== null && required.has(field))) return false;
  return first.some((cell, column) => {
    const text = startOf(cell);
    const others = below.map((cells) => startOf(cells[column] ?? '')).filter(Boolean);
    if (!text || !others.length) return false;
    const kind = kindOf(text);
    return kind ? others.filter((other) => kindOf(other) === kind).length > others.length * 0.8 : others.includes(text);
  });
}

const startOf = (cell: string) => cell.trim().slice(0, 100);

function kindOf(text: string): string | undefined {
  if (/^[-+]?[$€£¥]?\s?\d[\d.,]*\s?[%$€£¥]?$/.test(text)) return 'number';
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]|$)/.test(text)) return 'date';
  if (/^(https?:\/\/|\S+@\S+\.\S+$)/.test(text)) return 'address';
  return undefined;
}
