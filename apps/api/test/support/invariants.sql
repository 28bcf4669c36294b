-- What must never be found, whatever died. Each statement returns the offenders; the line above it says what is broken.

-- the counts of an import are the sum of its chunks, and make up its rows
select i.id from imports i, lateral (
    select coalesce(sum(created), 0) as c, coalesce(sum(updated), 0) as u, coalesce(sum(unchanged), 0) as s
      from chunks where actor = 'import:' || i.id and applied_at is not null) k
 where i.finished_at is not null
   and ((k.c, k.u, k.s) is distinct from (i.created::bigint, i.updated::bigint, i.unchanged::bigint)
        or i.created + i.updated + i.unchanged + i.rejected + i.superseded + i.not_processed <> i.rows
        or i.status = 'completed' and i.not_processed <> 0);

-- the rows of an import and its rejects are the sum of its segments
select i.id from imports i, lateral (
    select coalesce(sum(row_count), 0) as rows, coalesce(sum(rejected), 0) as rejected, count(*) - count(staged_at) as open
      from segments where import_id = i.id) s
 where i.finished_at is not null
   and ((s.rows, s.rejected) is distinct from (i.rows::numeric, i.rejected::numeric) or i.status = 'completed' and s.open > 0);

-- a chunk knows of each of its rows what became of it
select actor, no from chunks
 where applied_at is not null and outcomes is not null
   and ((coalesce(cardinality(row_nos), row_count), coalesce(cardinality(target_ids), row_count), length(outcomes)) is distinct from (row_count, row_count, row_count)
        or (length(replace(outcomes, 'c', '')), length(replace(outcomes, 'u', '')), length(replace(outcomes, 'd', '')), length(replace(outcomes, 'n', '')))
           is distinct from (row_count - created, row_count - updated, row_count - deleted, row_count - unchanged - kept));

-- chunks of one piece of work share no key
select a.actor, a.no, b.no from chunks a join chunks b on b.actor = a.actor and b.no = a.no + 1 and b.first_key <= a.last_key;

-- a chunk of products tells exactly what it wrote, and only when it wrote
select c.actor, c.no from chunks c left join imports i on c.actor = 'import:' || i.id left join lateral (
    select coalesce(sum(n_items) filter (where type = 'product.created'), 0) as created,
           coalesce(sum(n_items) filter (where type = 'product.updated'), 0) as updated,
           coalesce(sum(n_items) filter (where type = 'product.deleted'), 0) as deleted
      from outbox where actor = c.actor and chunk_no = c.no) told on true
 where i.kind is distinct from 'purchases' and (told.created, told.updated, told.deleted) is distinct from (c.created::bigint, c.updated::bigint, c.deleted::bigint)
    or c.applied_at is null and c.created + c.updated + c.unchanged + c.deleted + c.kept > 0;

-- every version step of a product has exactly one event, and the last one tells whether there is the product
with e as (select (j ->> 'productId')::bigint as id, (j ->> 'version')::int as version, type
             from outbox o, json_array_elements(o.items::json) j where o.type like 'product.%'),
     s as (select id, count(*) as n, count(distinct version) as d, max(version) as top,
                  (array_agg(type order by version desc))[1] = 'product.deleted' as gone from e group by id)
select id from s where n <> d or top <> n
union select p.id from products p left join s using (id) where s.top is distinct from p.version or s.gone
union select s.id from s left join products p using (id) where p.id is null and s.gone is not true;

-- old versions are complete; a deletion has a number, but no row
select p.id from products p where p.version - 1 <> (select count(*) + count(deleted_by) from product_versions v where v.product_id = p.id) and p.version > 1;

-- what was kept is listed
select c.actor from chunks c where c.applied_at is not null group by c.actor
having sum(c.kept) <> (select count(*) from kept_products k where k.actor = c.actor);

-- nothing is written for an import after its end
select c.actor, c.no from chunks c join imports i on c.actor = 'import:' || i.id where c.applied_at > i.finished_at;

-- nothing is written for a bulk job, or for undoing it, after its end
select c.actor, c.no from chunks c join bulk_jobs b on c.actor = 'bulk:' || b.id and c.applied_at > b.finished_at or c.actor = 'undo:' || b.id and c.applied_at > b.undo_finished_at;

-- a bulk job that is completed has come to all of its products, and one that is undone to all that it had written
select b.id from bulk_jobs b, lateral (
    select coalesce(sum(row_count) filter (where actor = 'bulk:' || b.id), 0) as cut,
           coalesce(sum(row_count) filter (where actor = 'bulk:' || b.id and applied_at is not null), 0) as applied,
           coalesce(sum(updated + deleted) filter (where actor = 'bulk:' || b.id), 0) as written,
           coalesce(sum(row_count) filter (where actor = 'undo:' || b.id and applied_at is not null), 0) as undone
      from chunks where actor in ('bulk:' || b.id, 'undo:' || b.id)) k
 where k.cut <> b.total or b.status = 'completed' and k.applied <> b.total or b.status = 'reverted' and k.undone <> k.written;

