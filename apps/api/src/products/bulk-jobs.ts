import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { DomainError, notFound, type Actor, type BulkJob } from '@app/domain';
import { Audit } from '../access/audit.js';
import { writeProducts } from '../outbox/outbox.js';
import { Bell } from '../platform/bell.js';
import type { BulkRing } from '../platform/queues.js';
import { Chunks } from '../turns/chunks.js';
import { Turns } from '../turns/turns.js';
import { BulkJobRepository, turnOf } from './bulk-job.repository.js';
import { ProductRepository } from './product.repository.js';

/** Work over many products that one request asked for: in line with imports, in chunks, each told in the outbox. */
@Injectable()
export class BulkJobs {
  constructor(
    private readonly db: DataSource,
    private readonly jobs: BulkJobRepository,
    private readonly products: ProductRepository,
    private readonly turns: Turns,
    private readonly chunks: Chunks,
    private readonly audit: Audit,
    private readonly bell: Bell,
  ) {}

  /** Starts the deletion of every product; the caller must know how many those are. */
  async deleteAll(actor: Actor, confirm: number | undefined): Promise<BulkJob> {
    const count = await this.products.count();
    if (confirm === undefined) {
      throw new DomainError('confirmation_required', `This deletes ${count} products. Send the number as confirm to do it.`, undefined, {
        count,
      });
    }
    if (confirm !== count)
      throw new DomainError('count_changed', `There are ${count} products now, not ${confirm}. Look again, then confirm.`, undefined, {
        count,
      });
    const id = await this.db.transaction(async (tx) => {
      const added = await this.jobs.add(tx, actor, 'delete', count);
      await this.audit.note(tx, actor, 'products.delete_all', `bulk:${added}`, { count });
      return added;
    });
    void this.bell.ringBulk({ step: 'look', bulkJobId: id });
    return this.show(id);
  }

  async show(id: number): Promise<BulkJob> {
    return (await this.jobs.show(id)) ?? Promise.reject(notFound('bulk job', id));
  }

  /** Takes a bulk job as far as it can go: cut when its turn has come, completed when no chunk is left. */
  async look(id: number): Promise<void> {
    const running = await this.jobs.findRunning(id);
    if (!running) return;
    const { actor } = turnOf(running);
    await this.db.query(`update bulk_jobs set status = 'processing' where id = $1 and status = 'pending'`, [id]);
    const turn = await this.turns.take(turnOf(running));
    if (turn === 'waits') return;
    await this.db.transaction(async (tx) => {
      const [job] = await tx.query(`select 1 from bulk_jobs where id = $1 and status = 'processing' for update`, [id]);
      if (job)
        await this.chunks.cut(
          tx,
          actor,
          'select sku_key as key, null::int as row_no, null::bigint as target_id from products where created_at <= (select created_at from bulk_jobs where id = $1)',
          [id],
        );
    });
    const open = await this.openChunks(id);
    if (open.length) return turn === 'taken' ? this.bell.ringBulk(...open) : undefined;
    if (await this.db.transaction((tx) => this.jobs.complete(tx, id))) await this.turns.wakeNext();
  }

  /** Deletes the products of one chunk, in key order; the last chunk ends the job. */
  async apply(id: number, no: number): Promise<void> {
    const running = await this.jobs.findRunning(id);
    const chunk = running && (await this.chunks.find(turnOf(running), no));
    if (!chunk) return;
    await this.chunks.apply(chunk, (tx) =>
      writeProducts(
        tx,
        { actor: chunk.actor, no },
        `doomed as materialized (
           select id from products
            where sku_key between $4 and $5 and created_at <= (select created_at from bulk_jobs where id = $6) -- who came later was not counted
            order by sku_key for update),
         written as (delete from products p using doomed where p.id = doomed.id returning 'product.deleted' as type, p.id, p.sku, p.sku_key, p.version + 1 as version)`,
        [chunk.firstKey, chunk.lastKey, id],
      ),
    );
    if (!(await this.chunks.open(chunk.actor)).length) await this.look(id);
  }

  /** Everything that a bulk job still has to do, as rings. */
  async openRings(id: number): Promise<BulkRing[]> {
    return [{ step: 'look', bulkJobId: id }, ...(await this.openChunks(id))];
  }

  private async openChunks(id: number): Promise<BulkRing[]> {
    return (await this.chunks.open(`bulk:${id}`)).map((no) => ({ step: 'chunk', bulkJobId: id, no }));
  }
}
