import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

/** Outbox rows that are taken into the index at once: up to 10,000 products, a few tenths of a second. */
const batch = 10;

/** A product change that the index has not taken in yet: the outbox says which products. */
const unindexed = `outbox where indexed_at is null and type like 'product.%'`;

/** Keeps `product_search` after the products, from the outbox. What it has not taken in yet is searched directly: see ProductSearch. */
@Injectable()
export class SearchIndex {
  constructor(private readonly db: DataSource) {}

  /**
   * Takes in the oldest changes. False: there is nothing to do, somebody else is at it, or somebody writes many products, who shall not be slowed down.
   */
  async step(): Promise<boolean> {
    return this.db.transaction(async (tx) => {
      const [{ mine, busy }] = await tx.query(
        `select pg_try_advisory_xact_lock(hashtext('search index')) as mine, exists (select from turns) as busy`,
      );
      if (!mine || busy) return false;
      const rows: { id: number; ids: number[] }[] = await tx.query(
        `select id, array(select (item ->> 'productId')::bigint from json_array_elements(items::json) item) as ids from ${unindexed} order by id limit ${batch}`,
      );
      if (!rows.length) return false;
      await this.takeIn(
        tx,
        rows.flatMap(({ ids }) => ids),
      );
      await tx.query('update outbox set indexed_at = now() where id = any($1)', [rows.map(({ id }) => id)]);
      return true;
    });
  }

  /** As the products are now, whatever the change was: in any order and any number of times, the newest state remains. */
  private async takeIn(tx: EntityManager, ids: number[]): Promise<void> {
    await tx.query(
      'delete from product_search s where product_id = any($1) and not exists (select from products where id = s.product_id)',
      [ids],
    );
    await tx.query(
      `insert into product_search (product_id, text)
       select id, lower(concat_ws(E'\\n', sku, name, description)) from products where id = any($1) order by id
       on conflict (product_id) do update set text = excluded.text where product_search.text <> excluded.text`,
      [ids],
    );
  }
}
