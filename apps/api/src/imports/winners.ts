import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor } from '@app/domain';
import { Chunks } from '../turns/chunks.js';
import { StagingLost } from './import-fault.js';
import { stagedTable, winnersTable, type StagingOf } from './staging-tables.js';

/** Chooses the last valid row of each key, sorted, and cuts them into chunks. */
@Injectable()
export class Winners {
  constructor(
    private readonly db: DataSource,
    private readonly chunks: Chunks,
  ) {}

  /**
   * Moves an import whose segments are all staged on to importing. False: somebody else is at it, or it has ended meanwhile.
   * Throws StagingLost when staged rows are missing.
   */
  async pick(of: StagingOf): Promise<boolean> {
    const { importId } = of;
    const actor: Actor = `import:${importId}`;
    return this.db
      .transaction(async (tx) => {
        const [{ mine }] = await tx.query(`select pg_try_advisory_xact_lock(hashtext('winners'), $1::int) as mine`, [importId]);
        const [importJob] = await tx.query(`select 1 from imports where id = $1 and status = 'processing' and phase = 'validating'`, [
          importId,
        ]);
        if (!mine || !importJob) return false;

        const [staged, winners] = [stagedTable(of), winnersTable(of)];
        await tx.query(`set local work_mem = '128MB'`);
        await tx.query('set local synchronous_commit = off');
        await tx.query(`drop table if exists ${winners}`);
        await tx.query(`create unlogged table ${winners} with (autovacuum_enabled = off) as
                      select distinct on (key) * from ${staged} order by key, row_no desc`);
        await tx.query(`create unique index on ${winners} (key)`);
        await tx.query(`analyze ${winners} (key)`);
        await this.chunks.cut(tx, actor, `select key, row_no from ${winners}`);

        const [{ valid, expected, picked }] = await tx.query(
          `select (select count(*) from ${staged}) as valid,
                (select coalesce(sum(row_count - rejected), 0) from segments where import_id = $1)::bigint as expected,
                (select coalesce(sum(row_count), 0) from chunks where actor = $2)::bigint as picked`,
          [importId, actor],
        );
        if (valid !== expected) throw new StagingLost();
        const [, moved] = await tx.query(
          `update imports set phase = 'importing', phase_at = clock_timestamp(), winners = $2, superseded = $3, version = version + 1, beat_at = clock_timestamp()
          where id = $1 and status = 'processing' and phase = 'validating'`,
          [importId, picked, valid - picked],
        );
        if (!moved) throw new Cancelled();
        return true;
      })
      .catch((error) => {
        if (error instanceof Cancelled) return false;
        throw error.driverError?.code === '42P01' ? new StagingLost() : error; // no such table
      });
  }
}

/** Rolls the transaction back, tables included. */
class Cancelled extends Error {}
