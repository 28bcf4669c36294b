import { Injectable } from '@nestjs/common';
import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { DataSource, type EntityManager } from 'typeorm';
import { copyBinary } from '../platform/copy-binary.js';
import { blockOf, blockSize, SearchBlock } from './search-block.js';
import { longestSigned, slotsFor } from './search-signature.js';

/** Outbox rows that are taken in at once: up to 50,000 products, a few tenths of a second. */
const batch = 50;

/** A block is made anew when so many of its products have changed; fewer changes are added to it. */
const manyChanges = blockSize / 4;

/** Products whose texts are read at once. */
const readAtOnce = 1_024;

/** A product change that the index has not taken in yet: the outbox says which products. */
const unindexed = `outbox where indexed_at is null and type like 'product.%'`;

/** What can be searched of a product, as `ilike` folds it. Attributes by their values. */
const searched = `lower(concat_ws(E'\\n', sku, name, description, (select string_agg(value, E'\\n') from jsonb_each_text(attributes))))`;
const texts = `select id, case when octet_length(description) + octet_length(attributes::text) < ${longestSigned / 2} then ${searched} end as text from products`;

type ProductText = { id: number; text: string | null };

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
                exists (select from turns) and not exists (select from search_demand where at > now() - interval '10 s') as busy`,
      );
      if (!mine || busy) return false;
      const rows: { id: number; ids: number[] }[] = await tx.query(
        `select id, array(select (item ->> 'productId')::bigint from json_array_elements(items::json) item) as ids from ${unindexed} order by id limit ${batch}`,
      );
      if (!rows.length) return false;
      for (const [no, ids] of byBlock(rows.flatMap(({ ids }) => ids))) await this.takeIn(tx, no, ids);
      await tx.query('update outbox set indexed_at = now() where id = any($1)', [rows.map(({ id }) => id)]);
      return true;
    });
  }

  /** As the products are now, whatever the change was: in any order and any number of times, the newest state is found. */
  private async takeIn(tx: EntityManager, no: number, ids: number[]): Promise<void> {
    const [known]: { slots: number; changes: number }[] = await tx.query('select slots, changes from search_blocks where block = $1', [no]);
    if (!known || known.changes + ids.length > manyChanges) return this.make(tx, no);
    const block = new SearchBlock(no, known.slots);
    for (const { id, text } of await tx.query(`${texts} where id = any($1)`, [ids])) block.add(id, text);
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
    const [{ bytes }] = await tx.query(
      `select coalesce(avg(octet_length(sku) + octet_length(name) + least(octet_length(description) + octet_length(attributes::text), ${longestSigned})), 0)::int as bytes
         from products where id >= $1 and id < $2`,
      [no * blockSize, (no + 1) * blockSize],
    );
    const block = new SearchBlock(no, slotsFor(bytes));
    for (let from = no * blockSize; from < (no + 1) * blockSize; from += readAtOnce) {
      const products: ProductText[] = await tx.query(`${texts} where id >= $1 and id < $2`, [from, from + readAtOnce]);
      for (const { id, text } of products) block.add(id, text);
    }
    await tx.query('delete from search_slices where block = $1', [no]);
    const client = (await tx.queryRunner!.connect()) as PoolClient;
    await pipeline(Readable.from(copyBinary(rowsOf(block))), client.query(copyFrom('copy search_slices from stdin (format binary)')));
    await tx.query(
      `insert into search_blocks (block, slots, changes) values ($1, $2, 0)
       on conflict (block) do update set (slots, changes) = (excluded.slots, 0)`,
      [no, block.slots],
    );
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
