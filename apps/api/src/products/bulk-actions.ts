import type { EntityManager } from 'typeorm';
import { productLimits, type AttributeSetting, type BulkAction } from '@app/domain';
import { writeProducts } from '../outbox/outbox.js';
import type { Chunk, Counts } from '../turns/chunks.js';

type Action = { action: BulkAction; attribute: AttributeSetting | null };

/** Does to the products of one chunk what was asked. Those that are so already, or are gone, are neither written nor told. */
export async function writeChunk(tx: EntityManager, { actor, no }: Chunk, asked: Action): Promise<Counts> {
  const [ctes, params] = statementOf(asked);
  const told = await writeProducts(
    tx,
    { actor, no },
    `asked as materialized (
       select t.id, t.nth from chunks, unnest(target_ids) with ordinality t (id, nth) where actor = $1 and no = $3),
     ${ctes},
     noted as ( -- what became of each, for undoing it
       update chunks
          set outcomes = (select string_agg(case written.type when 'product.deleted' then 'd' when 'product.updated' then 'u' else 'n' end, '' order by nth)
                            from asked left join written using (id))
        where actor = $1 and no = $3)`,
    params,
  );
  return asked.attribute ? { ...told, kept: await countKept(tx, actor, no) } : told;
}

/** The CTEs that end in `written`, and their parameters from $4 on. Whoever writes many products locks them in the order of their keys. */
function statementOf({ action, attribute }: Action): [string, unknown[]] {
  if (action === 'delete')
    return [
      `due as materialized (select p.id from asked join products p using (id) order by p.sku_key for update of p),
       written as (delete from products p using due where p.id = due.id returning 'product.deleted' as type, p.id, p.sku, p.sku_key, p.version + 1 as version)`,
      [],
    ];
  if (action === 'set_attribute')
    return [
      `due as materialized (
         select p.id, p.sku, $5::text is not null and not p.attributes ? $4 and (select count(*) from jsonb_object_keys(p.attributes)) >= ${productLimits.attributes} as is_full
           from asked join products p using (id) where p.attributes -> $4::text is distinct from to_jsonb($5::text) order by p.sku_key for update of p),
       kept as (
         insert into kept_products (actor, product_id, sku, reason) select $1, id, sku, 'too_many_attributes' from due where is_full),
       ${updated('attributes = case when $5::text is null then p.attributes - $4::text else p.attributes || jsonb_build_object($4::text, $5::text) end', 'not due.is_full')}`,
      [attribute!.key, attribute!.value],
    ];
  return [
    `due as materialized (select p.id from asked join products p using (id) where p.active <> $4 order by p.sku_key for update of p),
     ${updated('active = $4')}`,
    [action === 'activate'],
  ];
}

/** A trigger keeps what the products were, in product_versions. */
const updated = (change: string, condition = 'true') => `
  written as (
    update products p set ${change}, actor = $1, version = p.version + 1, updated_at = now()
      from due where p.id = due.id and ${condition}
    returning 'product.updated' as type, p.id, p.sku, p.sku_key, p.version)`;

async function countKept(tx: EntityManager, actor: string, no: number): Promise<number> {
  const [{ kept }] = await tx.query(
    `select count(*)::int as kept from kept_products where actor = $1 and product_id = any(array(select unnest(target_ids) from chunks where actor = $1 and no = $2))`,
    [actor, no],
  );
  return kept;
}
