import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';

/** More candidates than this are no candidates: the first products with so common a text are found fast without them. */
const mostCandidates = 10_000;

/** Changes that the index has not taken in and that are looked through directly; with more of them the index is left aside. */
const mostUnindexed = 5_000;

/** Which products may hold a text: few, by id; or too many to name them. */
export type Candidates = number[] | 'many';

/** Narrows the search for a text down by its trigrams. What it returns always holds all that match, and is checked again. */
@Injectable()
export class ProductSearch {
  constructor(private readonly db: DataSource) {}

  async candidates(texts: string[]): Promise<Candidates> {
    const [{ waiting }] = await this.db.query(
      `select coalesce(sum(n_items), 0)::int as waiting from outbox where indexed_at is null and type like 'product.%'`,
    );
    if (waiting > mostUnindexed) return 'many';
    const conditions = texts.map((_, i) => `text like lower($${i + 1})`).join(' and ');
    const found: { id: number; isIndexed: boolean }[] = await this.db.query(
      `(select product_id as id, true as "isIndexed" from product_search where ${conditions} limit ${mostCandidates + 1})
       union all
       select (item ->> 'productId')::bigint, false from outbox, json_array_elements(items::json) item where indexed_at is null and type like 'product.%'`,
      texts.map((text) => `%${text.replace(/[\\%_]/g, '\\$&')}%`),
    );
    return found.filter(({ isIndexed }) => isIndexed).length > mostCandidates ? 'many' : found.map(({ id }) => id);
  }
}
