import type { EntityManager } from 'typeorm';
import type { ImportKind } from './kinds/import-kind.js';

/**
 * The two tables of a running import: its valid rows as staged, and the winners among them. A table each per import, so that
 * dropping them costs nothing and their statistics are about one file. Unlogged: a crash of PostgreSQL empties them, which is noticed.
 */
export const stagedTable = ({ importId, staging }: StagingOf) => `staging.staged_${Number(importId)}_${Number(staging)}`;
export const winnersTable = ({ importId, staging }: StagingOf) => `staging.winners_${Number(importId)}_${Number(staging)}`;
export const comparedTable = ({ importId, staging }: StagingOf) => `staging.compared_${Number(importId)}_${Number(staging)}`;

export const stagingOf = ({ id, staging }: { id: number; staging: number }): StagingOf => ({ importId: id, staging });

/** Which tables: those of an import, and how often it was staged anew; what still stages for an earlier time finds its table gone. */
export type StagingOf = { importId: number; staging: number };

export async function createStaged(tx: EntityManager, of: StagingOf, kind: ImportKind): Promise<void> {
  const columns = kind.columns.map(({ name, type }) => `${name} ${type === 'boolean' ? type : 'text'}`);
  if (kind.hasLines) columns.unshift('line int not null');
  await tx.query(`create unlogged table if not exists ${stagedTable(of)} (row_no int not null, key text collate "C" not null, ${columns.join(', ')})
                  with (autovacuum_enabled = off)`);
}

/** What is selected of the staged rows for the winners: texts become what they stand for. */
export const winnerColumns = ({ columns, hasLines }: ImportKind): string =>
  [
    'row_no',
    'key',
    ...(hasLines ? ['line'] : []),
    ...columns.map(({ name, type, empty }) => `${empty === '' ? `coalesce(${name}, '')` : `${name}::${type}`} as ${name}`),
  ].join(', ');

/** Drops all staging tables of an import, of whatever time. */
export async function dropStaging(tx: EntityManager, importId: number): Promise<void> {
  const tables: { name: string }[] = await tx.query(
    `select format('staging.%I', tablename) as name from pg_tables where schemaname = 'staging' and tablename ~ ('^[a-z]+_' || $1::bigint || '_')`,
    [importId],
  );
  if (tables.length) await tx.query(`drop table if exists ${tables.map(({ name }) => name).join(', ')}`);
}
