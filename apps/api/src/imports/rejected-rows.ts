import { Injectable } from '@nestjs/common';
import type { RejectedRow } from '@app/domain';
import type { ListFields, ListWindow } from '../http/list.js';
import { ImportedFiles, type KeptSegment } from './imported-file.js';
import { rowErrorFields, RowErrorRepository } from './row-error.repository.js';
import { SegmentReader } from './segment-reader.js';

/** Rejected rows go by number, and are found by their errors. */
export const rejectedRowFields: ListFields = {
  sort: { id: 'id', rowNo: 'id' },
  filter: Object.fromEntries(['code', 'column', 'column_eq'].map((name) => [name, rowErrorFields.filter[name]!])),
};

/** Rejected rows with all of their cells: read once more from the file, for whoever repairs them. */
@Injectable()
export class RejectedRows {
  constructor(
    private readonly importedFiles: ImportedFiles,
    private readonly rowErrors: RowErrorRepository,
    private readonly reader: SegmentReader,
  ) {}

  /** Reads only the segments that the page takes. Throws `not_found` or `file_gone`. */
  async page(importId: number, window: ListWindow): Promise<{ rows: RejectedRow[]; total: number }> {
    const file = await this.importedFiles.find(importId);
    await this.importedFiles.mustBeKept(file);
    const { rowNos, total } = await this.rowErrors.rejectedRows(importId, window);
    const found = new Map<number, RejectedRow>();
    for (const segment of rowNos.length ? await this.importedFiles.segments(file) : []) {
      const wanted = new Set(rowNos.filter((no) => no >= segment.firstRow && no < segment.firstRow + segment.rowCount));
      if (wanted.size) for (const row of await this.read(segment, wanted)) found.set(row.rowNo, row);
    }
    return { rows: rowNos.flatMap((no) => found.get(no) ?? []), total };
  }

  private async read(segment: KeptSegment, wanted: Set<number>): Promise<RejectedRow[]> {
    const { rows, lines: findLines } = await this.reader.read(segment);
    const lines = findLines();
    const found: RejectedRow[] = [];
    for (const { rowNo, cells, reading } of rows) {
      if (!wanted.has(rowNo) || 'key' in reading) continue;
      const line = lines[rowNo - segment.firstRow]!;
      const errors = reading.map(({ column, ...fault }) => ({
        rowNo,
        line,
        column: column === null ? null : segment.dialect.columns[column]!,
        severity: 'error' as const,
        ...fault,
      }));
      found.push({ rowNo, line, cells, errors });
    }
    return found;
  }
}
