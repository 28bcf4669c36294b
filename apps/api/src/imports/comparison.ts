import { Inject, Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';
import { brakeOf, type CheckDifference, type CheckRow, type ImportCheck, type ImportKindName, type ImportWarning } from '@app/domain';
import { ENV, type Env } from '../platform/config.js';
import { StagingLost } from './import-fault.js';
import type { ComparedPage } from './kinds/import-kind.js';
import { importKinds } from './kinds/index.js';
import { comparedTable, winnersTable, type StagingOf } from './staging-tables.js';

const keptDifferences = 10_000;

/** An import's check: what each winner would do to what is stored, found out for the whole file and kept until it is confirmed. */
@Injectable()
export class Comparison {
  constructor(
    private readonly db: DataSource,
    @Inject(ENV) private readonly env: Env,
  ) {}

  /** Compares all winners with what is stored. Throws StagingLost when they are gone. */
  async run(tx: EntityManager, kind: ImportKindName, of: StagingOf): Promise<{ check: ImportCheck; warnings: ImportWarning[] }> {
    const [compared, winners] = [comparedTable(of), winnersTable(of)];
    await tx.query(`set local work_mem = '128MB'`);
    await tx.query('set local synchronous_commit = off');
    const [{ comparedAt }] = await tx.query('select clock_timestamp() as "comparedAt"');
    await tx.query(`drop table if exists ${compared}`);
    await tx.query(`create unlogged table ${compared} with (autovacuum_enabled = off) as ${importKinds[kind].comparison(winners)}`);
    await tx.query(`create index on ${compared} (outcome, row_no)`);
    await tx.query(`create index on ${winners} (key)`); // a page of the comparison looks up its few rows
    const [counts] = await tx.query(
      `select count(*) filter (where outcome = 'created') as created, count(*) filter (where outcome = 'updated') as updated,
              count(*) filter (where outcome = 'unchanged') as unchanged, count(*) filter (where deactivates) as deactivated, count(*) as winners,
              (select winners from imports where id = $1) as expected, (select superseded from imports where id = $1) as superseded,
              (select coalesce(sum(rejected), 0) from segments where import_id = $1)::bigint as rejected,
              (select coalesce(sum(row_count), 0) from segments where import_id = $1)::bigint as rows
         from ${compared}`,
      [of.importId],
    );
    if (counts.winners !== counts.expected) throw new StagingLost();
    const { created, updated, unchanged, deactivated, rejected, superseded, rows } = counts;
    const catalogue = await importKinds[kind].size(tx);
    const check = {
      created,
      updated,
      unchanged,
      rejected,
      superseded,
      deactivated,
      changes: created + updated,
      brake: brakeOf({ updated, deactivated, rejected }, { things: kind, rows, catalogue, share: this.env.BRAKE_SHARE }),
      comparedAt: comparedAt.toISOString(),
      changedSince: 0,
      differed: null,
    };
    return { check, warnings: await importKinds[kind].suspicions(tx, compared) };
  }

  /** What the file would do, row by row in file order. Throws StagingLost when a crash of PostgreSQL took it. */
  async page(kind: ImportKindName, of: StagingOf, check: ImportCheck, page: ComparedPage): Promise<{ rows: CheckRow[]; total: number }> {
    const total = page.outcome ? check[page.outcome] : check.created + check.updated + check.unchanged;
    const rows = await importKinds[kind].compared(this.db, comparedTable(of), winnersTable(of), page);
    if (rows.length < Math.min(page.limit, total - page.offset)) throw new StagingLost();
    return { rows, total };
  }

  /** How many targets of the file have been changed, added or deleted since it was compared. */
  async changedSince(tx: EntityManager, kind: ImportKindName, of: StagingOf, check: ImportCheck): Promise<number> {
    if (!(await this.isAnybodyElse(tx, of.importId, check))) return 0;
    const [{ n }] = await tx.query(
      `select count(*)::int as n from ${comparedTable(of)} c join (${importKinds[kind].comparison(winnersTable(of))}) now using (key)
        where (c.target_id, c.state) is distinct from (now.target_id, now.state)`,
    );
    return n;
  }

  /** Keeps the rows that came out otherwise than the check said, and returns how many those are. */
  async keepDifferences(tx: EntityManager, kind: ImportKindName, of: StagingOf, check: ImportCheck): Promise<number | null> {
    const { importId } = of;
    if (!(await this.isAnybodyElse(tx, importId, check))) return 0;
    const [{ exists }] = await tx.query('select to_regclass($1) is not null as exists', [comparedTable(of)]);
    if (!exists) return null;
    await tx.query('set local enable_seqscan = on');
    const differing = `
      select c.row_no, ${importKinds[kind].rowName} as sku, c.outcome as expected, o.outcome
        from (select unnest(row_nos) as row_no, string_to_table(outcomes, null) as letter from chunks where actor = 'import:' || $1::bigint and applied_at is not null) r
        join (values ('c', 'created'), ('u', 'updated'), ('n', 'unchanged')) o (letter, outcome) using (letter)
        join ${comparedTable(of)} c using (row_no) join ${winnersTable(of)} w using (row_no)
       where c.outcome <> o.outcome`;
    await tx.query(
      `insert into check_differences (import_id, row_no, sku, expected, outcome)
       select $1::bigint, d.* from (${differing}) d order by d.row_no limit ${keptDifferences} on conflict do nothing`,
      [importId],
    );
    const [{ n }] = await tx.query(`select count(*)::int as n from (${differing}) d`, [importId]);
    return n;
  }

  async differences(importId: number, offset: number, limit: number): Promise<CheckDifference[]> {
    return this.db.query(
      `select row_no as "rowNo", sku, expected, outcome from check_differences where import_id = $1 order by row_no limit $2 offset $3`,
      [importId, limit, offset],
    );
  }

  /** Not everything that is written is told. Events of a transaction carry the time of its beginning, and none lasts as long as the margin. */
  private async isAnybodyElse(tx: EntityManager, importId: number, { comparedAt }: ImportCheck): Promise<boolean> {
    const [found] = await tx.query(
      `select 1 from outbox where actor <> 'import:' || $1::bigint and occurred_at > $2::timestamptz - interval '10 min'
       union all select 1 from chunks where actor <> 'import:' || $1::bigint and applied_at > $2::timestamptz limit 1`,
      [importId, comparedAt],
    );
    return Boolean(found);
  }
}
