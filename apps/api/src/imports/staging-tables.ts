import type { EntityManager } from 'typeorm';
import type { ImportKind } from './kinds/import-kind.js';

/**
 * The two tables of a running import: its valid rows as staged, and the winners among them. A table each per import, so that
 * dropping them costs nothing and their statistics are about one file. Unlogged: a crash of PostgreSQL empties them, which is noticed.
 */
export const stagedTable = (importId: number) => `staging.staged_${Number(importId)}`;
export const winnersTable = (importId: number) => `staging.winners_${Number(importId)}`;

export async function createStaged(tx: EntityManager, importId: number, kind: ImportKind): Promise<void> {
  const columns = kind.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  await tx.query(`create unlogged table if not exists ${stagedTable(importId)} (row_no int not null, key text collate "C" not null, ${columns})
                  with (autovacuum_enabled = off)`);
}

export async function dropStaging(tx: EntityManager, importId: number): Promise<void> {
  await tx.query(`drop table if exists ${stagedTable(importId)}, ${winnersTable(importId)}`);
}
