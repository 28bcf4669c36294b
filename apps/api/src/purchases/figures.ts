import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { PurchaseFigures } from '@app/domain';
import { isoText } from '../http/export-file.js';
import type { ListWindow } from '../http/list.js';

/** Spans of fewer days have steps of a day, or of a week; longer ones of a month. */
const longest = { day: 92, week: 732 };

const mostSteps = 400;
const mostProducts = 10;

const isNew = `status = 'new'`;
const isLive = `${isNew} and canceled_by_id is null`;
const whole = (n: string) => `coalesce(${n}, 0)::int`;
const money = (sum: string) => `coalesce(${sum}, 0)::numeric(20, 2)`;

/** What purchases come to: sums, pictures. */
@Injectable()
export class Figures {
  constructor(private readonly db: DataSource) {}

  async of({ where, params }: Pick<ListWindow, 'where' | 'params'>): Promise<PurchaseFigures> {
    const [[sums], products, [{ customers }]] = await Promise.all([
      this.db.query(overTime(where), params),
      this.db.query(byProduct(where), params),
      this.db.query(`select count(distinct customer_id)::int as customers from purchases ${where}`, params),
    ]);
    return { ...sums, customers, products };
  }
}

/** By days first, which are few; of these come the steps and the sums. */
const overTime = (where: string) => `
  with days as materialized (
    select date_bin('1 day', purchased_at, timestamptz '2000-01-01 00:00Z') at time zone 'UTC' as day,
           count(*) filter (where ${isNew}) as purchases, sum(amount) filter (where ${isLive}) as revenue,
           count(*) filter (where not ${isNew}) as canceled, sum(amount) filter (where not ${isNew}) as canceled_amount
      from purchases ${where} group by 1),
  span as (
    select min(day) as first, max(day) as last,
           case when max(day) - min(day) >= interval '${longest.week} days' then 'month'
                when max(day) - min(day) >= interval '${longest.day} days' then 'week' else 'day' end as unit
      from days),
  steps as (
    select at, sum(purchases) as purchases, sum(canceled) as canceled, sum(revenue) as revenue, count(day) > 0 as is_busy, count(*) over () as n
      from span cross join generate_series(date_trunc(unit, first), last, ('1 ' || unit)::interval) at left join days on date_trunc(unit, day) = at
     group by at)
  select ${whole('sum(purchases)')} as purchases, ${whole('sum(canceled)')} as canceled,
         ${money('sum(revenue)')}::text as revenue, ${money('sum(canceled_amount)')}::text as "canceledAmount", (select unit from span) as unit,
         (select coalesce(json_agg(json_build_object('at', ${isoText(`at at time zone 'UTC'`)}, 'purchases', ${whole('purchases')},
                                                     'canceled', ${whole('canceled')}, 'revenue', ${money('revenue')}::text) order by at), '[]')
            from (select * from steps where n <= ${mostSteps} or is_busy order by at desc limit ${mostSteps}) s) as steps
    from days`;

const byProduct = (where: string) => `
  select sku, (select n.product_name from purchases n where n.sku = p.sku order by n.purchased_at desc limit 1) as name, purchases, revenue::text
    from (select sku, count(*) filter (where ${isNew})::int as purchases, ${money(`sum(amount) filter (where ${isLive})`)} as revenue
            from purchases ${where} group by sku having count(*) filter (where ${isNew}) > 0
           order by 3 desc, sku limit ${mostProducts}) p
   order by p.revenue desc, sku`;
