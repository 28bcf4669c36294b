import { productFormat, type CheckRow } from '@app/domain';
import { writeProducts } from '../../outbox/outbox.js';
import { restoreProducts } from '../../turns/restore.js';
import type { ImportKind } from './import-kind.js';

/** What a product (p) is once a winner (w) has been brought in. A null in a winner means: keep what is stored. */
const merged = `w.sku, w.name, coalesce(w.description, p.description), coalesce(w.active, p.active),
  coalesce(jsonb_strip_nulls(p.attributes || w.attributes::jsonb), p.attributes)`;
const differs = `(p.sku, p.name, p.description, p.active, p.attributes) is distinct from (${merged})`;

export const productImport: ImportKind = {
  format: productFormat,
  columns: [
    { name: 'sku', type: 'text' },
    { name: 'name', type: 'text' },
    { name: 'description', type: 'text' },
    { name: 'active', type: 'boolean' },
    { name: 'attributes', type: 'text' },
  ],
  hasLines: false,
  rowName: 'w.sku',
  together: 'key',
  finish: null,
  restore: (tx, chunk) => restoreProducts(tx, chunk, `import:${chunk.id}`, chunk.id),

  /** Adds the products that are missing and changes those that differ. */
  merge(tx, { actor, id: importId, no, firstKey, lastKey }, winners) {
    return writeProducts(
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
           from (select p.id, m.*
                   from ${winners} w join products p on p.sku_key = w.key, lateral (select ${merged}) m (sku, name, description, active, attributes)
                  where w.key between $4 and $5 and p.sku_key between $4 and $5 and ${differs}
                  order by w.key for update of p) d
          where p.id = d.id
         returning p.id, p.sku, p.sku_key, p.version),
       written as (select 'product.created' as type, * from added union all select 'product.updated', * from changed)`,
      [firstKey, lastKey],
    );
  },

  /** now() is when the transaction began: what has it was written here. */
  outcomes: (winners) => `
    select w.key, p.id as target_id,
           case when p.actor = $1 and p.created_at = now() then 'c' when p.actor = $1 and p.updated_at = now() then 'u' else 'n' end as outcome
      from ${winners} w left join products p on p.sku_key = w.key and p.sku_key between $2 and $3 -- one that was unchanged may just have been deleted
     where w.key between $2 and $3`,

  comparison: (winners) => `
    select w.key, w.row_no, p.id as target_id, p.version as state, p.active and not w.active as deactivates,
           case when p.id is null then 'created' when ${differs} then 'updated' else 'unchanged' end as outcome
      from ${winners} w left join products p on p.sku_key = w.key`,

  async compared(db, compared, winners, { outcome, offset, limit }) {
    const rows: Record<string, any>[] = await db.query(
      `select c.row_no as "rowNo", c.outcome, c.target_id as "productId", w.sku, w.name, w.description, w.active, w.attributes::json as attributes,
              to_json(p) as stored
         from (select * from ${compared} where $1::text is null or outcome = $1 order by row_no limit ${limit} offset ${offset}) c
         join ${winners} w on w.key = c.key left join products p on p.id = c.target_id
        order by c.row_no`,
      [outcome],
    );
    return rows.map(({ rowNo, outcome, productId, stored, ...row }) => ({
      rowNo,
      outcome,
      about: row.sku,
      productId,
      sku: row.sku,
      name: row.name,
      changes: changesOf(stored, row),
    }));
  },

  async suspicions(tx, compared) {
    const [zeros] = await tx.query(`select 1 from products where sku_key >= '0' and sku_key < '1' limit 1`);
    if (!zeros) return [];
    const [{ count }] = await tx.query(
      `select count(*)::int as count from ${compared} c
        where outcome = 'created' and key ~ '^[1-9][0-9]*$'
          and exists (select from products where sku_key in ('0' || c.key, '00' || c.key, '000' || c.key, '0000' || c.key))`,
    );
    const message = 'Some SKUs are new, but the catalogue has them with leading zeros: a spreadsheet has probably taken those off.';
    return count ? [{ code: 'leading_zeros_lost', message, count }] : [];
  },

  async size(tx) {
    return (await tx.query('select count(*)::int as n from products'))[0].n;
  },
};

/** The cells that differ; of a new product those that say something. */
function changesOf(stored: Record<string, any> | null, row: Record<string, any>): CheckRow['changes'] {
  const text = (value: unknown) => (value === null || value === undefined ? null : String(value));
  const changes = ['sku', 'name', 'description', 'active'].map((field) => ({
    field,
    old: text(stored?.[field]),
    new: text(row[field] ?? stored?.[field]),
  }));
  for (const [key, value] of Object.entries(row.attributes ?? {}))
    changes.push({ field: `attributes.${key}`, old: text(stored?.attributes[key]), new: text(value) });
  return changes.filter((change) => change.old !== change.new);
}
