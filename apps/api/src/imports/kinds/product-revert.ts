import { writeProducts } from '../../outbox/outbox.js';
import type { Revert } from './import-kind.js';

/**
 * Undoes an import of products: what it created goes, what it changed becomes what product_versions say it was. A product that
 * somebody else has written or deleted since is kept as it is, and noted. The key of an import's product is not changed by it.
 */
export const productRevert: Revert = {
  /** Products that are gone have no key any longer; they come first. */
  targets: `
    select coalesce(p.sku_key, '') as key, null::int as row_no, t.id as target_id
      from (select unnest(target_ids) as id, string_to_table(outcomes, null) as outcome from chunks where actor = 'import:' || $1 and applied_at is not null) t
      left join products p on p.id = t.id
     where t.outcome in ('c', 'u')`,

  restore(tx, { actor, id: importId, no }) {
    return writeProducts(
      tx,
      { actor, importId, no },
      `asked as materialized (select unnest(target_ids) as id from chunks where actor = $1 and no = $3),
       mine as materialized (
         select p.id, p.version from asked join products p using (id) where p.actor = $4 order by p.sku_key for update of p),
       kept as (
         insert into kept_products (import_id, product_id, sku, reason, actor, at)
         select $2, a.id, coalesce(p.sku, v.sku), case when p.id is null then 'deleted' else 'changed' end, p.actor, coalesce(p.updated_at, v.replaced_at)
           from asked a left join products p using (id)
           left join lateral (select sku, replaced_at from product_versions where product_id = a.id and p.id is null order by version desc limit 1) v on true
          where not exists (select from mine where mine.id = a.id)),
       removed as (
         delete from products p using mine where p.id = mine.id and mine.version = 1 returning p.id, p.sku, p.sku_key, p.version + 1 as version),
       restored as (
         update products p
            set (sku, name, description, active, attributes) = (v.sku, v.name, v.description, v.active, v.attributes),
                last_import_id = substring(v.actor from '^import:(\\d+)$')::bigint, actor = $1, version = p.version + 1, updated_at = now()
           from mine join product_versions v on v.product_id = mine.id and v.version = mine.version - 1
          where p.id = mine.id
         returning p.id, p.sku, p.sku_key, p.version),
       written as (select 'product.deleted' as type, * from removed union all select 'product.updated', * from restored)`,
      [`import:${importId}`],
    );
  },
};
