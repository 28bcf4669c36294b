import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { gone, notFound, type ImportKindName, type ImportStatus } from '@app/domain';
import { FileStore } from '../platform/file-store.js';
import type { Dialect } from './dialect.js';
import type { ReadableSegment } from './segment-reader.js';
import { readableColumns } from './segment.repository.js';

/** The file of an import as it is kept, and how it was read; without a dialect it was never read. */
export type ImportedFile = {
  importId: number;
  status: ImportStatus;
  isOver: boolean;
  kind: ImportKindName;
  fileName: string;
  fileKey: string;
  dialect: Dialect | null;
  /** As the import counts them, once it is over. */
  rows: number;
  /** When it was removed, and its row errors with it. */
  removedAt: Date | null;
};

/** A segment of an ended import: what came to it in time. */
export type KeptSegment = ReadableSegment & { isStaged: boolean; rejected: number };

@Injectable()
export class ImportedFiles {
  constructor(
    private readonly db: DataSource,
    private readonly files: FileStore,
  ) {}

  /** Throws `not_found`. */
  async find(importId: number): Promise<ImportedFile> {
    const [found] = await this.db.query(
      `select id as "importId", status, finished_at is not null as "isOver", kind, file_name as "fileName", coalesce(text_key, file_key) as "fileKey", dialect, rows,
              file_removed_at as "removedAt"
         from imports where id = $1`,
      [importId],
    );
    return found ?? Promise.reject(notFound('import', importId));
  }

  /** Throws `file_gone` when the file is not kept any longer. */
  async mustBeKept({ importId, fileKey, removedAt }: ImportedFile): Promise<void> {
    if ((await this.files.size(fileKey)) === undefined) throw gone('file_gone', `The file of import ${importId} was`, removedAt);
  }

  /** Those of an import that is over are the ones that its counts are about: a worker that was late may have added some since. */
  async segments({ importId, isOver, rows }: ImportedFile): Promise<KeptSegment[]> {
    const found: KeptSegment[] = await this.db.query(
      `select ${readableColumns}, s.rejected, staged_at is not null and staged_at <= coalesce(i.finished_at, 'infinity') as "isStaged"
         from segments s join imports i on i.id = s.import_id
        where s.import_id = $1
        order by s.no`,
      [importId],
    );
    return found.filter(({ firstRow }) => !isOver || firstRow <= rows);
  }
}
