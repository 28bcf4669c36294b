import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Actor, KeptProduct } from '@app/domain';

/** Products that work over many products left as they are, and why. */
@Injectable()
export class KeptProducts {
  constructor(private readonly db: DataSource) {}

  /** A page of what some work kept, by product. */
  async page(actors: Actor[], offset: number, limit: number): Promise<{ rows: KeptProduct[]; total: number }> {
    const [[{ total }], rows] = await Promise.all([
      this.db.query('select count(*)::int as total from kept_products where actor = any($1)', [actors]),
      this.db.query(
        `select product_id as "productId", sku, reason, changed_by as actor, at from kept_products where actor = any($1) order by product_id limit $2 offset $3`,
        [actors, limit, offset],
      ),
    ]);
    return { rows: rows.map((row: { at: Date | null }) => ({ ...row, at: row.at?.toISOString() ?? null })), total };
  }
}
