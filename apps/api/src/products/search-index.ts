import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { copiedRows } from '../platform/copied-rows.js';
import { copyBinary } from '../platform/copy-binary.js';
import { blockOf, blockSize, SearchBlock } from './search-block.js';
import { longestSigned, slotsFor } from './search-signature.js';
import { hasAttribute } from './product-search.js';

/** Outbox rows that are taken in at once: up to 50,000 products, a few tenths of a second. */
const batch = 50;

/** A block is made anew when so many of its products have changed; fewer changes are added to it. */
const manyChanges = blockSize / 4;

/** Blocks that are made anew at once after a crash. */
const blocksAtOnce = 8;

/** A product change that the index has not taken in yet: the outbox says which products. */
const unindexed = `outbox where indexed_at is null and type like 'product.%'`;

/** What can be searched of a product, as `ilike` folds it. Attributes by their values and by which there are. */
const searched = `lower(concat_ws(E'\\n', sku, name, description, case when attributes <> '{}' then (select string_agg(concat_ws(E'\\n', value, ${hasAttribute('key')}), E'\\n') from jsonb_each_text(attributes)) end))`;
const texts = `select id, case when octet_length(description) + octet_length(attributes::text) < ${longestSigned / 2} then ${searched} end from products`;

/** Somebody writes many products, and nobody asks for what is behind. */
const isBusy = `exists (select from turns) and not exists (select from search_demand where at > now() - interval '10 s')`;

/** Keeps the signatures after the products, from the outbox. What it has not taken in yet is searched directly: see ProductSearch. */
@Injectable()
export class SearchIndex {
  constructor(private readonly db: DataSource) {}

  /**
   * Takes in the oldest changes. False: there is nothing to do, somebody else is at it, or somebody writes many products, who is not
   * slowed down unless somebody searches meanwhile.
   */
  async step(): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [{ mine, busy }] = await tx.query(
        `select pg_try_advisory_xact_lock(hashtext('search index')) as mine,
                ${isBusy} as busy`,
      );
      if (!mine || busy) return false;
      if (await this.revive(tx)) return true;
      const unmade: { block: number }[] = await tx.query(
        `select block from search_blocks where slots is null order by block limit ${blocksAtOnce}`,
      );
      for (const { block } of unmade) await this.make(tx, block);
      if (unmade.length) return true;
      const rows: { id: number; items: string }[] = await tx.query(`select id, items from ${unindexed} order by id limit ${batch}`);
      if (!rows.length) return false;
      const ids = rows.flatMap(({ items }) => (JSON.parse(items) as { productId: number }[]).map(({ productId }) => productId));
      for (const [no, ofBlock] of byBlock(ids)) await this.takeIn(tx, no, ofBlock);
      await tx.query('update outbox set indexed_at = now() where id = any($1)', [rows.map(({ id }) => id)]);
      return true;
    });
  }

  /** Somebody writes many products. */
  async isBesideWork(): Promise<boolean> {
    return (await this.db.query('select exists (select from turns) as busy'))[0].busy;
  }

  /**
   * Sums up what pages that have filled hold, for filters by date: until then those are read through. Left to autovacuum that takes a minute.
   * Gives way at once to whoever holds the table, for waiting longer would end an autovacuum; and to whoever writes many products, like `step`.
   */
  async sumUpDates(): Promise<void> {
    await this.db
      .transaction(async (tx) => {
        const [{ busy }] = await tx.query(`select ${isBusy} as busy, set_config('lock_timeout', '50ms', true)`);
        if (busy) return;
        for (const index of ['products_by_created_at', 'products_by_updated_at'])
          await tx.query('select brin_summarize_new_values($1::regclass)', [index]);
      })
      .catch((error) => {
        if (error.driverError?.code !== '55P03') throw error; // lock not available
      });
  }

  /** After a crash of PostgreSQL the index is empty, and all blocks are to be made. */
  private async revive(tx: EntityManager): Promise<boolean> {
    const [alive] = await tx.query('select from search_alive');
    if (alive) return false;
    await tx.query(`insert into search_blocks (block, changes) select distinct id / ${blockSize}, 0 from products on conflict do nothing`);
    await tx.query('insert into search_alive default values');
    return true;
  }

  /** As the products are now, whatever the change was: in any order and any number of times, the newest state is found. */
  private async takeIn(tx: EntityManager, no: number, ids: number[]): Promise<void> {
    const [known]: { slots: number; changes: number }[] = await tx.query('select slots, changes from search_blocks where block = $1', [no]);
    if (!known || known.changes + ids.length > manyChanges) return this.make(tx, no);
    const block = new SearchBlock(no, known.slots);
    await this.read(tx, block, `id = any(array[${ids.map(Number).join()}])`);
    const slices = [...block.slices()];
    await tx.query(
      `insert into search_slices (block, slot, products)
       select $1, slot, ('x' || products)::bit(${blockSize}) from unnest($2::int[], $3::text[]) s (slot, products)
       on conflict (block, slot) do update set products = search_slices.products | excluded.products
        where search_slices.products | excluded.products <> search_slices.products`,
      [no, slices.map(([slot]) => slot), slices.map(([, products]) => products.toString('hex'))],
    );
    await tx.query('update search_blocks set changes = changes + $2 where block = $1', [no, ids.length]);
  }

  /** Makes a block from all of its products. */
  private async make(tx: EntityManager, no: number): Promise<void> {
    const [from, to] = [no * blockSize, (no + 1) * blockSize];
    const [{ bytes }] = await tx.query(
      `select coalesce(avg(octet_length(sku) + octet_length(name) + least(octet_length(description) + octet_length(attributes::text), ${longestSigned})), 0)::int as bytes
         from products where id >= $1 and id < $2`,
      [from, to],
    );
    const block = new SearchBlock(no, slotsFor(bytes));
    await this.read(tx, block, `id >= ${from} and id < ${to}`);
    await tx.query('delete from search_slices where block = $1', [no]);
    const client = (await tx.queryRunner!.connect()) as PoolClient;
    await pipeline(Readable.from(copyBinary(rowsOf(block))), client.query(copyFrom('copy search_slices from stdin (format binary)')));
    await tx.query(
      `insert into search_blocks (block, slots, changes) values ($1, $2, 0)
       on conflict (block) do update set (slots, changes) = (excluded.slots, 0)`,
      [no, block.slots],
    );
  }

  /** Adds the texts of products to a block as they come: bytes from the database to the bits, no strings in between. */
  private async read(tx: EntityManager, block: SearchBlock, where: string): Promise<void> {
    const client = (await tx.queryRunner!.connect()) as PoolClient;
    for await (const rows of copiedRows(client.query(copyTo(`copy (${texts} where ${where}) to stdout (format binary)`))))
      for (const [id, text] of rows) block.add(Number(id!.readBigInt64BE()), text ?? null);
  }
}

function byBlock(ids: number[]): Map<number, number[]> {
  const blocks = new Map<number, number[]>();
  for (const id of new Set(ids)) {
    const block = blocks.get(blockOf(id));
    if (block) block.push(id);
    else blocks.set(blockOf(id), [id]);
  }
  return blocks;
}

const bitLength = Buffer.alloc(4);
bitLength.writeInt32BE(blockSize);

function* rowsOf(block: SearchBlock): Generator<[number, number, Buffer]> {
  for (const [slot, products] of block.slices()) yield [block.no, slot, Buffer.concat([bitLength, products])];
}
