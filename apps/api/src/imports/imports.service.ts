import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError, ImportForm, ImportSettings, notFound, type Actor, type ImportJob } from '@app/domain';
import { Audit } from '../access/audit.js';
import { Bell } from '../platform/bell.js';
import { FileStore } from '../platform/file-store.js';
import { Importer } from './importer.js';
import { ImportRepository, type NewImport } from './import.repository.js';
import type { StoredUpload } from './upload-storage.js';

/** What a person or a program may ask of imports. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: DataSource,
    private readonly imports: ImportRepository,
    private readonly importer: Importer,
    private readonly files: FileStore,
    private readonly audit: Audit,
    private readonly bell: Bell,
  ) {}

  /** Takes a stored file in. When it is refused, the file goes too. */
  async accept(actor: Actor, upload: StoredUpload | undefined, fields: Record<string, unknown>): Promise<ImportJob> {
    if (!upload) throw new DomainError('malformed', 'Send the file as multipart/form-data, in the field "file".');
    try {
      const { kind, check: _check, duplicates: _d, profileId: _p, parentId, ...asked } = optionsOf(fields);
      return await this.start(actor, { ...upload, kind, parentId, asked }, 'import.accept');
    } catch (error) {
      await this.files.remove(upload.fileKey);
      throw error;
    }
  }

  /** What is applied stays; when this returns, nothing more will be. */
  async cancel(actor: Actor, id: number): Promise<ImportJob> {
    const cancelled = await this.db.transaction(async (tx) => {
      const done = await this.imports.cancel(tx, id);
      if (done) await this.audit.note(tx, actor, 'import.cancel', `import:${id}`, null);
      return done;
    });
    const importJob = await this.show(id);
    if (!cancelled)
      throw new DomainError('wrong_state', `The import is ${importJob.status}; only one that has not ended can be cancelled.`, undefined, {
        state: importJob.status,
      });
    await this.importer.afterEnd(id);
    return importJob;
  }

  /** A new import of the same file; rows that the first one applied come out unchanged. */
  async retry(actor: Actor, id: number): Promise<ImportJob> {
    const { status } = await this.show(id);
    const again = await this.imports.toRetry(this.db.manager, id);
    if (!again)
      throw new DomainError('wrong_state', `The import is ${status}; only a failed or cancelled one can be retried.`, undefined, {
        state: status,
      });
    if ((await this.files.size(again.fileKey)) === undefined)
      throw new DomainError('wrong_state', 'The file is not kept any longer. Upload it again.', undefined, { state: status });
    return this.start(actor, again, 'import.retry');
  }

  async show(id: number): Promise<ImportJob> {
    return (await this.imports.show(id)) ?? Promise.reject(notFound('import', id));
  }

  private async start(actor: Actor, file: NewImport, action: string): Promise<ImportJob> {
    const id = await this.db.transaction(async (tx) => {
      const added = await this.imports.add(tx, actor, file);
      await this.audit.note(tx, actor, action, `import:${added}`, { fileName: file.fileName, bytes: file.bytes, sha256: file.sha256 });
      return added;
    });
    void this.bell.ring({ step: 'look', importId: id }); // the answer does not wait for the queue
    return this.show(id);
  }
}

function optionsOf(fields: Record<string, unknown>) {
  const { success, data, error } = ImportForm.safeParse(fields);
  if (success) return data;
  const errors = error.issues.map(({ path, message, code, ...issue }) => {
    const unknown = code === 'unrecognized_keys' ? (issue as { keys: string[] }).keys[0] : undefined;
    return { pointer: `/${[...path, ...(unknown ? [unknown] : [])].join('/')}`, code, message };
  });
  throw new DomainError('invalid', 'Some fields of the form are not as they should be.', errors);
}
