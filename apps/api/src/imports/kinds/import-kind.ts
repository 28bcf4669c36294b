import type { EntityManager } from 'typeorm';
import type { ImportFormat } from '@app/domain';
import type { Told } from '../../outbox/outbox.js';
import type { Chunk } from '../../turns/chunks.js';

/** All that the importer knows about one kind of file. To add one, write its object and list it in `index.ts`. */
export interface ImportKind {
  format: ImportFormat;

  /** Columns of the staged rows: one per field of the format, in its order; at last the attributes, as JSON. */
  columns: readonly { name: string; type: 'text' | 'boolean' }[];

  /** Brings one chunk of winners (a table like the staged rows) into the tables of the kind, set by set rather than row by row. */
  merge(tx: EntityManager, chunk: Chunk, winners: string): Promise<Told>;
}
