import { Injectable } from '@nestjs/common';
import { rowParser, type ImportKindName, type ParsedRow, type RowFault } from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import type { Dialect } from './dialect.js';
import { ImportFault } from './import-fault.js';
import { importKinds } from './kinds/index.js';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';
import type { Segment } from './segments.js';

/** All that reading a segment takes: where it lies, and how the file is to be understood. */
export type ReadableSegment = Segment & { fileKey: string; kind: ImportKindName; dialect: Dialect };

/** A record as the file has it, and what the format makes of it: a row, or all of its faults. */
export type ReadRow = { rowNo: number; cells: string[]; reading: ParsedRow | RowFault[] };

/** Reads segments: bytes, cells, rows. */
@Injectable()
export class SegmentReader {
  constructor(private readonly files: FileStore) {}

  /** The rows of a segment in file order, made as they are asked for, and where they are. */
  async read(segment: ReadableSegment): Promise<{ rows: Iterable<ReadRow>; lines(): number[] }> {
    const bytes = await this.bytesOf(segment);
    return { rows: rowsOf(segment, bytes), lines: () => linesOf(segment, bytes) };
  }

  private async bytesOf({ fileKey, fromByte, toByte }: ReadableSegment): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of await this.files.read(fileKey, fromByte, toByte)) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    if (bytes.length !== toByte - fromByte)
      throw new ImportFault({ code: 'object_changed', message: 'The stored file is not the one that was uploaded.', byteOffset: fromByte });
    return bytes;
  }
}

function* rowsOf({ kind, dialect, padded, firstRow, rowCount, fromByte }: ReadableSegment, bytes: Buffer): Generator<ReadRow> {
  const parseRow = rowParser(importKinds[kind].format, dialect, dialect.columns.length);
  const records = parseRecords(bytes, dialect.delimiter, padded);
  if (records.length !== rowCount) {
    const message = `Two readings of the file disagree: ${rowCount} records against ${records.length}, from row ${firstRow} on.`;
    throw new ImportFault({ code: 'internal', message, byteOffset: fromByte });
  }
  for (let i = 0; i < records.length; i++) yield { rowNo: firstRow + i, cells: records[i]!, reading: parseRow(records[i]!) };
}

/** The line in which each record starts. Few files have rejected rows, so lines are looked for only then. */
function linesOf({ dialect, fromByte, firstLine }: ReadableSegment, bytes: Buffer): number[] {
  const lines: number[] = [];
  const scanner = new RecordScanner(dialect.delimiter.charCodeAt(0), fromByte, firstLine, { ended: (_, line) => void lines.push(line) });
  scanner.push(bytes);
  scanner.end();
  return lines;
}
