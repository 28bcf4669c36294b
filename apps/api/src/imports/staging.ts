import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { QueryRunner } from 'typeorm';
import { failpoint } from '../platform/failpoint.js';
import { copyBinary, giveBack } from '../platform/copy-binary.js';
import { importKinds } from './kinds/index.js';
import { SegmentAttempts } from './segment-attempts.js';
import { SegmentFindings } from './segment-findings.js';
import { SegmentReader, type ReadRow } from './segment-reader.js';
import { SegmentRepository, type OpenSegment, type SegmentOutcome } from './segment.repository.js';
import { stagedTable } from './staging-tables.js';

/** The rows of a segment as COPY takes them, and what became of the others. */
type Prepared = { pieces: Buffer[]; outcome: SegmentOutcome };

/** Brings one segment of a file into its import's staging table: bytes, cells, checked rows, COPY. */
@Injectable()
export class Staging {
  constructor(
    private readonly attempts: SegmentAttempts,
    private readonly reader: SegmentReader,
    private readonly segments: SegmentRepository,
  ) {}

  /**
   * Stages a segment that is still open. Rows, row errors and counts commit together. When two do it at once, the second one
   * finds the segment staged as it commits, and its rows go with its transaction. False: nothing was left to do.
   */
  stage(importId: number, no: number): Promise<boolean> {
    return this.attempts.attempt(importId, no, {
      prepare: (segment) => this.prepare(segment),
      keep: (prepared, segment, runner) => this.keep(prepared, segment, runner),
    });
  }

  private async prepare(segment: OpenSegment): Promise<Prepared> {
    const { rows, lines } = await this.reader.read(segment);
    const findings = new SegmentFindings(segment);
    const pieces = [...copyBinary(valid(rows, findings, importKinds[segment.kind].hasLines ? lines() : undefined, segment.firstRow))];
    failpoint('segment.parsed');
    return { pieces, outcome: findings.outcome(lines) };
  }

  private async keep({ pieces, outcome }: Prepared, segment: OpenSegment, runner: QueryRunner): Promise<boolean> {
    try {
      await runner.startTransaction();
      await runner.query('set local synchronous_commit = off'); // what a crash of the server loses here is staged again
      const client = (await runner.connect()) as PoolClient;
      await pipeline(Readable.from(sent(pieces)), client.query(copyFrom(`copy ${stagedTable(segment)} from stdin (format binary)`)));
      giveBack(pieces);
      const isStaged = await this.segments.close(runner.manager, segment, outcome);
      await (isStaged ? runner.commitTransaction() : runner.rollbackTransaction());
      if (isStaged) failpoint('stage.committed');
      return isStaged;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => {});
      throw error;
    }
  }
}

/** The valid rows, as they are asked for, with their lines if those are wanted; what is found in the others is noted on the way. */
function* valid(rows: Iterable<ReadRow>, findings: SegmentFindings, lines: number[] | undefined, firstRow: number) {
  for (const { rowNo, reading } of rows) {
    if (!('key' in reading)) findings.reject(rowNo, reading);
    else {
      if (reading.warnings) findings.warn(rowNo, reading.warnings);
      if (lines) yield [rowNo, reading.key, lines[rowNo - firstRow]!, ...reading.values];
      else yield [rowNo, reading.key, ...reading.values];
    }
  }
}

function* sent(pieces: Buffer[]): Generator<Buffer> {
  for (const [i, piece] of pieces.entries()) {
    if (i === pieces.length - 1) failpoint('stage.copy.mid');
    yield piece;
  }
}
