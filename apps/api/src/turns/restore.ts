import type { EntityManager } from 'typeorm';
import { skuKey, type Actor } from '@app/domain';
import { writeProducts } from '../outbox/outbox.js';
import type { Chunk, Counts } from './chunks.js';

/**
 * Puts the products of one chunk back to what they were before `writer` wrote them: what it created goes, what it changed becomes
 * what `product_versions` say it was, what it deleted returns under its id, told as created. A deletion is a version of its own, so a
 * product deleted at version 3 returns with version 5. What others have written since, and have not undone, is kept as it is, and listed in
 * `kept_products`; so is a deleted product whose SKU another one has now. The chunk was cut by `Chunks.cutBack`.
 */
export async function restoreProducts(tx: EntityManager, chunk: Chunk, writer: Actor, importId?: number): Promise<Counts> {
  const { actor, no, rowCount } = chunk;
  const gone = await deletedBy(tx, chunk, writer);
  const told = await writeProducts(
    tx,
    { actor, importId, no },
    `asked as materialized (select unnest(target_ids) as id from chunks where actor = $1 and no = $3),
     gone as materialized (select * from unnest($5::bigint[], $6::text[]) g (id, key)),
     mine as materialized (
       select p.id, coalesce(again.version, p.version) as version -- that the writer wrote
         from asked join products p using (id) left join lateral (${writtenAgain}) again on true
        where p.actor = $4 or again.version is not null order by p.sku_key for update of p),
     removed as (
       delete from products p using mine where p.id = mine.id and mine.version = 1 returning p.id, p.sku, p.sku_key, p.version + 1 as version),
     restored as (
       update products p
          set (sku, name, description, active, attributes) = (v.sku, v.name, v.description, v.active, v.attributes),
              last_import_id = case when $2::bigint is null then p.last_import_id else ${lastImport} end,
              actor = $1, version = p.version + 1, updated_at = now()
         from mine join product_versions v on v.product_id = mine.id and v.version = mine.version - 1
        where p.id = mine.id
       returning p.id, p.sku, p.sku_key, p.version),
     returned as (
       insert into products (id, sku, sku_key, name, description, active, attributes, version, last_import_id, actor, created_at)
       overriding system value
       select v.product_id, v.sku, gone.key, v.name, v.description, v.active, v.attributes, v.version + 2, v.last_import_id, $1, v.created_at
         from gone cross join lateral (${latestVersion('gone.id')}) v
        order by gone.key
       on conflict do nothing -- somebody may just be taking the SKU
       returning id, sku, sku_key, version),
     left_out as materialized (select id from asked except select id from mine except select id from returned),
     kept as (
       insert into kept_products (actor, product_id, sku, reason, changed_by, at)
       select $1, left_out.id, coalesce(p.sku, v.sku, ''), case when p.id is not null then 'changed' when gone.key is not null then 'sku_taken' else 'deleted' end,
              coalesce(p.actor, other.actor), coalesce(p.updated_at, other.updated_at, v.replaced_at)
         from left_out left join products p using (id) left join gone using (id) left join products other on other.sku_key = gone.key
         left join lateral (${latestVersion('left_out.id')}) v on p.id is null),
     written as (
       select 'product.deleted' as type, * from removed union all select 'product.updated', * from restored union all select 'product.created', * from returned)`,
    [writer, gone.map(({ id }) => id), gone.map(({ key }) => key)],
  );
  return { ...told, kept: rowCount - Object.values(told).reduce((sum, n) => sum + n, 0) };
}

/** Products of a chunk that are gone since the writer deleted them, in key order, with the key that their SKU has. */
async function deletedBy(tx: EntityManager, { actor, no }: Chunk, writer: Actor): Promise<{ id: number; key: string }[]> {
  const gone: { id: number; sku: string }[] = await tx.query(
    `select t.id, v.sku
       from chunks c, unnest(c.target_ids) t (id), lateral (${latestVersion('t.id')}) v
      where c.actor = $1 and c.no = $2 and v.deleted_by = $3 and not exists (select from products where id = t.id)`,
    [actor, no, writer],
  );
  return gone.map(({ id, sku }) => ({ id, key: skuKey(sku) })).sort((a, b) => (a.key < b.key ? -1 : 1));
}

const latestVersion = (id: string) => `select * from product_versions where product_id = ${id} order by version desc limit 1`;

/** The version of the writer that an undo has brought back: what was written in between is undone. */
const writtenAgain = `
  select v.version from product_versions v
   where p.actor ~ '^(undo|revert):' and v.product_id = p.id and v.actor = $4
     and (v.sku, v.name, v.description, v.active, v.attributes) = (p.sku, p.name, p.description, p.active, p.attributes)
   order by v.version desc limit 1`;

/** The import that had written a product last when it was at version v, as far as its versions are kept. */
const lastImport = `(
  select substring(actor from '^import:(\\d+)$')::bigint from product_versions
   where product_id = v.product_id and version <= v.version and actor like 'import:%' order by version desc limit 1)`;
