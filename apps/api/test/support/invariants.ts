import type { DataSource } from 'typeorm';

/** What must never be found, whatever died; each statement returns the offenders. */
const rules: Record<string, string> = {
  'counts of an import are the sum of its chunks and make up its rows': `
    select i.id from imports i, lateral (select coalesce(sum(created), 0) as c, coalesce(sum(updated), 0) as u, coalesce(sum(unchanged), 0) as s
        from chunks where actor = 'import:' || i.id and applied_at is not null) k
     where i.finished_at is not null and ((k.c, k.u, k.s) is distinct from (i.created::bigint, i.updated::bigint, i.unchanged::bigint)
        or i.created + i.updated + i.unchanged + i.rejected + i.superseded + i.not_processed <> i.rows)`,
  'every version step of a product has exactly one event': `
    with e as (select (j ->> 'productId')::bigint as id, (j ->> 'version')::int as version, type
                 from outbox o, json_array_elements(o.items::json) j where o.type like 'product.%'),
         s as (select id, count(*) as n, count(distinct version) as d, max(version) as top, bool_or(type = 'product.deleted') as gone from e group by id)
    select id from s where n <> d or top <> n
    union select p.id from products p left join s using (id) where s.top is distinct from p.version or s.gone`,
  'old versions are complete': `
    select p.id from products p where p.version - 1 <> (select count(*) from product_versions v where v.product_id = p.id) and p.version > 1`,
  'nobody waits in line for nothing': `
    select t.actor from turns t where not exists (select from imports i where t.actor = 'import:' || i.id and i.finished_at is null)
       and not exists (select from bulk_jobs b where t.actor = 'bulk:' || b.id and b.finished_at is null)`,
};

/** Throws with the rule and some of the offenders. */
export async function checkInvariants(db: Pick<DataSource, 'query'>): Promise<void> {
  for (const [rule, sql] of Object.entries(rules)) {
    const offenders = await db.query(sql);
    if (offenders.length) throw new Error(`broken: ${rule}: ${JSON.stringify(offenders.slice(0, 5))} of ${offenders.length}`);
  }
}
