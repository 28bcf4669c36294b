import type { Delimiter } from '@app/domain';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';

const sampleRecords = 1_000;

/** A header and what stands above it lie in so many records. */
const firstRecords = 20;

/** Where a record starts, and how many blank lines stand before it. */
export type Place = { byte: number; line: number; blankLines: number };

/** The head of a file as it reads with one delimiter. */
export type Reading = {
  delimiter: Delimiter;
  isUnquoted: boolean;
  /** The first 1,000 records, and where each starts. */
  records: string[][];
  places: Place[];
  /** Where the last record ends that the head holds whole, and how many records that are. */
  end: Place;
  count: number;
  padded: boolean;
  /** So many records do not count, because the header is known to stand below. */
  first: number;
  /** The record, one of the first 20, with as many cells as most records from there on; how many of how many agree. */
  model: { record: number; width: number; agreeing: number; of: number };
  /** Whether one of the first records was recognised as the header. */
  hasHeader: boolean;
};

/** Where the record after the one at `index` starts. */
export const placeAfter = ({ places, end }: Reading, index: number): Place => places[index + 1] ?? end;

/** The first bytes of a file, from where its records start, and what is known about its header. */
export type Sample = {
  bytes: Buffer;
  /** Where they stand in the file. */
  byte: number;
  line: number;
  isWhole: boolean;
  /** Between these delimiters quotes are characters like any others. */
  unquoted: readonly Delimiter[];
  /** So many records stand above a header that is known. */
  above: number;
  isHeader(cells: readonly string[]): boolean;
};

/**
 * The delimiter under which a header is recognised; else the one under which most of the first 1,000 records have as many
 * cells, more than one; else the file has a single column, and the one that splits no text of it is taken. Quotes are respected.
 * A fault in the first record that no delimiter avoids is thrown.
 */
export function findDelimiter(sample: Sample, candidates: readonly Delimiter[]): Reading {
  const readings: Reading[] = [];
  let fault: unknown;
  for (const delimiter of candidates) {
    try {
      readings.push(read(delimiter, sample));
    } catch (error) {
      fault ??= error;
    }
  }
  const [best] = readings.sort((a, b) => score(b) - score(a)); // stable: the comma goes before its equals
  if (!best || (fault && score(best) < 2)) throw fault; // no table without the delimiter that makes the fault
  return best;
}

/** `"; gives 5 cells in 1,000 of 1,000 records"`. */
export function evidenceOf({ delimiter, isUnquoted, records, model: { record, width, agreeing, of } }: Reading): string {
  if (!records.length) return 'The file holds no record.';
  const number = (n: number) => n.toLocaleString('en');
  const name = delimiter === '\t' ? 'Tab' : delimiter;
  const since = record > 0 ? ` from record ${record + 1} on` : '';
  return `${name} gives ${number(width)} ${width === 1 ? 'cell' : 'cells'} in ${number(agreeing)} of ${number(of)} records${since}${isUnquoted ? '; quotes are text' : ''}`;
}

/** From 2 on it is a table, from 4 on one whose header is known. */
function score(reading: Reading): number {
  const { records, model, hasHeader } = reading;
  if (!records.length) return 0;
  const share = model.agreeing / model.of;
  if (hasHeader) return 4 + share;
  return isTable(reading) ? 2 + share + model.width / 10_000 : records.filter(({ length }) => length === 1).length / records.length;
}

/**
 * Whether records are split into columns, rather than texts at a character that happens to stand in them. Lines above a table
 * are possible, but a comma that splits most lines into two only, and not the first, is punctuation: "Doe, John".
 */
function isTable({ delimiter, records, first, model: { record, width, agreeing, of } }: Reading): boolean {
  const below = records.slice(first);
  const split = below.filter(({ length }) => length > 1).length;
  if (split && below[0]!.length > 1) return (width > 1 && agreeing >= of / 2) || split >= below.length * 0.9;
  return record > first && width > (delimiter === ',' ? 2 : 1) && of > 1 && agreeing >= of * 0.9;
}

function read(delimiter: Delimiter, { bytes, byte: from, line: firstLine, isWhole, unquoted, above, isHeader }: Sample): Reading {
  const isUnquoted = unquoted.includes(delimiter);
  const places: Place[] = [];
  let open: Place | undefined; // the last start, perhaps of a record that the head cuts off
  const started = (byte: number, line: number) => void (open = { byte, line, blankLines: scanner.blankLines });
  const ended = (byte: number, line: number) => {
    if (places.length <= sampleRecords) places.push({ byte, line, blankLines: scanner.blankLines });
    open = undefined;
  };
  const scanner = new RecordScanner(delimiter.charCodeAt(0), from, firstLine, { started, ended }, isUnquoted);
  try {
    scanner.push(bytes);
    if (isWhole) scanner.end();
  } catch (error) {
    if (!scanner.records) throw error; // in the first record; further down the walk over the whole file comes to it again, and tells of it
  }
  const end = open ?? { byte: from + bytes.length, line: scanner.line, blankLines: scanner.blankLines };
  const whole = bytes.subarray(0, end.byte - from);
  const records = parseRecords(whole, delimiter, scanner.padded, { to: sampleRecords, ...(isUnquoted && { quote: false }) });
  return {
    delimiter,
    isUnquoted,
    records,
    places,
    end,
    count: scanner.records,
    padded: scanner.padded,
    first: above,
    model: modelOf(records, above),
    hasHeader: records.slice(0, firstRecords).some(isHeader),
  };
}

/** Of equals the first, so that it is the header when nothing stands above it; but cells say more than whole lines. */
function modelOf(records: readonly string[][], above: number): Reading['model'] {
  let best = { record: 0, width: records[0]?.length ?? 0, agreeing: 0, of: records.length };
  for (let record = above; record < Math.min(above + firstRecords, records.length); record++) {
    const width = records[record]!.length;
    const below = records.slice(record);
    const agreeing = below.filter((cells) => cells.length === width || hasEmptySurplus(cells, width)).length;
    const isBetter = agreeing > best.agreeing || (agreeing === best.agreeing && best.width === 1 && width > 1);
    if (isBetter) best = { record, width, agreeing, of: below.length };
  }
  return best;
}

const hasEmptySurplus = (cells: readonly string[], width: number) =>
  cells.length > width && width > 1 && cells.slice(width).every((cell) => cell.trim() === '');
