import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { bulkActions, importStatuses, type Actor, type AttributeSetting, type BulkAction, type BulkJob } from '@app/domain';
import { anyOf, ids, type ListFields, type ListWindow } from '../http/list.js';
import { ENV, type Env } from '../platform/config.js';
import { Chunks, holdChunks } from '../turns/chunks.js';
import { Turns, type Turn } from '../turns/turns.js';
import { bulkJob, bulkJobState, type StateRow } from './bulk-job-state.js';

/** What it takes to bring a bulk job a step further. */
export type RunningBulkJob = {
  id: number;
  action: BulkAction;
  attribute: AttributeSetting | null;
  phase: BulkJob['phase'];
  epoch: number;
  hasTurn: boolean;
};

export type NewBulkJob = Pick<RunningBulkJob, 'action' | 'attribute'> & { expect: number };

/** What the list of bulk jobs can be ordered and filtered by. */
export const bulkJobFields: ListFields = {
  sort: {
    id: 'id',
    action: 'action',
    status: 'status',
    total: 'total',
    createdAt: 'created_at',
    startedAt: 'started_at',
    finishedAt: 'finished_at',
  },
  filter: { id: ids('id'), action: anyOf('action', bulkActions), status: anyOf('status', importStatuses) },
};

export const writerOf = (id: number): Actor => `bulk:${id}`;

/** The place in line of a bulk job, or of undoing it. */
export const turnOf = ({ id, epoch, phase }: Pick<RunningBulkJob, 'id' | 'epoch' | 'phase'>): Turn => ({
  actor: phase === 'undoing' ? `undo:${id}` : writerOf(id),
  table: 'bulk_jobs',
  id,
  epoch,
});

const running = `status in ('pending', 'processing')`;

