import { productFormat } from '@app/domain';
import { writeProducts } from '../../outbox/outbox.js';
import type { ImportKind } from './import-kind.js';

export const productImport: ImportKind = {
  format: productFormat,
  columns: [
    { name: 'sku', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'description', type: 'text' },
    { name: 'active', type: 'boolean' },
    { name: 'attributes', type: 'text' },
  ],

  /** Adds the products that are missing and changes those that differ. A null in a winner means: keep what is stored. */
  async merge(tx, { actor, id: importId, no, firstKey, lastKey }, winners) {
    const told = await writeProducts(
      tx,
      { actor, importId, no },
      `added as (
         insert into products (sku, sku_key, name, description, active, attributes, last_import_id, actor)
         select sku, key, name, coalesce(description, ''), coalesce(active, true), coalesce(jsonb_strip_nulls(attributes::jsonb), '{}'), $2, $1
           from ${winners}
          where key between $4 and $5
            and not exists (select from products where sku_key = key and sku_key between $4 and $5) -- the range on both sides, or all is read
          order by key -- whoever writes many products takes them in this order: no deadlocks
         returning id, sku, sku_key, version),
       changed as (
         update products p -- a trigger keeps what the row was, in product_versions
            set (sku, name, description, active, attributes) = (d.sku, d.name, d.description, d.active, d.attributes),
                last_import_id = $2, actor = $1, version = p.version + 1, updated_at = now()
           from (select p.id, w.sku, w.name, coalesce(w.description, p.description) as description, coalesce(w.active, p.active) as active,
                         coalesce(jsonb_strip_nulls(p.attributes || w.attributes::jsonb), p.attributes) as attributes
                   from ${winners} w join products p on p.sku_key = w.key
                  where w.key between $4 and $5 and p.sku_key between $4 and $5
                    and (p.sku, p.name, p.description, p.active, p.attributes) is distinct from
                        (w.sku, w.name, coalesce(w.description, p.description), coalesce(w.active, p.active),
                         coalesce(jsonb_strip_nulls(p.attributes || w.attributes::jsonb), p.attributes))
                  order by w.key for update of p) d
          where p.id = d.id
         returning p.id, p.sku, p.sku_key, p.version),
       written as (select 'product.created' as type, * from added union all select 'product.updated', * from changed)`,
      [firstKey, lastKey],
    );
    await tx.query(
      `update chunks
          set (outcomes, target_ids) = (
            select string_agg(case when p.actor = $1 and p.created_at = now() then 'c' when p.actor = $1 and p.updated_at = now() then 'u' else 'n' end, '' order by w.key),
                   array_agg(p.id order by w.key)
              from ${winners} w left join products p on p.sku_key = w.key and p.sku_key between $3 and $4
             where w.key between $3 and $4)
        where actor = $1 and no = $2`,
      [actor, no, firstKey, lastKey],
    );
    return told;
  },
};
