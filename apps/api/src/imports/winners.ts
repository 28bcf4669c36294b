import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import type { Actor, ImportWarning, RowErrorCode } from '@app/domain';
import { failpoint } from '../platform/failpoint.js';
import { Chunks } from '../turns/chunks.js';
import { ImportFault, StagingLost } from './import-fault.js';
import type { RunningImport } from './import.repository.js';
import { importKinds } from './kinds/index.js';
import { stagedTable, stagingOf, winnerColumns, winnersTable } from './staging-tables.js';

/** Whoever works on the rows of an import as a whole; $1: its id. */
const lock = `hashtext('winners'), $1::int`;

/** Until the transaction ends nobody chooses winners of this import. */
export const holdWinners = (tx: EntityManager, importId: number) => tx.query(`select pg_advisory_xact_lock(${lock})`, [importId]);

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
  async pick(running: RunningImport): Promise<boolean> {
    const of = stagingOf(running);
    const { importId } = of;
    const kind = importKinds[running.kind];
    const actor: Actor = `import:${importId}`;
    const picked = await this.db
      .transaction(async (tx) => {
        const [{ mine }] = await tx.query(`select pg_try_advisory_xact_lock(${lock}) as mine`, [importId]);
        const [importJob] = await tx.query(`select 1 from imports where id = $1 and status = 'processing' and phase = 'validating'`, [
          importId,
        ]);
        if (!mine || !importJob) return false;

        const [staged, winners] = [stagedTable(of), winnersTable(of)];
        await tx.query(`set local work_mem = '128MB'`);
        await tx.query('set local synchronous_commit = off');
        await tx.query(`drop table if exists ${winners}`);
        await tx.query(`create unlogged table ${winners} with (autovacuum_enabled = off) as
                      select distinct on (key) ${winnerColumns(kind)} from ${staged} order by key, row_no desc`);
        await tx.query(`create index on ${winners} using brin (key) with (pages_per_range = 16)`); // they lie in the order of their keys
        await tx.query(`analyze ${winners} (key)`);
        await this.chunks.cut(tx, actor, `select key, row_no, null::bigint as target_id from ${winners}`, [], { together: kind.together });

        const [{ valid, expected, picked }] = await tx.query(
          `select (select count(*) from ${staged}) as valid,
                (select coalesce(sum(row_count - rejected), 0) from segments where import_id = $1)::bigint as expected,
                (select coalesce(sum(row_count), 0) from chunks where actor = $2)::bigint as picked`,
          [importId, actor],
        );
        if (valid !== expected) throw new StagingLost();
        await refuseRejected(tx, importId);
        const [, moved] = await tx.query(
          `update imports set phase = case when is_checked and confirmed_at is null then 'comparing' else 'importing' end, winners = $2, superseded = $3, warnings = warnings || $5::jsonb, version = version + 1, beat_at = clock_timestamp()
          where id = $1 and status = 'processing' and phase = 'validating' and staging = $4`,
          [importId, picked, valid - picked, of.staging, JSON.stringify(await rowWarnings(tx, importId))],
        );
        if (!moved) throw new Cancelled();
        failpoint('settle.before_commit');
        return true;
      })
      .catch((error) => {
        if (error instanceof Cancelled) return false;
        throw error.driverError?.code === '42P01' ? new StagingLost() : error; // no such table
      });
    if (picked) failpoint('settle.done');
    return picked;
  }
}

/** The file is to be taken as a whole or not at all. */
async function refuseRejected(tx: EntityManager, importId: number): Promise<void> {
  const [{ rejected }] = await tx.query(
    `select coalesce(sum(rejected), 0)::int as rejected from segments
      where import_id = $1 and (select dialect ->> 'errorPolicy' from imports where id = $1) = 'reject_everything'`,
    [importId],
  );
  if (rejected) throw new ImportFault({ code: 'rows_rejected', message: `${rejected} rows cannot be used, so none is imported.` });
}

/** What is odd about rows that pass, as sentences about the whole file. */
async function rowWarnings(tx: EntityManager, importId: number): Promise<ImportWarning[]> {
  const counts: { code: RowErrorCode; count: number }[] = await tx.query(
    `select c.code, sum(c.count)::int as count
       from segments, jsonb_to_recordset(error_counts) as c(code text, severity text, count int)
      where import_id = $1 and c.severity = 'warning' group by c.code order by c.code`,
    [importId],
  );
  return counts.map(({ code, count }) =>
    code in warningTexts
      ? { code: code as Doubt, count, message: warningTexts[code as Doubt] }
      : { code: 'cells_dropped', count, message: 'Some cells cannot be used and are left out.' },
  );
}

type Doubt = RowErrorCode & ImportWarning['code'];

const warningTexts: Record<Doubt, string> = {
  sku_damaged: 'Some SKUs look as if a spreadsheet had turned them into numbers.',
  formula_like: 'Some texts start like a formula; they are stored as they are, and a spreadsheet might run them.',
  no_time_zone: 'Some times have no zone and are taken for UTC.',
  state: 'Some states are not two letters.',
  zip: 'Some zip codes are not five digits, or five and four.',
};

/** Rolls the transaction back, tables included. */
class Cancelled extends Error {}
