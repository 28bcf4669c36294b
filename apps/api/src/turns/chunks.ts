import { Inject, Injectable } from '@nestjs/common';
import { DataSource, QueryFailedError, type EntityManager } from 'typeorm';
import type { Actor } from '@app/domain';
import { ENV, type Env } from '../platform/config.js';
import { failpoint } from '../platform/failpoint.js';
import type { Turn } from './turns.js';

/** A range of keys, both ends included, that one transaction writes. */
export type Chunk = Turn & { no: number; firstKey: string; lastKey: string; rowCount: number };

const sharers = 4;
/** With fewer keys a chunk would hardly be more than its transaction. */
const smallest = 1_000;

/** What became of the keys of a chunk: what was written, what was kept although it was to be written; the rest was unchanged. */
export type Counts = Partial<Record<'created' | 'updated' | 'deleted' | 'kept', number>>;

/**
 * Waits for the chunks of some work that are under way and holds back all later ones until the transaction ends: for whoever
 * ends the work or takes it over. The row lock of the fence alone would not do: PostgreSQL lets new sharers pass a waiting
 * writer, so a stream of chunks could keep it waiting for ever. Advisory locks queue.
 */
export async function holdChunks(tx: EntityManager, actor: Actor): Promise<void> {
  await tx.query('select pg_advisory_xact_lock(hashtext($1))', [actor]);
}

/**
 * The database refuses what a chunk writes (classes 22 and 23 of its codes): to try again would end the same, and hold up everybody behind. Only
 * a key that somebody else wrote a moment ago (23505) is found by the next try.
 */
export function refusesValues(error: unknown): error is QueryFailedError {
  const code = error instanceof QueryFailedError ? (error.driverError as { code?: string }).code : undefined;
  return /^2[23]/.test(code ?? '') && code !== '23505';
}

@Injectable()
export class Chunks {
  constructor(
    private readonly db: DataSource,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async find(turn: Turn, no: number): Promise<Chunk | null> {
    const [chunk] = await this.db.query(
      `select first_key as "firstKey", last_key as "lastKey", row_count as "rowCount" from chunks where actor = $1 and no = $2`,
      [turn.actor, no],
    );
    return chunk ? { ...turn, no, ...chunk } : null;
  }

  /** Numbers of the chunks that are still to be applied, in key order. */
  async open(actor: Actor): Promise<number[]> {
    return (await this.db.query('select no from chunks where actor = $1 and applied_at is null order by no', [actor])).map(
      (c: { no: number }) => c.no,
    );
  }

  /**
   * Cuts a source (`select key, row_no, target_id from …`; null where the work knows no rows or no targets) into chunks by key.
   * Chunks cut earlier stay as they are: their keys are the same. `expected`: how many they are, if that is known; few are shared among
   * the workers, too. `together`: SQL, of the key; keys of which it is the same lie side by side and come into one chunk, however many they are.
   */
  async cut(
    tx: EntityManager,
    actor: Actor,
    source: string,
    params: unknown[] = [],
    { expected = Infinity, together = 'key' } = {},
  ): Promise<void> {
    const [before] = await tx.query('select 1 from chunks where actor = $1 limit 1', [actor]);
    if (before) return;
    const size = Math.min(this.env.CHUNK_SIZE, Math.max(smallest, Math.ceil(expected / sharers)));
    await tx.query(
      `insert into chunks (actor, no, first_key, last_key, row_count, row_nos, target_ids)
       select $${params.length + 1}, no, min(key), max(key), count(*),
              case when count(row_no) > 0 then array_agg(row_no order by key) end, case when count(target_id) > 0 then array_agg(target_id order by key) end
         from (select *, (rank() over (order by ${together}) - 1) / ${size} as no from (${source}) k) numbered
        group by no`,
      [...params, actor],
    );
  }

  /**
   * Cuts what other work has written into chunks of the same ranges, for it to be put back: their targets are the products that it
   * created, updated or deleted. Chunks cut earlier stay as they are.
   */
  async cutBack(tx: EntityManager, actor: Actor, writer: Actor): Promise<void> {
    await tx.query(
      `insert into chunks (actor, no, first_key, last_key, row_count, target_ids)
       select $1, no, first_key, last_key, n, ids
         from chunks, lateral (select count(*) as n, array_agg(id order by nth) as ids
                                 from unnest(target_ids, string_to_array(outcomes, null)) with ordinality t (id, outcome, nth) where outcome in ('c', 'u', 'd')) written
        where actor = $2 and applied_at is not null and n > 0
       on conflict do nothing`,
      [actor, writer],
    );
  }

  /**
   * Writes one chunk: rows, versions, events and counts commit together, or nothing does. Twice is as good as once.
   * False: not written, because the work was cancelled, was taken over, or had this chunk applied already.
   */
  async apply(chunk: Chunk, write: (tx: EntityManager) => Promise<Counts>): Promise<boolean> {
    failpoint('chunk.begin');
    const applied = await this.db.transaction(async (tx) => {
      if (!(await this.enter(tx, chunk))) return false;
      const told = await write(tx);
      failpoint('chunk.after_upsert');
      await this.leave(tx, chunk, told);
      failpoint('chunk.before_commit');
      return true;
    });
    if (applied) failpoint('chunk.after_commit');
    return applied;
  }

  /** Keeps what became of each key of a chunk, in the transaction that wrote it. `outcomes` selects key, outcome and target_id; without any target none is kept. */
  async keepOutcomes(tx: EntityManager, { actor, no, firstKey, lastKey }: Chunk, outcomes: string): Promise<void> {
    await tx.query(
      `update chunks set (outcomes, target_ids) = (select string_agg(outcome, '' order by key), case when count(target_id) > 0 then array_agg(target_id order by key) end from (${outcomes}) o)
        where actor = $1 and no = $4`,
      [actor, firstKey, lastKey, no],
    );
  }

  /** The fence. Cancel and takeover hold chunks and update the row locked here: they wait for those under way, and no later one passes. */
  private async enter(tx: EntityManager, { table, id, epoch, actor, no }: Chunk): Promise<boolean> {
    // Its commit need not wait for the disk: a chunk that a crash of the server takes is applied again, and whatever is told of it is committed later.
    // A chunk that was planned while the catalogue was empty would read all of it, per row, as others fill it: ranges go through indexes.
    await tx.query(
      `select pg_advisory_xact_lock_shared(hashtext($1)), set_config('enable_seqscan', 'off', true), set_config('synchronous_commit', 'off', true)`,
      [actor],
    );
    const open = await tx.query(
      `select from ${table} w, chunks c
        where w.id = $1 and w.epoch = $2 and w.status = 'processing'
          and c.actor = $3 and c.no = $4 and c.applied_at is null
          for share of w for update of c`,
      [id, epoch, actor, no],
    );
    return open.length === 1;
  }

  /** What was neither created, updated, deleted nor kept was unchanged: the table checks that the counts add up. */
  private async leave(tx: EntityManager, { actor, no }: Chunk, counts: Counts): Promise<void> {
    await tx.query(
      `update chunks
          set applied_at = clock_timestamp(), created = $3, updated = $4, deleted = $5, kept = $6, unchanged = row_count - $3 - $4 - $5 - $6
        where actor = $1 and no = $2`,
      [actor, no, counts.created ?? 0, counts.updated ?? 0, counts.deleted ?? 0, counts.kept ?? 0],
    );
  }
}
