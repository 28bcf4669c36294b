import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { RowError } from '@app/domain';
import type { ReadableSegment } from './segment-reader.js';
import type { StagingOf } from './staging-tables.js';

/** A segment that waits to be staged, and into which tables. */
export type OpenSegment = ReadableSegment & StagingOf;

@Injectable()
export class SegmentRepository {
  constructor(private readonly db: DataSource) {}

  /** A segment that waits to be staged, while its import runs. */
  async findOpen(importId: number, no: number): Promise<OpenSegment | undefined> {
    const [segment] = await this.db.query(
      `select s.no, from_byte as "fromByte", to_byte as "toByte", first_row as "firstRow", first_line as "firstLine", row_count as "rowCount", padded,
              coalesce(i.text_key, i.file_key) as "fileKey", i.kind, i.dialect, i.id as "importId", i.staging
         from segments s join imports i on i.id = s.import_id
        where s.import_id = $1 and s.no = $2 and s.staged_at is null and i.status = 'processing' and i.phase in ('parsing', 'validating')`,
      [importId, no],
    );
    return segment;
  }

  /** Numbers of the segments that are still to be staged. */
  async open(importId: number): Promise<number[]> {
    return (await this.db.query('select no from segments where import_id = $1 and staged_at is null order by no', [importId])).map(
      (s: { no: number }) => s.no,
    );
  }

  /** Marks a segment as staged and keeps its row errors. False: somebody else did so before. */
  async close(
    tx: EntityManager,
    { importId, no, staging }: OpenSegment,
    rejected: number,
    errors: (Omit<RowError, 'severity'> & { nth: number })[],
  ): Promise<boolean> {
    const [, closed] = await tx.query(
      `update segments set staged_at = clock_timestamp(), rejected = $3
        where import_id = $1 and no = $2 and staged_at is null and exists (select from imports where id = $1 and staging = $4)`,
      [importId, no, rejected, staging],
    );
    if (!closed) return false;
    if (errors.length) {
      await tx.query(
        `insert into row_errors (import_id, row_no, nth, line, "column", code, message, value)
         select $1, e."rowNo", e.nth, e.line, e."column", e.code, e.message, e.value
           from json_to_recordset($2) as e("rowNo" bigint, nth int, line bigint, "column" text, code text, message text, value text)`,
        [importId, JSON.stringify(errors.map((error) => ({ ...error, column: storable(error.column), value: storable(error.value) })))],
      );
    }
    return true;
  }

  /** Opens all segments of an import again. */
  async reopen(tx: EntityManager, importId: number): Promise<void> {
    await tx.query('update segments set staged_at = null, rejected = 0 where import_id = $1', [importId]);
    await tx.query('delete from row_errors where import_id = $1', [importId]);
  }
}

/** PostgreSQL keeps no U+0000 and no half of a character pair: shown as their symbols. */
const storable = (text: string | null) => text?.replaceAll('\0', '␀').toWellFormed() ?? null;
