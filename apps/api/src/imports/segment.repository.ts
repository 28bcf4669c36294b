import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { keptRowErrors, type RowError, type RowErrorCount } from '@app/domain';
import { fillDownReach, type ReadableSegment } from './segment-reader.js';
import type { StagingOf } from './staging-tables.js';

/** A segment that waits to be staged, and into which tables. */
export type OpenSegment = ReadableSegment & StagingOf;

/** What became of a segment's rows, beside the staged ones. Row errors and warnings come in file order. */
export type SegmentOutcome = { rejected: number; errorCounts: RowErrorCount[]; errors: (RowError & { nth: number })[] };

const place = (s: string) =>
  `${s}.no, ${s}.from_byte as "fromByte", ${s}.to_byte as "toByte", ${s}.first_row as "firstRow", ${s}.first_line as "firstLine", ${s}.row_count as "rowCount", ${s}.padded`;

/** What makes a ReadableSegment of a row `s` of segments and its import `i`. */
export const readableColumns = `
  ${place('s')}, coalesce(i.text_key, i.file_key) as "fileKey", i.kind, i.dialect,
  case when i.dialect ->> 'fillDown' is not null then
    (select coalesce(json_agg(b), '[]') from (select ${place('b')} from segments b where b.import_id = s.import_id and b.no < s.no
                                                  and b.from_byte >= s.from_byte - ${fillDownReach} order by b.no desc) b) end as before`;

@Injectable()
export class SegmentRepository {
  constructor(private readonly db: DataSource) {}

  /** Numbers of the segments that are still to be staged. */
  async open(importId: number): Promise<number[]> {
    return (await this.db.query('select no from segments where import_id = $1 and staged_at is null order by no', [importId])).map(
      (s: { no: number }) => s.no,
    );
  }

  /** Marks a segment as staged and keeps its row errors, as far as there is room. False: somebody else did so before. */
  async close(tx: EntityManager, { importId, no, staging, firstRow }: OpenSegment, outcome: SegmentOutcome): Promise<boolean> {
    const { rejected, errorCounts, errors } = outcome;
    const [, closed] = await tx.query(
      `update segments set staged_at = clock_timestamp(), rejected = $3, error_counts = $4, tries = 0
        where import_id = $1 and no = $2 and staged_at is null
          and exists (select from imports where id = $1 and staging = $5 and finished_at is null for share) -- its end counts this one in, or not at all`,
      [importId, no, rejected, JSON.stringify(errorCounts), staging],
    );
    if (!closed) return false;
    if (errors.length) {
      await tx.query(
        `with room as materialized ( -- errors go before warnings, early rows before late ones
           select severity from (values ('error'), ('warning')) s (severity)
            where ${keptRowErrors} > (select count(*) from (select from row_errors r where r.import_id = $1 and r.row_no < $3 and r.severity <= s.severity
                                                          limit ${keptRowErrors}) kept))
         insert into row_errors (import_id, row_no, nth, line, "column", code, message, value, severity)
         select $1, e."rowNo", e.nth, e.line, e."column", e.code, e.message, e.value, e.severity
           from json_to_recordset($2) as e("rowNo" bigint, nth int, line bigint, "column" text, code text, message text, value text, severity text)
           join room using (severity)`,
        [
          importId,
          JSON.stringify(errors.map((error) => ({ ...error, column: storable(error.column), value: storable(error.value) }))),
          firstRow,
        ],
      );
    }
    return true;
  }

  /** Opens all segments of an import again. */
  async reopen(tx: EntityManager, importId: number): Promise<void> {
    await tx.query(`update segments set staged_at = null, rejected = 0, error_counts = '[]' where import_id = $1`, [importId]);
    await tx.query('delete from row_errors where import_id = $1', [importId]);
  }
}

/** PostgreSQL keeps no U+0000 and no half of a character pair: shown as their symbols. */
const storable = (text: string | null) => text?.replaceAll('\0', '␀').toWellFormed() ?? null;
