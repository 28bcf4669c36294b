import type { EntityManager } from 'typeorm';
import { writeIrregularities } from '../../outbox/outbox.js';
import type { Chunk } from '../../turns/chunks.js';
import { isOfRange } from './chunk-of-customers.js';
import { rulesOfCourse, rulesOfFile, usualAmounts, type Irregular } from './irregularity-rules.js';

const found = (rules: readonly Irregular[]) =>
  rules
    .map(({ rule, severity, findings }) => `select '${rule}' as rule, '${severity}' as severity, f.* from (${findings}) f`)
    .join('\nunion all\n');

/** A file that brought so many purchases changes what is to be known of the tables; autovacuum comes a minute later. */
const many = 1_000;

const isOfCourse = `rule in (${rulesOfCourse.map(({ rule }) => `'${rule}'`).join(', ')})`;

/** What a chunk's customers, whose keys are between two, have canceled, in this file or an earlier one. */
const canceled = (winners: string, first: string, last: string) => `
  select distinct p.customer_id, p.sku
    from (select distinct customer_id from ${winners} where key between ${first} and ${last}) c
    join purchases p on p.customer_id = c.customer_id and p.status = 'canceled' and ${isOfRange(first, last)}`;

/**
 * All purchases p of each of those customers and products g: looked up one by one, whatever PostgreSQL thinks how many there are. By their
 * order it takes the index that begins with both, not that of the product's purchases, which may be all.
 */
const allOf = (pairs: string) => `
  from (${pairs}) g, lateral (select * from purchases where (customer_id, sku) = (g.customer_id, g.sku) order by purchased_at, status offset 0) p`;

/**
 * Says which cancellation closed which purchase, in order of time: each closes the latest that is open then, so they pair up as brackets
 * do. A cancellation with nothing open closes nothing.
 */
export async function closeCanceled(tx: EntityManager, { firstKey, lastKey }: Chunk, winners: string): Promise<void> {
  await tx.query(
    `with steps as ( -- how many are open after each event, and what cancellations too many make of that
       select id, customer_id, sku, purchased_at, status, canceled_by_id, depth, least(0, min(depth) over in_time) as excess
         from (select p.*, sum(case status when 'new' then 1 else -1 end) over in_time as depth
                 ${allOf(canceled(winners, '$1', '$2'))}
               window in_time as (partition by p.customer_id, p.sku order by purchased_at, status desc)) d
       window in_time as (partition by customer_id, sku order by purchased_at, status desc)),
     levels as ( -- on a level purchases and their cancellations take turns; what closes nothing is on none
       select *, case when status = 'new' then depth - excess
                      when excess = coalesce(lag(excess) over (partition by customer_id, sku order by purchased_at, status desc), 0) then depth - excess + 1 end as level
         from steps),
     pairs as (
       select id, status, canceled_by_id, lead(id) over (partition by customer_id, sku, level order by purchased_at, status desc) as closed_by
         from levels where level is not null),
     changed as materialized (select id, closed_by from pairs where status = 'new' and canceled_by_id is distinct from closed_by)
     update purchases p set canceled_by_id = changed.closed_by from changed where p.id = changed.id and ${isOfRange('$1', '$2')}`,
    [firstKey, lastKey],
  );
}

/**
 * Finds what is odd in the course of the purchases of a chunk's customers, and resolves what is so no longer; what somebody has decided on
 * stays decided.
 * @param mixed customers under whose number more than one person may have bought
 */
export async function judgeCourse(
  tx: EntityManager,
  { actor, id, no, firstKey, lastKey }: Chunk,
  winners: string,
  mixed: number[],
): Promise<void> {
  // All who lock several irregularities do so in this order.
  await tx.query(
    `select from irregularities where customer_id in (select customer_id from ${winners} where key between $1 and $2) and ${isOfCourse}
      order by rule, subject for update`,
    [firstKey, lastKey],
  );
  // Thousands of events may be of one customer and one product.
  const [{ before }] = await tx.query(`select current_setting('enable_nestloop') as before, set_config('enable_nestloop', 'off', true)`);
  await writeIrregularities(
    tx,
    { actor, importId: id, no },
    `those as materialized (select distinct customer_id from ${winners} where key between $4 and $5),
     rows as materialized (
       select p.*, lag(p.id) over in_time as before_id, lag(first_name) over in_time as before_first_name, lag(last_name) over in_time as before_last_name
         from (select distinct on (p.customer_id, purchased_at) p.*
                 from unnest($6::bigint[]) c (customer_id), lateral (select * from purchases where customer_id = c.customer_id offset 0) p
                order by p.customer_id, purchased_at, import_id desc, row_no desc) p
       window in_time as (partition by customer_id order by purchased_at)),
     events as materialized (
       select *, case when nth_new > 0 then first_value(id) over (partition by customer_id, sku, nth_new order by purchased_at, status desc) end as last_new_id
         from (select p.*, lag(p.id) over in_time as before_id, lag(status) over in_time as before_status, count(*) filter (where status = 'new') over in_time as nth_new,
                      case when bool_or(status = 'new') over of_pair then first_value(p.id) over of_pair end as first_new_id
                 ${allOf(canceled(winners, '$4', '$5'))}
               window in_time as (partition by p.customer_id, p.sku order by purchased_at, status desc),
                      of_pair as (partition by p.customer_id, p.sku order by status desc, purchased_at rows between unbounded preceding and unbounded following)) e),
     found as materialized (${found(rulesOfCourse)}),
     resolved as (
       update irregularities i set status = case i.status when 'open' then 'resolved' else i.status end, resolved_by_import_id = $2
         from those
        where i.customer_id = those.customer_id and i.resolved_by_import_id is null and ${isOfCourse}
          and not exists (select from found f where (f.rule, f.subject) = (i.rule, i.subject)))`,
    [firstKey, lastKey, mixed],
  );
  await tx.query(`select set_config('enable_nestloop', $1, true)`, [before]);
}

/** Keeps what a file has brought, and finds what is odd about all of it. A file that brought nothing says nothing. */
export async function judgeFile(tx: EntityManager, importId: number): Promise<void> {
  const [brought] = await tx.query(
    `insert into purchase_files (import_id, purchases, cancellations, customers, products)
     select $1::bigint, n, canceled, (select count(*) from customers where first_import_id = $1),
            (select coalesce(sum(n_items), 0) from outbox where actor = 'import:' || $1 and type = 'product.created')
       from (select count(*) as n, count(*) filter (where status = 'canceled') as canceled from purchases where import_id = $1) p
      where n > 0 returning purchases`,
    [importId],
  );
  if (!brought) return;
  if (brought.purchases >= many) await tx.query('analyze (skip_locked) purchases, customers, customer_addresses'); // for the next file
  // PostgreSQL does not know yet how much the import wrote: taking it for a row, it would look through all usual amounts for each one.
  await tx.query(`select set_config('enable_nestloop', 'off', true)`);
  await writeIrregularities(
    tx,
    { actor: `import:${importId}`, importId },
    `earlier as materialized (select * from purchase_files where import_id < $2 order by import_id desc limit 10),
     usual as materialized (${usualAmounts}),
     found as materialized (${found(rulesOfFile)})`,
    [],
  );
}
