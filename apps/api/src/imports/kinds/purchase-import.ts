import type { EntityManager } from 'typeorm';
import { purchaseFormat, type CheckRow } from '@app/domain';
import { writeProducts } from '../../outbox/outbox.js';
import type { Chunk, Counts } from '../../turns/chunks.js';
import { customerOf, isOfRange } from './chunk-of-customers.js';
import { writeCustomers } from './customers-of-purchases.js';
import type { ImportKind } from './import-kind.js';
import { closeCanceled, judgeCourse, judgeFile } from './irregularities.js';

/** What a row says beside the event that it is about. */
const facts = ['amount', 'product_name', 'first_name', 'last_name', 'street', 'state', 'zip', 'address_key'] as const;
const of = (table: string) => facts.map((fact) => `${table}.${fact}`).join(', ');
const address = (table: string) => ['street', 'state', 'zip'].map((fact) => `${table}.${fact}`).join(', ');
const differs = `(${of('p')}) is distinct from (${of('w')})`;

/** An event in words, `1001 · 431 · 2026-04-07 10:30 new`, with seconds where it has any. */
const rowName = `w.customer_id || ' · ' || w.sku || ' · ' ||
  regexp_replace(to_char(w.purchased_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.MS'), '(:00)?\\.000$', '') || ' ' || w.status`;

/** The same event: what the table's constraint says, and the key of the format. */
const isSame = '(p.customer_id, p.sku, p.purchased_at, p.status) = (w.customer_id, w.sku, w.purchased_at, w.status)';

export const purchaseImport: ImportKind = {
  format: purchaseFormat,
  columns: [
    { name: 'customer_id', type: 'bigint' },
    { name: 'first_name', type: 'text' },
    { name: 'last_name', type: 'text' },
    { name: 'street', type: 'text', empty: '' },
    { name: 'state', type: 'text', empty: '' },
    { name: 'zip', type: 'text', empty: '' },
    { name: 'status', type: 'text' },
    { name: 'sku', type: 'text' },
    { name: 'product_name', type: 'text' },
    { name: 'amount', type: 'numeric' },
    { name: 'purchased_at', type: 'timestamptz' },
    { name: 'address_key', type: 'text' },
  ],
  hasLines: true,
  rowName,
  together: customerOf('key'),
  restore: null,
  finish: judgeFile,

  /** Purchases keep what their rows say; all else follows from all purchases of the chunk's customers, so it is the same in whatever order files and chunks come. */
  async merge(tx, chunk, winners) {
    const { bought, ...counts } = await writePurchases(tx, chunk, winners);
    if (!counts.created && !counts.updated) return counts;
    const mixed = await writeCustomers(tx, chunk, winners);
    await planWithoutStatistics(tx);
    await closeCanceled(tx, chunk, winners);
    await judgeCourse(tx, chunk, winners, mixed);
    await addProducts(tx, chunk, winners, bought); // last: other chunks that lack the same ones wait for this transaction from here on
    return counts;
  },

  /** now() is when the transaction began: what has it was written here. */
  outcomes: (winners) => `
    select w.key, null::bigint as target_id, case when p.created_at = now() then 'c' when p.updated_at = now() then 'u' else 'n' end as outcome
      from ${winners} w join purchases p on ${isSame} and ${isOfRange('$2', '$3')}
     where w.key between $2 and $3`,

  comparison: (winners) => `
    select w.key, w.row_no, p.id as target_id, p.updated_at as state, false as deactivates,
           case when p.id is null then 'created' when ${differs} then 'updated' else 'unchanged' end as outcome
      from ${winners} w left join purchases p on ${isSame}`,

  async compared(db, compared, winners, { outcome, offset, limit }) {
    const rows: Record<string, any>[] = await db.query(
      `select c.row_no as "rowNo", c.outcome, ${rowName} as about, pr.id as "productId", w.sku, w.product_name as name, ${texts('w')} as row, ${texts('p')} as stored
         from (select * from ${compared} where $1::text is null or outcome = $1 order by row_no limit ${limit} offset ${offset}) c
         join ${winners} w on w.key = c.key left join purchases p on p.id = c.target_id left join products pr on pr.sku_key = w.sku
        order by c.row_no`,
      [outcome],
    );
    return rows.map(({ row, stored, ...shown }) => ({ ...shown, changes: changesOf(stored, row) }) as CheckRow);
  },

  suspicions: async () => [],

  async size(tx) {
    return (await tx.query('select count(*)::int as n from purchases'))[0].n;
  },
};

