import type { Delimiter } from '@app/domain';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';

const sampleRecords = 1_000;

/** The head of a file as it reads with one delimiter. */
export type Reading = {
  delimiter: Delimiter;
  /** Undefined: no record ends in it. */
  header?: { line: number };
  /** Where the record after the header starts, or the head ends, and how many blank lines stand before. */
  data: { byte: number; line: number; blankLines: number };
  padded: boolean;
  /** Cells of the header. */
  width: number;
  /** Share of the first records that have as many. */
  agreeing: number;
};

/**
 * The delimiter under which most of the first 1,000 records have as many cells as the header, and the header more than one;
 * quotes are respected. `head` starts at byte `from` of the file, in line `line`. A fault in a header that no delimiter avoids is thrown.
 */
export function findDelimiter(head: Buffer, from: number, line: number, isWhole: boolean, candidates: readonly Delimiter[]): Reading {
  const readings: Reading[] = [];
  let fault: unknown;
  for (const delimiter of candidates) {
    try {
      readings.push(read(delimiter, head, from, line, isWhole));
    } catch (error) {
      fault ??= error;
    }
  }
  const [best] = readings.sort((a, b) => score(b) - score(a)); // stable: the comma goes before its equals
  if (!best) throw fault;
  return best;
}

const score = ({ agreeing, width }: Reading) => (width > 1 ? agreeing + width / 10_000 : 0);

function read(delimiter: Delimiter, head: Buffer, from: number, firstLine: number, isWhole: boolean): Reading {
  const starts: Reading['data'][] = [];
  const ends: { line: number }[] = [];
  const scanner = new RecordScanner(delimiter.charCodeAt(0), from, firstLine, {
    started: (byte, line) => void starts.push({ byte, line, blankLines: scanner.blankLines }),
    ended: (_, line) => void ends.push({ line }),
  });
  let whole = from + head.length;
  try {
    scanner.push(head);
    if (isWhole) scanner.end();
    else whole = starts.at(-1)?.byte ?? from;
  } catch (error) {
    if (!ends.length) throw error; // in the header itself
    whole = starts.at(-1)!.byte; // the walk over the whole file comes to this fault again, and tells of it
  }
  const header = ends[0];
  const data = starts.find(({ line }) => header && line > header.line) ?? {
    byte: from + head.length,
    line: scanner.line,
    blankLines: scanner.blankLines,
  };
  const records = parseRecords(head.subarray(0, whole - from), delimiter, scanner.padded, { to: sampleRecords, encoding: 'latin1' });
  const width = records[0]?.length ?? 0;
  const agreeing = records.length ? records.filter((cells) => cells.length === width).length / records.length : 0;
  return { delimiter, header, data, padded: scanner.padded, width, agreeing };
}
