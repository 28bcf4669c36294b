import { Injectable, Logger } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { DomainError, notFound, type Actor, type BulkJob, type BulkRequest } from '@app/domain';
import { Audit } from '../access/audit.js';
import { Idempotency, type Call } from '../http/idempotency.js';
import { Bell } from '../platform/bell.js';
import { failpoint } from '../platform/failpoint.js';
import type { BulkRing } from '../platform/queues.js';
import { Chunks, refusesValues } from '../turns/chunks.js';
import { restoreProducts } from '../turns/restore.js';
import { Turns } from '../turns/turns.js';
import { writeChunk } from './bulk-actions.js';
import { BulkJobRepository, turnOf, writerOf, type RunningBulkJob } from './bulk-job.repository.js';
import { matching, ProductRepository } from './product.repository.js';

/** Work over many products that one request asked for: in line with imports, in chunks, each told in the outbox. */
@Injectable()
export class BulkJobs {
  private readonly log = new Logger(BulkJobs.name);

  constructor(
    private readonly db: DataSource,
    private readonly jobs: BulkJobRepository,
    private readonly products: ProductRepository,
    private readonly turns: Turns,
    private readonly chunks: Chunks,
    private readonly idempotency: Idempotency,
    private readonly audit: Audit,
    private readonly bell: Bell,
  ) {}

  /**
   * Accepts a bulk job. The caller must know how many products it is about: 422 `confirmation_required` without `expect`, 409
   * `count_changed` with another number, each with the `count`. Counting them and fixing which they are is one statement: a product
   * that comes to match later is never touched, one that matches no longer still is, unless it is gone. `forbidden` when a filter would
   * delete all that there are, and the caller may not.
   */
  async start(call: Call, request: BulkRequest, mayPurge: boolean): Promise<BulkJob> {
    const { action, attribute = null, ids, filter, expect } = request;
    const selection = matching(ids ? { id: ids } : filter!);
    const all = action === 'delete' && filter && !mayPurge ? await this.products.count() : undefined;
    const refuseAll = (count: number) => {
      if (all !== undefined && (count >= all || !Object.keys(filter!).length))
        throw new DomainError('forbidden', 'To delete every product needs the permission products.purge.');
    };
    if (expect === undefined) {
      const count = await this.products.countMatching(selection);
      refuseAll(count);
      throw new DomainError('confirmation_required', `This is about ${count} products. Repeat their number to do it.`, undefined, {
        count,
      });
    }
    const job = await this.idempotency.once(call, request, async (tx) => {
      const { id, total } = await this.jobs.add(tx, call.actor, { action, attribute, expect }, selection);
      refuseAll(total);
      if (total !== expect)
        throw new DomainError('count_changed', `These are ${total} products now, not ${expect}. Look again, then confirm.`, undefined, {
          count: total,
        });
      await this.audit.note(tx, call.actor, `products.${action}`, writerOf(id), { attribute, ids, filter, count: total });
      return (await this.jobs.show(id, tx))!;
    });
    void this.bell.ringBulk({ step: 'look', bulkJobId: job.id });
    return job;
  }

  async show(id: number): Promise<BulkJob> {
    return (await this.jobs.show(id)) ?? Promise.reject(notFound('bulk job', id));
  }

  /** What is applied stays; when this returns, nothing more will be. */
  async cancel(actor: Actor, id: number): Promise<BulkJob> {
    const job = await this.change(actor, id, 'bulk.cancel', 'one that is being applied can be cancelled', (tx) => this.jobs.cancel(tx, id));
    await this.turns.wakeNext();
    return job;
  }

  /** Puts the products back to what they were. Those that others have written since are kept as they are, and listed. */
  async undo(actor: Actor, id: number): Promise<BulkJob> {
    const which = 'one of the last weeks that has ended and written something can be undone, once';
    const job = await this.change(actor, id, 'bulk.undo', which, async (tx) => {
      await tx.query('select from bulk_jobs where id = $1 for update', [id]);
      if (!(await this.jobs.show(id, tx))?.canUndo) return false;
      await this.jobs.undo(tx, actor, id);
      return true;
    });
    void this.bell.ringBulk({ step: 'look', bulkJobId: id });
    return job;
  }

  /** Takes a bulk job, or undoing it, as far as it can go: its chunks are rung when its turn has come; it ends when none is left. */
  async look(id: number): Promise<void> {
    await this.jobs.start(id);
    const running = await this.jobs.findRunning(id);
    if (!running) return;
    const turn = await this.turns.take(turnOf(running));
    if (turn === 'waits') return;
    const open = await this.openChunks(running);
    if (turn === 'taken') failpoint('turn.taken');
    if (open.length) return turn === 'taken' ? this.bell.ringBulk(...open) : undefined;
    failpoint('chunk.last.before_finish');
    if (await this.db.transaction((tx) => this.jobs.complete(tx, running))) await this.turns.wakeNext();
  }

  /** Writes one chunk, or puts it back; the last one ends the job. */
  async apply(id: number, no: number): Promise<void> {
    const running = await this.jobs.findRunning(id);
    const chunk = running?.hasTurn ? await this.chunks.find(turnOf(running), no) : null;
    if (!running || !chunk) return;
    try {
      await this.chunks.apply(chunk, (tx) =>
        running.phase === 'undoing' ? restoreProducts(tx, chunk, writerOf(id)) : writeChunk(tx, chunk, running),
      );
    } catch (error) {
      if (running.phase === 'undoing' || !refusesValues(error)) throw error;
      return await this.fail(id, error);
    }
    if (!(await this.chunks.open(chunk.actor)).length) await this.look(id);
  }

  /** Everything that a bulk job still has to do, as rings. */
  async openRings(id: number): Promise<BulkRing[]> {
    const running = await this.jobs.findRunning(id);
    return [{ step: 'look', bulkJobId: id }, ...(running?.hasTurn ? await this.openChunks(running) : [])];
  }

  private async openChunks(running: RunningBulkJob): Promise<BulkRing[]> {
    return (await this.chunks.open(turnOf(running).actor)).map((no) => ({ step: 'chunk', bulkJobId: running.id, no }));
  }

  private async fail(id: number, error: Error): Promise<void> {
    this.log.warn(`bulk job ${id}: ${error.message}`);
    const message = 'The database refuses what was to be written. The log says why.';
    if (await this.db.transaction((tx) => this.jobs.fail(tx, id, message))) await this.turns.wakeNext();
  }

  /** Changes the state of a bulk job, with its audit note. 409 `wrong_state` when `work` says that it cannot be. */
  private async change(
    actor: Actor,
    id: number,
    action: string,
    which: string,
    work: (tx: EntityManager) => Promise<boolean>,
  ): Promise<BulkJob> {
    const done = await this.db.transaction(async (tx) => {
      const done = await work(tx);
      if (done) await this.audit.note(tx, actor, action, writerOf(id), null);
      return done;
    });
    const job = await this.show(id);
    if (!done) throw new DomainError('wrong_state', `The bulk job is ${job.status}; only ${which}.`, undefined, { state: job.status });
    return job;
  }
}