@Injectable()
export class BulkJobRepository {
  constructor(
    private readonly db: DataSource,
    private readonly turns: Turns,
    private readonly chunks: Chunks,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Takes a bulk job into the line of those who write many products, about those that match now: from here on they are fixed. */
  async add(
    tx: EntityManager,
    actor: Actor,
    { action, attribute, expect }: NewBulkJob,
    { where, params }: Pick<ListWindow, 'where' | 'params'>,
  ): Promise<{ id: number; total: number }> {
    const [{ id }] = await tx.query('insert into bulk_jobs (action, attribute, actor, total) values ($1, $2, $3, 0) returning id', [
      action,
      attribute && JSON.stringify(attribute),
      actor,
    ]);
    const source = `select sku_key as key, null::int as row_no, id as target_id from products ${where}`;
    await this.chunks.cut(tx, writerOf(id), source, params, { expected: expect });
    const [[{ total }]] = await tx.query(
      'update bulk_jobs set total = (select coalesce(sum(row_count), 0) from chunks where actor = $2) where id = $1 returning total',
      [id, writerOf(id)],
    );
    await this.turns.join(tx, writerOf(id));
    return { id, total };
  }

  async findRunning(id: number): Promise<RunningBulkJob | undefined> {
    return (
      await this.db.query(`select id, action, attribute, phase, epoch, has_turn as "hasTurn" from bulk_jobs where id = $1 and ${running}`, [
        id,
      ])
    )[0];
  }

  async show(id: number, db?: Pick<EntityManager, 'query'>): Promise<BulkJob | undefined> {
    return (await this.showAll([id], db))[0];
  }

  /** In one small query, however many are asked for. */
  async showAll(ids: number[], db: Pick<EntityManager, 'query'> = this.db): Promise<BulkJob[]> {
    return ids.length
      ? (await db.query(`${bulkJobState} where b.id = any($1)`, [ids])).map((row: StateRow) => bulkJob(row, this.env.HISTORY_DAYS))
      : [];
  }

  async page({ where, params, orderBy, offset, limit }: ListWindow): Promise<{ rows: BulkJob[]; total: number }> {
    const [[{ total }], found] = await Promise.all([
      this.db.query(`select count(*)::int as total from bulk_jobs ${where}`, params),
      this.db.query(`select id from bulk_jobs ${where} ${orderBy} limit ${limit} offset ${offset}`, params),
    ]);
    const order: number[] = found.map(({ id }: { id: number }) => id);
    const rows = await this.showAll(order);
    return { rows: rows.sort((a, b) => order.indexOf(a.id) - order.indexOf(b.id)), total };
  }

  async start(id: number): Promise<void> {
    await this.db.query(
      `update bulk_jobs set status = 'processing', version = version + 1, started_at = clock_timestamp(), beat_at = clock_timestamp()
        where id = $1 and status = 'pending'`,
      [id],
    );
  }

  /** All chunks applied: completed or, when it is undone, reverted; if it is not already over. */
  async complete(tx: EntityManager, { id, phase, epoch }: RunningBulkJob): Promise<boolean> {
    const { actor } = turnOf({ id, phase, epoch });
    return this.end(
      tx,
      id,
      actor,
      phase === 'undoing' ? 'reverted' : 'completed',
      `status = 'processing' and phase = '${phase}' and not exists (select from chunks where actor = '${actor}' and applied_at is null)`,
    );
  }

  /** Waits for the chunks under way; none is applied afterwards. */
  async cancel(tx: EntityManager, id: number): Promise<boolean> {
    return this.end(tx, id, writerOf(id), 'cancelled', `${running} and phase = 'applying'`);
  }

  async fail(tx: EntityManager, id: number, message: string): Promise<boolean> {
    return this.end(tx, id, writerOf(id), 'failed', `${running} and phase = 'applying'`, { code: 'internal', message });
  }

  /** Undoing begins: it takes its place in line. The caller holds the row. */
  async undo(tx: EntityManager, actor: Actor, id: number): Promise<void> {
    await tx.query(
      `update bulk_jobs
          set status = 'processing', phase = 'undoing', has_turn = false, epoch = epoch + 1, version = version + 1, beat_at = clock_timestamp(),
              undo_actor = $2, undo_started_at = clock_timestamp()
        where id = $1`,
      [id, actor],
    );
    await this.chunks.cutBack(tx, `undo:${id}`, writerOf(id));
    await this.turns.join(tx, `undo:${id}`);
  }

  /** Running bulk jobs that have shown no sign of life for so long. */
  async silent(ms: number): Promise<{ id: number; progressVersion: number }[]> {
    return this.db.query(
      `select id, version + steps as "progressVersion"
         from bulk_jobs b, lateral (select count(applied_at)::int as steps, max(applied_at) as last from chunks where actor in ('bulk:' || b.id, 'undo:' || b.id)) c
        where ${running} and greatest(beat_at, last) < clock_timestamp() - $1 * interval '1 ms' order by id`,
      [ms],
    );
  }

  /** From here on nothing that an earlier holder still does can commit a chunk. */
  async takeOver(id: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      const [found] = await tx.query(`select id, phase, epoch from bulk_jobs where id = $1 and ${running}`, [id]);
      if (!found) return;
      await holdChunks(tx, turnOf(found).actor);
      await tx.query(`update bulk_jobs set epoch = epoch + 1, beat_at = clock_timestamp() where id = $1 and ${running}`, [id]);
    });
  }

  /** Locks: first the line, then the job. */
  private async end(
    tx: EntityManager,
    id: number,
    actor: Actor,
    status: 'completed' | 'failed' | 'cancelled' | 'reverted',
    condition: string,
    failure?: BulkJob['failure'],
  ): Promise<boolean> {
    await this.turns.hold(tx, actor);
    await holdChunks(tx, actor);
    const [, ended] = await tx.query(
      `update bulk_jobs
          set status = $2, phase = case when $2 in ('completed', 'reverted') then 'complete' else phase end, failure = $3, version = version + 1,
              finished_at = coalesce(finished_at, clock_timestamp()), undo_finished_at = case when $2 = 'reverted' then clock_timestamp() end
        where id = $1 and ${condition}`,
      [id, status, failure && JSON.stringify(failure)],
    );
    if (ended) await this.turns.leave(tx, actor);
    return ended === 1;
  }
}
