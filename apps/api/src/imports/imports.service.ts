import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError, notFound, type Actor, type ImportJob } from '@app/domain';
import { Audit } from '../access/audit.js';
import type { Call } from '../http/idempotency.js';
import { FileStore } from '../platform/file-store.js';
import { Acceptance } from './acceptance.js';
import { Importer } from './importer.js';
import { ImportRepository } from './import.repository.js';

/** What a person or a program may ask of imports. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: DataSource,
    private readonly imports: ImportRepository,
    private readonly importer: Importer,
    private readonly files: FileStore,
    private readonly audit: Audit,
    private readonly acceptance: Acceptance,
  ) {}

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
  async retry(call: Call, id: number): Promise<ImportJob> {
    const { status } = await this.show(id);
    const again = await this.imports.toRetry(this.db.manager, id);
    if (!again)
      throw new DomainError('wrong_state', `The import is ${status}; only a failed or cancelled one can be retried.`, undefined, {
        state: status,
      });
    if ((await this.files.size(again.fileKey)) === undefined)
      throw new DomainError('wrong_state', 'The file is not kept any longer. Upload it again.', undefined, { state: status });
    return this.acceptance.start(call, null, again, 'import.retry');
  }

  async show(id: number): Promise<ImportJob> {
    return (await this.imports.show(id)) ?? Promise.reject(notFound('import', id));
  }
}
