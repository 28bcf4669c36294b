import type { EntityManager } from 'typeorm';
import type { Actor, ImportEventType, ProductEventType } from '@app/domain';

export type Cause = { actor: Actor; importId?: number; no?: number };

/** How many events of each type a statement recorded. */
export type Told = Partial<Record<ProductEventType, number>>;

/**
 * Writes products and tells of it in one statement, so that neither can be forgotten. The CTEs end in `written`
 * (type, id, sku, sku_key, version) and find actor, import and chunk in $1 to $3. One outbox row per type and 1,000 events.
 */
export async function writeProducts(tx: EntityManager, { actor, importId, no }: Cause, ctes: string, params: unknown[]): Promise<Told> {
  const rows: { type: ProductEventType; n: number }[] = await tx.query(
    `with ${ctes}
     insert into outbox (actor, import_id, chunk_no, origin, type, part, n_items, items)
     select set_config('products.actor', $1::text, true), $2::bigint, $3::int, split_part($1, ':', 1), type, part, count(*), -- asked by the trigger on deletes
            json_agg(json_build_object('productId', id, 'sku', sku, 'version', version) order by sku_key)::text
       from (select w.*, (row_number() over (partition by type order by sku_key) - 1) / 1000 as part from written w) w
      group by type, part order by type, part
     returning type, n_items as n`,
    [actor, importId, no, ...params],
  );
  tx.queryRunner!.data.outboxGrew ||= rows.length > 0; // AfterCommit signals it
  const told: Told = {};
  for (const { type, n } of rows) told[type] = (told[type] ?? 0) + n;
  const more = (told['product.created'] ?? 0) - (told['product.deleted'] ?? 0);
  if (more) await tx.query('insert into product_count_changes values ($1)', [more]);
  return told;
}

/** Tells that an import has ended, after all of its product events: it is a later row of the same log. */
export async function tellOfImport(
  tx: EntityManager,
  actor: Actor,
  type: ImportEventType,
  importId: number,
  item: Record<string, unknown>,
): Promise<void> {
  await tx.query(
    `insert into outbox (actor, import_id, origin, type, n_items, items) values ($1::text, $2, split_part($1, ':', 1), $3, 1, json_build_array($4::json)::text)`,
    [actor, importId, type, JSON.stringify(item)],
  );
  tx.queryRunner!.data.outboxGrew = true;
}
