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
   and ((coalesce(cardinality(row_nos), row_count), cardinality(target_ids), length(outcomes)) is distinct from (row_count, row_count, row_count)
        or (length(replace(outcomes, 'c', '')), length(replace(outcomes, 'u', '')), length(replace(outcomes, 'd', '')), length(replace(outcomes, 'n', '')))
           is distinct from (row_count - created, row_count - updated, row_count - deleted, row_count - unchanged - kept));

-- chunks of one piece of work share no key
select a.actor, a.no, b.no from chunks a join chunks b on b.actor = a.actor and b.no = a.no + 1 and b.first_key <= a.last_key;

-- a chunk tells exactly what it wrote, and only when it wrote
select c.actor, c.no from chunks c left join lateral (
    select coalesce(sum(n_items) filter (where type = 'product.created'), 0) as created,
           coalesce(sum(n_items) filter (where type = 'product.updated'), 0) as updated,
           coalesce(sum(n_items) filter (where type = 'product.deleted'), 0) as deleted
      from outbox where actor = c.actor and chunk_no = c.no) told on true
 where (told.created, told.updated, told.deleted) is distinct from (c.created::bigint, c.updated::bigint, c.deleted::bigint)
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
