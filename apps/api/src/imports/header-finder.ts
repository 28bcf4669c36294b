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
 * above it; else the first of the file. When records below name them again (labels above technical names), the last of those
 * is it. Undefined: the file has fewer records than the number asked for.
 */
export function findHeader(
  { records }: Reading,
  format: ImportFormat,
  { header: asked, mapping }: ImportSettings,
): FoundHeader | undefined {
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
  const looks = looksLikeData(records, format);
  const doubt = looks ? ' It looks like data: if the file has no header, say so, and choose columns by number.' : '';
  return {
    index: 0,
    evidence: `Record 1, because no record is known to name all required fields.${doubt}`,
    isSure: false,
    looksLikeData: looks,
  };
}

/** Numbers, dates or addresses above others of their kind, or cells that come again below: headers have none of that. */
export function looksLikeData([first, ...below]: readonly string[][], format: ImportFormat): boolean {
  if (!first || !below.length) return false;
  const required = new Set(format.fields.filter((field) => field.required).map(({ name }) => name));
  if (matchHeader(format, first).columns.some(({ field }) => field !== null && required.has(field))) return false;
  return first.some((cell, column) => {
    const text = cell.trim();
    const others = below.map((cells) => cells[column]?.trim() ?? '').filter(Boolean);
    if (!text || !others.length) return false;
    const kind = kindOf(text);
    return kind ? others.filter((other) => kindOf(other) === kind).length > others.length * 0.8 : others.includes(text);
  });
}

function kindOf(text: string): string | undefined {
  if (/^[-+]?[$€£¥]?\s?\d[\d.,]*\s?[%$€£¥]?$/.test(text)) return 'number';
  if (/^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T]|$)/.test(text)) return 'date';
  if (/^(https?:\/\/|\S+@\S+\.\S+$)/.test(text)) return 'address';
  return undefined;
}