-- the end of an import is told once, and only when it has ended
select i.id from imports i where (select count(*) from outbox where import_id = i.id and type in ('import.completed', 'import.failed', 'import.cancelled'))
    <> case when i.finished_at is null then 0 else 1 end;

-- nobody waits in line for nothing
select t.actor from turns t where not exists (select from imports i where t.actor = 'import:' || i.id and i.finished_at is null)
   and not exists (select from imports i where t.actor = 'revert:' || i.id and i.phase = 'reverting')
   and not exists (select from bulk_jobs b where t.actor = 'bulk:' || b.id and b.finished_at is null)
   and not exists (select from bulk_jobs b where t.actor = 'undo:' || b.id and b.phase = 'undoing');

-- whoever has not ended stands in line
select i.id from imports i
 where i.finished_at is null and (not i.is_checked or i.confirmed_at is not null) and not exists (select from turns where actor = 'import:' || i.id)
union all select b.id from bulk_jobs b
 where (b.finished_at is null or b.phase = 'undoing') and not exists (select from turns where actor = case b.phase when 'undoing' then 'undo:' else 'bulk:' end || b.id);

-- the deadlocks of this database
select deadlocks from pg_stat_database where datname = current_database() and deadlocks > 0;

-- the number of products is known without counting them
select counted, known from (select count(*) from products) p (counted), (select coalesce(sum(n), 0) from product_count_changes) c (known)
 where counted <> known;

-- the log is numbered without a gap, up to its head
select h.head, o.n, o.low, o.top from outbox_head h, (select count(seq) as n, min(seq) as low, max(seq) as top from outbox) o
 where o.n > 0 and (o.n, o.top) is distinct from (o.top - o.low + 1, h.head);

-- what a lane has passed lies in exactly one delivery that was not split (of webhooks that want everything, and skip nothing)
select l.id, cut.items, told.items from webhook_lanes l join webhooks w on w.id = l.webhook_id,
       lateral (select sum(n_items - coalesce((select count(*) from deliveries part where part.id = any(d.parts)), 0)) filter (where state <> 'split') as items, bool_or(state = 'dropped') as skips,
                       min(from_seq) as low from deliveries d where lane_id = l.id and n_items > 0) cut,
       lateral (select from_item from deliveries where lane_id = l.id and n_items > 0 and from_seq = cut.low order by from_item limit 1) head,
       lateral (select coalesce(sum(n_items), 0) + l.cursor_item - head.from_item as items, min(seq) as low
                  from outbox where seq >= cut.low and seq < l.cursor_seq) told
 where l.kind = 'live' and w.event_types = '{*}' and w.format <> 'summary' and not cut.skips and l.latest_until is null
   and told.low = cut.low and cut.items <> told.items;

-- attempts of a delivery are numbered without a gap
select delivery_id from attempts where delivery_id is not null group by delivery_id having count(*) <> max(attempt_no) or count(distinct attempt_no) <> count(*);

-- what is delivered was taken
select d.id from deliveries d where d.state = 'delivered' and d.attempts > 0 and not exists (select from attempts a where a.delivery_id = d.id and a.ok);

-- customers are those of the purchases, and as the latest of them says
select customer_id from customers c full join (select customer_id, max(purchased_at) as last from purchases group by customer_id) p using (customer_id)
 where c.last_purchase_at is distinct from p.last;

-- an address holds until the next one, and only the last one holds for ever
select customer_id, valid_from from (
    select *, lead(valid_from) over (partition by customer_id order by valid_from) as next from customer_addresses) a
 where valid_to is distinct from next;

-- a cancellation closes one purchase, of the same customer and product, and not before it
select p.id from purchases p left join purchases c on c.id = p.canceled_by_id
 where p.canceled_by_id is not null
   and ((c.customer_id, c.sku, c.status) is distinct from (p.customer_id, p.sku, 'canceled') or c.purchased_at < p.purchased_at)
union all select canceled_by_id from purchases where canceled_by_id is not null group by canceled_by_id having count(*) > 1;

-- every irregularity has been told, and is about a purchase that there is
select i.id from irregularities i left join purchases p on p.id = i.purchase_id
 where i.purchase_id is not null and p.id is null
    or not exists (select from outbox o, json_array_elements(o.items::json) j where o.type = 'irregularity.detected' and (j ->> 'irregularityId')::bigint = i.id);
