import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor, BulkJob } from '@app/domain';
import { holdChunks } from '../turns/chunks.js';
import { Turns, type Turn } from '../turns/turns.js';

export type RunningBulkJob = { id: number; action: BulkJob['action']; status: BulkJob['status']; epoch: number; hasTurn: boolean };

const actorOf = (id: number): Actor => `bulk:${id}`;
export const turnOf = ({ id, epoch }: Pick<RunningBulkJob, 'id' | 'epoch'>): Turn => ({
  actor: actorOf(id),
  table: 'bulk_jobs',
  id,
  epoch,
});

@Injectable()
export class BulkJobRepository {
  constructor(
    private readonly db: DataSource,
    private readonly turns: Turns,
  ) {}

  /** Takes a bulk job into the line of those who write many products. */
  async add(tx: EntityManager, actor: Actor, action: BulkJob['action'], total: number): Promise<number> {
    const [{ id }] = await tx.query('insert into bulk_jobs (action, total, actor) values ($1, $2, $3) returning id', [
      action,
      total,
      actor,
    ]);
    await this.turns.join(tx, actorOf(id));
    return id;
  }

  async findRunning(id: number): Promise<RunningBulkJob | undefined> {
    return (
      await this.db.query(
        `select id, action, status, epoch, has_turn as "hasTurn" from bulk_jobs where id = $1 and status in ('pending', 'processing')`,
        [id],
      )
    )[0];
  }

  async show(id: number): Promise<BulkJob | undefined> {
    const [row] = await this.db.query(
      `select id, action, status, greatest(total, processed)::int as total, processed, created_at as "createdAt", finished_at as "finishedAt"
         from bulk_jobs b, lateral (select coalesce(sum(created + updated + deleted), 0)::int as processed from chunks where actor = 'bulk:' || b.id and applied_at is not null) c
        where id = $1`,
      [id],
    );
    return row && { ...row, createdAt: row.createdAt.toISOString(), finishedAt: row.finishedAt?.toISOString() ?? null };
  }

  /** Locks: first the line, then the job. */
  async complete(tx: EntityManager, id: number): Promise<boolean> {
    await this.turns.leave(tx, actorOf(id));
    const [, ended] = await tx.query(
      `update bulk_jobs set status = 'completed', finished_at = clock_timestamp()
        where id = $1 and status = 'processing' and not exists (select from chunks where actor = 'bulk:' || $1 and applied_at is null)`,
      [id],
    );
    return ended === 1;
  }

  /** Running bulk jobs that have shown no sign of life for so long. */
  async silent(ms: number): Promise<{ id: number; progressVersion: number }[]> {
    return this.db.query(
      `select id, (select count(applied_at) from chunks where actor = 'bulk:' || b.id)::int as "progressVersion" from bulk_jobs b
        where status in ('pending', 'processing')
          and greatest(beat_at, (select max(applied_at) from chunks where actor = 'bulk:' || b.id)) < clock_timestamp() - $1 * interval '1 ms' order by id`,
      [ms],
    );
  }

  /** From here on nothing that an earlier holder still does can commit a chunk. */
  async takeOver(id: number): Promise<void> {
    await this.db.transaction(async (tx) => {
      await holdChunks(tx, actorOf(id));
      await tx.query(
        `update bulk_jobs set epoch = epoch + 1, beat_at = clock_timestamp() where id = $1 and status in ('pending', 'processing')`,
        [id],
      );
    });
  }
}
