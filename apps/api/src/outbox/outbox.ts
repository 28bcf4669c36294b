import type { EntityManager } from 'typeorm';
import type { Actor, ImportEventType, ProductEventType } from '@app/domain';

export type Cause = { actor: Actor; importId?: number; no?: number };

/** How many products a statement created, updated and deleted. */
export type Written = Partial<Record<'created' | 'updated' | 'deleted', number>>;

/**
 * Writes products and tells of it in one statement, so that neither can be forgotten. The CTEs end in `written`
 * (type, id, sku, sku_key, version) and find actor, import and chunk in $1 to $3. One outbox row per type and 1,000 events.
 */
export async function writeProducts(tx: EntityManager, { actor, importId, no }: Cause, ctes: string, params: unknown[]): Promise<Written> {
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
  tx.queryRunner!.data.outboxGrew ||= rows.length > 0 && no === undefined; // AfterCommit signals it. Chunks are looked for each second: a ring for each would slow the work down
  const written: Written = {};
  for (const { type, n } of rows) {
    const what = type.slice('product.'.length) as keyof Written;
    written[what] = (written[what] ?? 0) + n;
  }
  const more = (written.created ?? 0) - (written.deleted ?? 0);
  if (more) await tx.query('insert into product_count_changes values ($1)', [more]);
  return written;
}

/** What an irregularity says beside what it is about. */
const shown = 'message, evidence, purchase_id, import_id, row_no, line';
const of = (table: string) => shown.replace(/\w+/g, `${table}.$&`);

/**
 * Keeps irregularities and tells of them in one statement. The CTEs end in `found` (rule, severity, subject, message, evidence, customer_id, sku,
 * purchase_id, import_id, row_no, line), which is what there is to find now, and find actor, import and chunk in $1 to $3. What is known
 * already is told no more, unless it was resolved and has come back; while it is open it says what is so now, once decided on what was so then.
 */
export async function writeIrregularities(
  tx: EntityManager,
  { actor, importId, no }: Cause,
  ctes: string,
  params: unknown[],
): Promise<void> {
  const told: unknown[] = await tx.query(
    `with ${ctes},
     known as (select id from irregularities where status <> 'resolved' and (rule, subject) in (select rule, subject from found)),
     written as (
       insert into irregularities as i (rule, subject, severity, message, evidence, customer_id, sku, purchase_id, import_id, row_no, line, found_by_import_id)
       select rule, subject, severity, message, evidence, customer_id, sku, purchase_id, import_id, row_no, line, $2 from found order by rule, subject
       on conflict (rule, subject) do update
          set status = case i.status when 'resolved' then 'open' else i.status end, resolved_by_import_id = null, found_by_import_id = $2, (${shown}) = (${of('excluded')})
        where i.resolved_by_import_id is not null or i.status = 'open' and (${of('i')}) is distinct from (${of('excluded')})
       returning id, rule, severity, import_id, row_no, line),
     detected as (select * from written where id not in (select id from known))
     insert into outbox (actor, import_id, chunk_no, origin, type, part, n_items, items)
     select $1::text, $2::bigint, $3::int, split_part($1, ':', 1), 'irregularity.detected', part, count(*),
            json_agg(json_build_object('irregularityId', id, 'rule', rule, 'severity', severity, 'importId', import_id, 'rowNo', row_no, 'line', line) order by id)::text
       from (select d.*, (row_number() over (order by id) - 1) / 1000 as part from detected d) d
      group by part order by part
     returning 1`,
    [actor, importId, no, ...params],
  );
  tx.queryRunner!.data.outboxGrew ||= told.length > 0 && no === undefined;
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
