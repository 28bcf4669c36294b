import type { EntityManager } from 'typeorm';
import type { CheckOutcome, CheckRow, ImportFormat } from '@app/domain';
import type { Told } from '../../outbox/outbox.js';
import type { Chunk, Counts } from '../../turns/chunks.js';

/** All that the importer knows about one kind of file. To add one, write its object and list it in `index.ts`. */
export interface ImportKind {
  format: ImportFormat;

  /** Columns of the staged rows: one per field of the format, in its order; at last the attributes, as JSON. */
  columns: readonly { name: string; type: 'text' | 'boolean' }[];

  /** Brings one chunk of winners (a table like the staged rows) into the tables of the kind, set by set rather than row by row. */
  merge(tx: EntityManager, chunk: Chunk, winners: string): Promise<Told>;

  /**
   * What `merge` made of each winner of a chunk, asked in the same transaction: a select of key, outcome ('c', 'u', 'n') and target_id
   * with the chunk's actor, first and last key as $1 to $3.
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

  /** Puts what the import wrote in one chunk back to what it was before; null: this kind cannot be undone. */
  restore: ((tx: EntityManager, chunk: Chunk) => Promise<Counts>) | null;
}

export type ComparedPage = { outcome?: CheckOutcome; offset: number; limit: number };