/**
 * Where PostgreSQL knows little of purchases it takes thousands of them for one, and would go through all of them for each: a chunk took
 * minutes that way. It knows enough of a table that has hardly grown since it looked, and of more customers than it lists one by one.
 */
async function planWithoutStatistics(tx: EntityManager): Promise<void> {
  await tx.query(
    `select set_config('enable_nestloop', 'off', true)
      where not exists (
        select from pg_class c join pg_stats s on (s.schemaname, s.tablename, s.attname) = (current_schema, c.relname, 'customer_id')
         where c.oid = 'purchases'::regclass and s.histogram_bounds is not null
           and pg_relation_size(c.oid) < 2 * c.relpages * current_setting('block_size')::bigint and pg_stat_get_mod_since_analyze(c.oid) < c.reltuples / 2)`,
  );
}

/** Adds the events that are not known, and corrects those of which the row says something else than before. `bought`: the SKUs of the former. */
async function writePurchases(
  tx: EntityManager,
  { id: importId, firstKey, lastKey }: Chunk,
  winners: string,
): Promise<Counts & { bought: string[] }> {
  const [counts] = await tx.query(
    `with added as (
       insert into purchases (customer_id, sku, purchased_at, status, ${facts.join(', ')}, import_id, row_no, line, address_import_id)
       select customer_id, sku, purchased_at, status, ${facts.join(', ')}, $1, row_no, line, $1
         from ${winners} w
        where key between $2 and $3
          and not exists (select from purchases p where ${isSame} and ${isOfRange('$2', '$3')})
        order by key
       returning sku),
     changed as (
       update purchases p set (${facts.join(', ')}) = (${of('d')}), import_id = $1, row_no = d.row_no, line = d.line, updated_at = now(),
              (address_import_id, address_told_at) = (select case when moves then $1 else p.address_import_id end, case when moves then now() else p.address_told_at end
                                                        from (select (${address('p')}) is distinct from (${address('d')})) m (moves))
         from (select p.id, w.row_no, w.line, ${of('w')}
                 from ${winners} w join purchases p on ${isSame}
                where w.key between $2 and $3 and ${isOfRange('$2', '$3')} and ${differs}
                order by w.key for update of p) d
        where p.id = d.id
       returning 1)
     select (select count(*)::int from added) as created, (select count(*)::int from changed) as updated, array(select distinct sku from added) as bought`,
    [importId, firstKey, lastKey],
  );
  return counts;
}

/**
 * Adds those of the products `bought` that the catalogue lacks: the id's digits are the SKU, and the name is the latest that the file has,
 * whichever chunk comes first. Products that are there stay as they are, and one that was deleted stays so until it is bought again.
 */
async function addProducts(tx: EntityManager, { actor, id: importId, no }: Chunk, winners: string, bought: string[]): Promise<void> {
  const missing = async () =>
    (
      await tx.query(
        'select array_agg(b.sku) as skus from unnest($1::text[]) b (sku) where not exists (select from products where sku_key = b.sku)',
        [bought],
      )
    )[0].skus;
  if (!(await missing())) return;
  await tx.query(`select pg_advisory_xact_lock(hashtext('products of purchases'))`); // most of what this chunk lacks the first one adds
  const skus = await missing();
  if (!skus) return;
  await writeProducts(
    tx,
    { actor, importId, no },
    `latest as materialized (select sku, max(purchased_at) as purchased_at from ${winners} where sku = any($4) group by sku),
     added as (
       insert into products (sku, sku_key, name, last_import_id, actor)
       select distinct on (sku) sku, sku, product_name, $2, $1 from latest join ${winners} using (sku, purchased_at)
        order by sku, row_no desc -- whoever writes many products takes them in this order: no deadlocks
       on conflict do nothing -- a person has just added it
       returning id, sku, sku_key, version),
     written as (select 'product.created' as type, * from added)`,
    [skus],
  );
}

/** SQL: the columns of a row as texts, so that an amount keeps its zeros. */
const texts = (row: string) => `(select json_object_agg(key, value) from json_each_text(to_json(${row})))`;

const columnOf = { address: 'street', product_id: 'sku' } as Record<string, string>;

/** The cells that differ, called as the fields of a file are; of a new purchase those that say something. */
function changesOf(stored: Record<string, string> | null, row: Record<string, string>): CheckRow['changes'] {
  return purchaseFormat.fields
    .map(({ name }) => {
      const column = columnOf[name] ?? name;
      return { field: name, old: stored?.[column] || null, new: row[column] || null };
    })
    .filter((change) => change.old !== change.new);
}
