import type { EntityManager } from 'typeorm';
import type { CheckOutcome, CheckRow, ImportFormat } from '@app/domain';
import type { Chunk, Counts } from '../../turns/chunks.js';

/** All that the importer knows about one kind of file. To add one, write its object and list it in `index.ts`. */
export interface ImportKind {
  format: ImportFormat;

  /** Columns of the winners: one per value of a row, as `ParsedRow` has them. An `empty` one is `''` where it has none, never null. */
  columns: readonly { name: string; type: 'text' | 'boolean' | 'bigint' | 'numeric' | 'timestamptz'; empty?: '' }[];

  /** Whether winners know the line of the file where their row starts, in a column `line`. */
  hasLines: boolean;

  /** SQL, of a winner w: what to call its row. */
  rowName: string;

  /** SQL, of a key: winners of which it is the same are written in one transaction. They lie side by side in the order of the keys. */
  together: string;

  /** Brings one chunk of winners (a table like the staged rows) into the tables of the kind, set by set rather than row by row. */
  merge(tx: EntityManager, chunk: Chunk, winners: string): Promise<Counts>;

  /**
   * What `merge` made of each winner of a chunk, asked in the same transaction: a select of key, outcome ('c', 'u', 'n') and target_id, the
   * product that it wrote (null: none), with the chunk's actor, first and last key as $1 to $3.
   */
  outcomes(winners: string): string;

  /**
   * What `merge` would do with each winner now: a select of key, row_no, outcome (CheckOutcome), target_id, and `state`, by which
   * a later change of the target is noticed, and `deactivates`.
   */
  comparison(winners: string): string;

  /** A page of the comparison with the cells as they are and as they would be. */
  compared(db: Pick<EntityManager, 'query'>, compared: string, winners: string, page: ComparedPage): Promise<CheckRow[]>;

  /** What winners look suspicious beside what is stored, as sentences with counts; none: nothing. */
  suspicions(tx: EntityManager, compared: string): Promise<{ code: 'leading_zeros_lost'; message: string; count: number }[]>;

  /** How many things there are of what it writes: the whole, of which a check is a share. */
  size(tx: EntityManager): Promise<number>;

  /**
   * What is to be done when all chunks are written, in the transaction that ends the import, before its end is told; of one that was cancelled
   * or failed after it has written something, soon afterwards, before the next in line. null: nothing.
   */
  finish: ((tx: EntityManager, importId: number) => Promise<void>) | null;

  /** Puts what the import wrote in one chunk back to what it was before; null: this kind cannot be undone. */
  restore: ((tx: EntityManager, chunk: Chunk) => Promise<Counts>) | null;
}

export type ComparedPage = { outcome?: CheckOutcome; offset: number; limit: number };
