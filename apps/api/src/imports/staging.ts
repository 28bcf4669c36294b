import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource } from 'typeorm';
import { keptRowErrors, type RowError } from '@app/domain';
import { failpoint } from '../platform/failpoint.js';
import { copyBinary } from './copy-binary.js';
import { SegmentReader, type ReadRow } from './segment-reader.js';
import { SegmentRepository } from './segment.repository.js';
import { stagedTable } from './staging-tables.js';

type Rejected = Omit<RowError, 'line' | 'severity'> & { nth: number };

/** Brings one segment of a file into its import's staging table: bytes, cells, checked rows, COPY. */
@Injectable()
export class Staging {
  constructor(
    private readonly db: DataSource,
    private readonly reader: SegmentReader,
    private readonly segments: SegmentRepository,
  ) {}

  /**
   * Stages a segment that is still open. Rows, row errors and counts commit together. When two do it at once, the second one
   * finds the segment staged as it commits, and its rows go with its transaction. False: nothing was left to do.
   */
  async stage(importId: number, no: number): Promise<boolean> {
    const segment = await this.segments.findOpen(importId, no);
    if (!segment) return false;
    const { rows, lines } = await this.reader.read(segment);
    const { valid, errors, counts } = sorted(rows, segment.dialect.columns);
    failpoint('segment.parsed');

    const runner = this.db.createQueryRunner();
    try {
      await runner.startTransaction();
      await runner.query('set local synchronous_commit = off'); // what a crash of the server loses here is staged again
      const client = (await runner.connect()) as PoolClient;
      await pipeline(Readable.from(copyBinary(valid)), client.query(copyFrom(`copy ${stagedTable(segment)} from stdin (format binary)`)));
      const lineOf = errors.length ? lines() : [];
      const staged = await this.segments.close(
        runner.manager,
        segment,
        counts.rejected,
        errors.map((error) => ({ ...error, line: lineOf[error.rowNo - segment.firstRow]! })),
      );
      await (staged ? runner.commitTransaction() : runner.rollbackTransaction());
      if (staged) failpoint('stage.committed');
      return staged;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    } finally {
      await runner.release();
    }
  }
}

/** The valid rows, as they are asked for; the rejected ones are noted and counted on the way. */
function sorted(rows: Iterable<ReadRow>, columns: string[]) {
  const errors: Rejected[] = [];
  const counts = { rejected: 0 };
  function* valid() {
    for (const { rowNo, reading } of rows) {
      if ('key' in reading) {
        yield [rowNo, reading.key, ...reading.values];
        continue;
      }
      counts.rejected++;
      if (errors.length >= keptRowErrors) continue;
      reading.forEach(({ column, code, message, value }, nth) =>
        errors.push({ rowNo, nth, column: column === null ? null : columns[column]!, code, message, value }),
      );
    }
  }
  return { valid: valid(), errors, counts };
}
