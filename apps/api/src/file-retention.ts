import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { UploadRepository } from './imports/upload.repository.js';
import { ENV, type Env } from './platform/config.js';
import { FileStore } from './platform/file-store.js';

const day = 86_400_000;

/** Removes files that nobody needs any longer. Ended anywhere, the next round goes on. */
@Injectable()
export class FileRetention {
  constructor(
    private readonly db: DataSource,
    private readonly files: FileStore,
    private readonly uploads: UploadRepository,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /**
   * Files of imports that ended long ago, and their copies in UTF-8, with what was wrong with their rows; the imports stay, and the
   * counts of their errors. A file that a later import reads again stays, too.
   */
  async removeOld(signal: AbortSignal): Promise<void> {
    const old: { id: number; fileKey: string; textKey: string | null }[] = await this.db.query(
      `select id, file_key as "fileKey", text_key as "textKey" from imports i
        where finished_at < now() - $1 * interval '1 day' and file_removed_at is null
          and not exists (select from imports o where o.file_key = i.file_key and o.id <> i.id and (o.finished_at is null or o.finished_at >= now() - $1 * interval '1 day'))
        order by id limit 1000`,
      [this.env.FILE_DAYS],
    );
    for (const { id, fileKey, textKey } of old) {
      if (signal.aborted) return;
      await this.files.remove(fileKey);
      if (textKey) await this.files.remove(textKey);
      await this.db.query('delete from row_errors where import_id = $1', [id]);
      await this.db.query('update imports set file_removed_at = now() where id = $1', [id]);
    }
  }

  /** Uploads that wait for their next piece, or to be imported, for too long. */
  async removeLeftUploads(): Promise<void> {
    for (const { id, growth } of await this.uploads.expire()) await this.files.remove(id, growth);
  }

  /** Files that nobody knows, a day later: uploads that were cut off. */
  async removeStray(): Promise<void> {
    for await (const name of this.files.writtenBefore(new Date(Date.now() - day))) {
      const key = this.files.keyOf(name);
      const [known] = await this.db.query(
        name === key
          ? `select from imports where $1 in (file_key, text_key) and file_removed_at is null union all
             select from uploads where (id = $1 or growth ->> 'tail' = $1) and removed_at is null limit 1`
          : 'select from uploads where id = $1 and import_id is null and removed_at is null', // what is left of a file that is whole is nobody's
        [key],
      );
      if (!known) await this.files.remove(name);
    }
  }
}
