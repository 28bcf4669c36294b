import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { keptRowErrors, rowParser, type RowError } from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import { copyBinary } from './copy-binary.js';
import { ImportFault } from './import-fault.js';
import { importKinds } from './kinds/index.js';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';
import { SegmentRepository, type OpenSegment } from './segment.repository.js';
import { stagedTable } from './staging-tables.js';

type Rejected = Omit<RowError, 'line' | 'severity'> & { nth: number };

/** Brings one segment of a file into its import's staging table: bytes, cells, checked rows, COPY. */
@Injectable()
export class Staging {
  constructor(
    private readonly db: DataSource,
    private readonly files: FileStore,
    private readonly segments: SegmentRepository,
  ) {}

  /**
   * Stages a segment that is still open. Rows, row errors and counts commit together. When two do it at once, the second one
   * finds the segment staged as it commits, and its rows go with its transaction. False: nothing was left to do.
   */
  async stage(importId: number, no: number): Promise<boolean> {
    const segment = await this.segments.findOpen(importId, no);
    if (!segment) return false;
    const bytes = await this.bytesOf(segment);
    const rows = this.rowsOf(segment, bytes);

    const runner = this.db.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query('set local synchronous_commit = off'); // what a crash of the server loses here is staged again
      const client = (await runner.connect()) as PoolClient;
      await pipeline(
        Readable.from(copyBinary(rows.valid)),
        client.query(copyFrom(`copy ${stagedTable(importId)} from stdin (format binary)`)),
      );
      const staged = await this.segments.close(runner.manager, importId, no, rows.counts.rejected, withLines(rows.errors, segment, bytes));
      await (staged ? runner.commitTransaction() : runner.rollbackTransaction());
      return staged;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }

  private async bytesOf({ fileKey, fromByte, toByte }: OpenSegment): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of await this.files.read(fileKey, fromByte, toByte)) parts.push(part as Buffer);
    const bytes = Buffer.concat(parts);
    if (bytes.length !== toByte - fromByte)
      throw new ImportFault({ code: 'object_changed', message: 'The stored file is not the one that was uploaded.', byteOffset: fromByte });
    return bytes;
  }

  /** The segment's valid rows, made as they are asked for; the rejected ones are noted and counted on the way. */
  private rowsOf({ kind, dialect, padded, firstRow, rowCount, fromByte }: OpenSegment, bytes: Buffer) {
    const parseRow = rowParser(importKinds[kind].format, dialect.mapping, dialect.columns.length);
    const records = parseRecords(bytes, dialect.delimiter, padded);
    if (records.length !== rowCount) {
      const message = `Two readings of the file disagree: ${rowCount} records against ${records.length}, from row ${firstRow} on.`;
      throw new ImportFault({ code: 'internal', message, byteOffset: fromByte });
    }
    const errors: Rejected[] = [];
    const counts = { rejected: 0 };
    function* valid() {
      for (let i = 0; i < records.length; i++) {
        const row = parseRow(records[i]!);
        if ('key' in row) {
          yield [firstRow + i, row.key, ...row.values];
          continue;
        }
        counts.rejected++;
        if (errors.length >= keptRowErrors) continue;
        row.forEach(({ column, code, message, value }, nth) =>
          errors.push({ rowNo: firstRow + i, nth, column: column === null ? null : dialect.columns[column]!, code, message, value }),
        );
      }
    }
    return { valid: valid(), errors, counts };
  }
}

/** The lines of rejected rows. Few files have any, so lines are looked for only then. */
function withLines(
  errors: Rejected[],
  { dialect, fromByte, firstLine, firstRow }: OpenSegment,
  bytes: Buffer,
): (Rejected & { line: number })[] {
  if (!errors.length) return [];
  const lines: number[] = [];
  const scanner = new RecordScanner(dialect.delimiter.charCodeAt(0), fromByte, firstLine, { ended: (_, line) => void lines.push(line) });
  scanner.push(bytes);
  scanner.end();
  return errors.map((error) => ({ ...error, line: lines[error.rowNo - firstRow]! }));
}
