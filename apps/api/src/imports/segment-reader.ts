import { Injectable } from '@nestjs/common';
import { isAscii } from 'node:buffer';
import {
  FillDown,
  isGuarded,
  noRow,
  rowParser,
  unsafe,
  type ImportKindName,
  type ParsedRow,
  type RowAbove,
  type RowFault,
} from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import type { Dialect } from './dialect.js';
import { ImportFault } from './import-fault.js';
import { importKinds } from './kinds/index.js';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';
import { maxSegmentBytes, type Segment } from './segments.js';
import { SpareBuffers } from '../platform/spare-buffers.js';
import { splitRecords } from './split-records.js';

/** All that reading a segment takes: where it lies, and how the file is to be understood. See `readableColumns`. */
export type ReadableSegment = Segment & {
  fileKey: string;
  kind: ImportKindName;
  dialect: Dialect;
  /** The segments before it, the nearest first, as far back as cells are filled down from; null in files where none is. */
  before: Segment[] | null;
};

/** How far above a row its cells may be filled from, in bytes before its segment. */
export const fillDownReach = 8 * 1024 * 1024;

const buffers = new SpareBuffers(maxSegmentBytes + 64 * 1024, 2); // most segments fit: they end with a record

/** A record as the file has it, and what the format makes of it: a row, or all of its faults. */
export type ReadRow = { rowNo: number; cells: string[]; reading: ParsedRow | RowFault[] };

/** Reads segments: bytes, cells, rows. */
@Injectable()
export class SegmentReader {
  constructor(private readonly files: FileStore) {}

  /** The rows of a segment in file order, made as they are asked for, and where they are. */
  async read(segment: ReadableSegment): Promise<{ rows: Iterable<ReadRow>; lines(): number[] }> {
    const text = await this.textOf(segment.fileKey, segment);
    const above = await this.rowAbove(segment, text);
    return { rows: rowsOf(segment, text, above), lines: () => linesOf(segment, text) };
  }

  /** A segment as text, and a line end behind it: the last record of a file may lack its own. */
  private async textOf(fileKey: string, { fromByte, toByte }: Segment): Promise<string> {
    const size = toByte - fromByte;
    const bytes = buffers.take(size + 1);
    let read = 0;
    for await (const part of (await this.files.read(fileKey, fromByte, toByte)) as AsyncIterable<Buffer>) {
      part.copy(bytes, read);
      read += part.length;
    }
    if (read !== size)
      throw new ImportFault({ code: 'object_changed', message: 'The stored file is not the one that was uploaded.', byteOffset: fromByte });
    bytes[read++] = 0x0a;
    const text = bytes.toString(isAscii(bytes.subarray(0, read)) ? 'latin1' : 'utf8', 0, read); // the first is a mere copy
    buffers.giveBack(bytes);
    return text;
  }

  /** What the row before a segment leaves to it, if that is known and can make a difference. */
  private async rowAbove(segment: ReadableSegment, text: string): Promise<RowAbove | undefined> {
    if (segment.dialect.fillDown === null) return undefined;
    if (segment.firstRow === 1) return noRow;
    const fill = filler(segment);
    for (const cells of recordsOf(segment, segment.padded, text)) {
      if (!Array.isArray(fill.next(cells))) return this.leftBy(segment, segment.before!);
      if (fill.isKnown) return undefined;
    }
    return undefined;
  }

  /** What the last row of the first of these segments leaves; only if that is not said there, further ones are read. */
  private async leftBy(segment: ReadableSegment, [last, ...further]: Segment[]): Promise<RowAbove | undefined> {
    if (!last) return undefined;
    const text = await this.textOf(segment.fileKey, last);
    const left = (above?: RowAbove) => {
      const fill = filler(segment, above);
      for (const cells of recordsOf(segment, last.padded, text)) fill.next(cells);
      return fill;
    };
    if (last.firstRow === 1) return left(noRow).above;
    const fill = left();
    return (fill.isKnown ? fill : left(await this.leftBy(segment, further))).above;
  }
}

const filler = ({ kind, dialect }: ReadableSegment, above?: RowAbove) =>
  new FillDown(importKinds[kind].format, dialect.mapping, dialect.fillDown!, dialect.columns.length, above);

/** Padded text is rare, and left to the parser that knows what padding may look like. */
const recordsOf = ({ dialect }: ReadableSegment, padded: boolean, text: string): Iterable<string[]> =>
  padded && !dialect.isUnquoted
    ? parseRecords(Buffer.from(text), dialect.delimiter, true)
    : splitRecords(text, dialect.delimiter, dialect.isUnquoted);

function* rowsOf(segment: ReadableSegment, text: string, above: RowAbove | undefined): Generator<ReadRow> {
  const { kind, dialect, padded, firstRow, rowCount, fromByte } = segment;
  const parseRow = rowParser(importKinds[kind].format, dialect, dialect.columns.length);
  const fill = dialect.fillDown === null ? undefined : filler(segment, above);
  const wasGuarded = isGuarded(dialect.columns);
  let rowNo = firstRow;
  for (const cells of recordsOf(segment, padded, text)) {
    const own = wasGuarded ? cells.map(unsafe) : cells;
    const filled = fill ? fill.next(own) : own;
    yield { rowNo: rowNo++, cells, reading: Array.isArray(filled) ? parseRow(filled) : [filled] };
  }
  if (rowNo !== firstRow + rowCount) {
    const message = `Two readings of the file disagree: ${rowCount} records against ${rowNo - firstRow}, from row ${firstRow} on.`;
    throw new ImportFault({ code: 'internal', message, byteOffset: fromByte });
  }
}

/** The line in which each record starts. Few files have rejected rows, so lines are looked for only then. */
function linesOf({ dialect, fromByte, firstLine }: ReadableSegment, text: string): number[] {
  const lines: number[] = [];
  const ended = (_: number, line: number) => void lines.push(line);
  const scanner = new RecordScanner(dialect.delimiter.charCodeAt(0), fromByte, firstLine, { ended }, dialect.isUnquoted);
  scanner.push(Buffer.from(text));
  scanner.end();
  return lines;
}
