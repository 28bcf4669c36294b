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
   and ((cardinality(row_nos), cardinality(target_ids), length(outcomes)) is distinct from (row_count, row_count, row_count)
        or (length(replace(outcomes, 'c', '')), length(replace(outcomes, 'u', '')), length(replace(outcomes, 'n', '')))
           is distinct from (row_count - created, row_count - updated, row_count - unchanged));

-- chunks of one piece of work share no key
select a.actor, a.no, b.no from chunks a join chunks b on b.actor = a.actor and b.no = a.no + 1 and b.first_key <= a.last_key;

-- a chunk tells exactly what it wrote, and only when it wrote
select c.actor, c.no from chunks c left join lateral (
    select coalesce(sum(n_items) filter (where type = 'product.created'), 0) as created,
           coalesce(sum(n_items) filter (where type = 'product.updated'), 0) as updated,
           coalesce(sum(n_items) filter (where type = 'product.deleted'), 0) as deleted
      from outbox where actor = c.actor and chunk_no = c.no) told on true
 where (told.created, told.updated, told.deleted) is distinct from (c.created::bigint, c.updated::bigint, c.deleted::bigint)
    or c.applied_at is null and c.created + c.updated + c.unchanged + c.deleted > 0;

-- every version step of a product has exactly one event
with e as (select (j ->> 'productId')::bigint as id, (j ->> 'version')::int as version, type
             from outbox o, json_array_elements(o.items::json) j where o.type like 'product.%'),
     s as (select id, count(*) as n, count(distinct version) as d, max(version) as top,
                  (array_agg(type order by version desc))[1] = 'product.deleted' as gone from e group by id)
select id from s where n <> d or top <> n
union select p.id from products p left join s using (id) where s.top is distinct from p.version or s.gone;

-- old versions are complete; a deletion has a number, but no row
select p.id from products p where p.version - 1 <> (select count(*) + count(deleted_by) from product_versions v where v.product_id = p.id) and p.version > 1;

-- nothing is written for an import after its end
select c.actor, c.no from chunks c join imports i on c.actor = 'import:' || i.id where c.applied_at > i.finished_at;

-- the end of an import is told once, and only when it has ended
select i.id from imports i where (select count(*) from outbox where import_id = i.id and type in ('import.completed', 'import.failed', 'import.cancelled'))
    <> case when i.finished_at is null then 0 else 1 end;

-- nobody waits in line for nothing
select t.actor from turns t where not exists (select from imports i where t.actor = 'import:' || i.id and i.finished_at is null)
   and not exists (select from imports i where t.actor = 'revert:' || i.id and i.phase = 'reverting')
   and not exists (select from bulk_jobs b where t.actor = 'bulk:' || b.id and b.finished_at is null);

-- whoever has not ended stands in line
select i.id from imports i
 where i.finished_at is null and (not i.is_checked or i.confirmed_at is not null) and not exists (select from turns where actor = 'import:' || i.id);

-- the deadlocks of this database
select deadlocks from pg_stat_database where datname = current_database() and deadlocks > 0;

-- the number of products is known without counting them
select counted, known from (select count(*) from products) p (counted), (select coalesce(sum(n), 0) from product_count_changes) c (known)
 where counted <> known;
