import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, notFound, type Actor, type CheckRow, type ImportJob, type ImportSettings } from '@app/domain';
import { Audit } from '../access/audit.js';
import type { Call } from '../http/idempotency.js';
import { Bell } from '../platform/bell.js';
import { failpoint } from '../platform/failpoint.js';
import { FileStore } from '../platform/file-store.js';
import { Acceptance, refuseUnknownFields } from './acceptance.js';
import { Comparison } from './comparison.js';
import { StagingLost } from './import-fault.js';
import { Importer, isMissingTable } from './importer.js';
import { ImportRepository } from './import.repository.js';
import type { ComparedPage } from './kinds/import-kind.js';
import { stagingOf } from './staging-tables.js';

/** What a person or a program may ask of imports. */
@Injectable()
export class ImportsService {
  constructor(
    private readonly db: DataSource,
    private readonly imports: ImportRepository,
    private readonly importer: Importer,
    private readonly comparison: Comparison,
    private readonly files: FileStore,
    private readonly audit: Audit,
    private readonly acceptance: Acceptance,
    private readonly bell: Bell,
  ) {}

  /** What is applied stays; when this returns, nothing more will be. */
  async cancel(actor: Actor, id: number): Promise<ImportJob> {
    const cancelled = await this.db.transaction(async (tx) => {
      const done = await this.imports.cancel(tx, id);
      if (done) await this.audit.note(tx, actor, 'import.cancel', `import:${id}`, null);
      return done;
    });
    failpoint('cancel.committed');
    const importJob = await this.show(id);
    if (!cancelled)
      throw new DomainError('wrong_state', `The import is ${importJob.status}; only one that has not ended can be cancelled.`, undefined, {
        state: importJob.status,
      });
    await this.importer.afterEnd(id);
    return importJob;
  }

  /** A new import of the rows that the first one did not come to, or of its whole file if it came to none. */
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

  /** Stands still after the chunks under way, and keeps its place in line. */
  async pause(actor: Actor, id: number): Promise<ImportJob> {
    return this.change(actor, id, 'import.pause', 'running one can be paused', (tx) => this.imports.pause(tx, id));
  }

  async resume(actor: Actor, id: number): Promise<ImportJob> {
    const importJob = await this.change(actor, id, 'import.resume', 'paused one can be resumed', (tx) => this.imports.resume(tx, id));
    void this.importer.openRings(id).then((rings) => this.bell.ring(...rings));
    return importJob;
  }

  /** The file is read again, as somebody says; until the import is confirmed. */
  async remap(actor: Actor, id: number, asked: ImportSettings): Promise<ImportJob> {
    refuseUnknownFields((await this.show(id)).kind, asked);
    const which = 'one with a check that is not confirmed yet can be read in another way';
    const importJob = await this.change(actor, id, 'import.map', which, (tx) => this.imports.reread(tx, id, asked));
    void this.bell.ring({ step: 'look', importId: id });
    return importJob;
  }

  /**
   * Lets a checked import be written. `changes` repeats their number where the check asks for it (422 `confirmation_required` else).
   * The answer's check says how many products were changed by others since.
   */
  async confirm(actor: Actor, id: number, changes: number | undefined): Promise<ImportJob> {
    const importJob = await this.change(actor, id, 'import.confirm', 'one that awaits its confirmation can be confirmed', async (tx) => {
      const staged = await this.imports.findStaged(id);
      if (staged?.status !== 'awaiting_confirmation' || !staged.check) return false;
      await tx.query(`select from imports where id = $1 for update`, [id]);
      const { check, kind } = staged;
      if (check.brake.length && changes !== check.changes) {
        const detail = `${check.brake.map(({ message }) => message).join(' ')} Repeat the number of changes to confirm: ${check.changes}.`;
        throw new DomainError('confirmation_required', detail, undefined, { count: check.changes, brake: check.brake });
      }
      await this.imports.confirm(tx, id, await this.comparison.changedSince(tx, kind, stagingOf(staged), check));
      return true;
    });
    failpoint('confirm.committed');
    void this.bell.ring({ step: 'look', importId: id });
    return importJob;
  }

  /** What a checked import would do, row by row. */
  async checkRows(id: number, page: ComparedPage): Promise<{ rows: CheckRow[]; total: number }> {
    const staged = await this.imports.findStaged(id);
    if (!staged?.check) {
      const { status } = await this.show(id);
      throw new DomainError(
        'wrong_state',
        `The import is ${status}; the rows of a check are there while it awaits its confirmation.`,
        undefined,
        { state: status },
      );
    }
    return this.comparison.page(staged.kind, stagingOf(staged), staged.check, page).catch(async (error) => {
      if (!(error instanceof StagingLost) && !isMissingTable(error)) throw error;
      await this.importer.restage(staged);
      throw new DomainError('unavailable', 'The check has to be made again. Ask again in a moment.');
    });
  }

  /** Undoes a finished import. Products that others have changed since are kept as they are, and listed. */
  async revert(actor: Actor, id: number): Promise<ImportJob> {
    const importJob = await this.change(
      actor,
      id,
      'import.revert',
      'finished one of the last weeks that changed something can be undone, once',
      async (tx) => {
        await tx.query('select from imports where id = $1 for update', [id]);
        if (!(await this.show(id)).canRevert) return false;
        await this.imports.revert(tx, actor, id);
        return true;
      },
    );
    void this.bell.ring({ step: 'look', importId: id });
    return importJob;
  }

  /** Changes the state of an import, with its audit note. 409 `wrong_state` when `work` says that it cannot be. */
  private async change(
    actor: Actor,
    id: number,
    action: string,
    which: string,
    work: (tx: EntityManager) => Promise<boolean>,
  ): Promise<ImportJob> {
    const { status } = await this.show(id);
    const done = await this.db.transaction(async (tx) => {
      const done = await work(tx);
      if (done) await this.audit.note(tx, actor, action, `import:${id}`, null);
      return done;
    });
    if (!done) throw new DomainError('wrong_state', `The import is ${status}; only a ${which}.`, undefined, { state: status });
    return this.show(id);
  }

  async show(id: number): Promise<ImportJob> {
    return (await this.imports.show(id)) ?? Promise.reject(notFound('import', id));
  }
}
