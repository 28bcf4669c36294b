import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor } from '@app/domain';
import { Bell } from '../platform/bell.js';

/** One go over the catalogue: an import or a bulk job. */
export type Turn = { actor: Actor; table: 'imports' | 'bulk_jobs'; id: number; epoch: number };

/** The line of those who write many products: one at a time, in the order in which they came. Locks: first the line, then the work. */
@Injectable()
export class Turns {
  constructor(
    private readonly db: DataSource,
    private readonly bell: Bell,
  ) {}

  /**
   * Joins the end of the line; joining twice changes nothing. Who joins commits before the next one gets a number: else somebody could
   * appear ahead of whoever has taken the turn already.
   */
  async join(tx: EntityManager, actor: Actor): Promise<void> {
    await tx.query(`select pg_advisory_xact_lock(hashtext('turns'))`);
    await tx.query('insert into turns (actor) values ($1) on conflict do nothing', [actor]);
  }

  /** Whether it is this one's turn. When it is for the first time ('taken'), the work gets a new epoch, by which its chunks are fenced. */
  async take({ actor, table, id }: Turn): Promise<'taken' | 'held' | 'waits'> {
    return this.db.transaction(async (tx) => {
      const [first] = await tx.query('select actor from turns order by no limit 1 for update');
      if (first?.actor !== actor) return 'waits';
      const [, taken] = await tx.query(
        `update ${table} set epoch = epoch + 1, has_turn = true, beat_at = clock_timestamp() where id = $1 and status = 'processing' and not has_turn`,
        [id],
      );
      return taken ? 'taken' : 'held';
    });
  }

  /** Locks a place in line, for whoever is about to leave it if its work can end: first the line, then the work. */
  async hold(tx: EntityManager, actor: Actor): Promise<void> {
    await tx.query('select from turns where actor = $1 for update', [actor]);
  }

  /** Leaves the line, in the transaction that ends the work. Call `wakeNext` after the commit. */
  async leave(tx: EntityManager, actor: Actor): Promise<void> {
    await tx.query('delete from turns where actor = $1', [actor]);
  }

  async wakeNext(): Promise<void> {
    const [first] = await this.db.query('select actor from turns order by no limit 1');
    if (!first) return;
    const [work, id] = (first.actor as Actor).split(':') as [string, string];
    if (work === 'import' || work === 'revert') await this.bell.ring({ step: 'look', importId: Number(id) });
    if (work === 'bulk' || work === 'undo') await this.bell.ringBulk({ step: 'look', bulkJobId: Number(id) });
  }
}
