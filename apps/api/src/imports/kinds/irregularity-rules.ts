import type { IrregularityRule, Severity } from '@app/domain';

/** What somebody should look at in purchases: how it is called, how bad it is, and how it is found, with its evidence. */
export interface Irregular {
  rule: IrregularityRule;
  severity: Severity;
  /**
   * SQL: a select of subject (by which it is found only once), message, evidence, customer_id, sku, purchase_id, import_id, row_no and line.
   * What it selects from says the list in which the rule stands.
   */
  findings: string;
}

const day = (time: string) => `to_char(${time} at time zone 'UTC', 'FMDD FMMonth YYYY')`;
const money = (amount: string) => `${amount} || ' US$'`;

/** An entry of the evidence: what a row said. */
const said = (
  row: string,
  text = `case ${row}.status when 'new' then 'bought' else 'canceled' end || ', ' || ${money(`${row}.amount`)}`,
) => `
  jsonb_build_object('at', to_char(${row}.purchased_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'text', ${text},
                     'importId', ${row}.import_id, 'rowNo', ${row}.row_no, 'purchaseId', ${row}.id)`;

/** What a finding about one purchase says of it. */
const about = (row: string) => `${row}.customer_id, ${row}.sku, ${row}.id as purchase_id, ${row}.import_id, ${row}.row_no, ${row}.line`;

/** Who did what: `Product 431 was canceled for customer 1001 on 6 April 2026`. */
const event = (row: string, verb: string) =>
  `'Product ' || ${row}.sku || ' was ${verb} customer ' || ${row}.customer_id || ' on ' || ${day(`${row}.purchased_at`)}`;

const nothingClosed = `c.status = 'canceled' and not exists (select from events o where o.canceled_by_id = c.id)`;

/**
 * They look at the course of a customer's purchases: at `events`, all of the customers and products that the chunk has cancellations of,
 * each with the event before it, the last purchase up to it and the first of all; and at `rows`, all of customers who may be several persons, each with who
 * the customer was before. A later file may make what they found untrue.
 */
export const rulesOfCourse: readonly Irregular[] = [
  {
    rule: 'cancel_unknown',
    severity: 'serious',
    findings: `
      select c.id::text as subject, ${event('c', 'canceled for')} || ', but no purchase of it is known.' as message,
             jsonb_build_array(${said('c')}) as evidence, ${about('c')}
        from events c where ${nothingClosed} and c.first_new_id is null`,
  },
  {
    rule: 'cancel_repeated',
    severity: 'warning',
    findings: `
      select c.id::text as subject, ${event('c', 'canceled for')} || ', but it was canceled before.' as message,
             jsonb_build_array(${said('p')}, ${said('x')}, ${said('c')}) as evidence, ${about('c')}
        from events c join events p on p.id = c.last_new_id join events x on x.id = p.canceled_by_id
       where ${nothingClosed}`,
  },
  {
    rule: 'cancel_too_early',
    severity: 'serious',
    findings: `
      select c.id::text as subject, ${event('c', 'canceled for')} || ', before it was bought.' as message,
             jsonb_build_array(${said('c')}, ${said('p')}) as evidence, ${about('c')}
        from events c join events p on p.id = c.first_new_id where ${nothingClosed} and c.last_new_id is null`,
  },
  {
    rule: 'new_after_cancel',
    severity: 'info',
    findings: `
      select p.id::text as subject, ${event('p', 'bought again by')} || ', after it was canceled.' as message,
             jsonb_build_array(${said('b')}, ${said('c')}, ${said('p')}) as evidence, ${about('p')}
        from events p join events c on c.id = p.before_id join events b on b.id = c.last_new_id
       where p.status = 'new' and p.before_status = 'canceled'`,
  },
  {
    rule: 'amount_differs',
    severity: 'warning',
    findings: `
      select c.id::text as subject, ${event('c', 'canceled for')} || ' with ' || ${money('c.amount')} || ', but it was bought for ' || ${money('p.amount')} || '.' as message,
             jsonb_build_array(${said('p')}, ${said('c')}) as evidence, ${about('c')}
        from events c join events p on p.canceled_by_id = c.id where p.amount <> c.amount`,
  },
  {
    rule: 'customer_changed',
    severity: 'warning',
    findings: `
      select r.customer_id || ' ' || extract(epoch from r.purchased_at) as subject, 'Customer ' || r.customer_id || ' is ' || r.first_name || ' ' || r.last_name || ' on ' || ${day('r.purchased_at')}
               || ', but was ' || b.first_name || ' ' || b.last_name || ' before.' as message,
             jsonb_build_array(${said('b', `b.first_name || ' ' || b.last_name`)}, ${said('r', `r.first_name || ' ' || r.last_name`)}) as evidence, ${about('r')}
        from rows r join rows b on b.id = r.before_id
       where lower(r.first_name) <> lower(r.before_first_name) and lower(r.last_name) <> lower(r.before_last_name)`,
  },
];

/** A purchase costs so many times as much as is usual, or that part of it. */
const outlier = 10;
/** SQL: some other file than the import ($2) has told of purchases after its first. */
const isOvertaken = `
  select exists (select from purchase_files f, lateral (select max(purchased_at) as last from purchases o where o.import_id = f.import_id) o
                  where f.import_id <> $2 and o.last > (select min(purchased_at) from purchases where import_id = $2))`;

/** The latest so many of a product say what is usual; with fewer than the second number nothing is. */
const sample = { size: 30, least: 5 };

/** SQL: the middle of the latest amounts of a product s, and of how many it is; none unless `when`. */
const middle = ({ where = 'true', when = 'true' }) => `
  select percentile_cont(0.5) within group (order by amount)::numeric(12, 2) as amount, count(*) as n
    from (select amount from purchases o where o.sku = s.sku and o.status = 'new' and ${where}
           order by purchased_at desc limit case when ${when} then ${sample.size} else 0 end) o`;

/**
 * SQL: what the products of an import ($2) usually cost: as the purchases before the first one of the file say; where those are too few, as
 * the latest say, those of the file among them. Of products that the file has often and at amounts that do not differ much the latter need
 * not be known, unless another file has told of later ones.
 */
export const usualAmounts = `
  select s.sku, coalesce(b.amount, u.amount) as amount
    from (select sku, min(purchased_at) as first, count(*) < ${sample.size} or max(amount) > ${outlier} * min(amount) or (${isOvertaken}) as varies
            from purchases where import_id = $2 and status = 'new' group by sku) s
         left join lateral (select * from (${middle({ where: 'o.purchased_at < s.first' })}) m where n >= ${sample.least}) b on true
         left join lateral (select * from (${middle({ when: 'b.amount is null and s.varies' })}) m where n >= ${sample.least}) u on true`;

/**
 * They look at what an import ($2) has written, once all of it is; at `usual` amounts, and at the files `earlier`. What they found stays until somebody decides.
 */
export const rulesOfFile: readonly Irregular[] = [
  {
    rule: 'event_in_future',
    severity: 'warning',
    findings: `
      select p.id::text as subject, ${event('p', `' || case p.status when 'new' then 'bought by' else 'canceled for' end || '`)} || ', which was more than a day ahead when the file came.' as message,
             jsonb_build_array(${said('p')}) as evidence, ${about('p')}
        from purchases p join imports i on i.id = p.import_id where p.import_id = $2 and p.purchased_at > i.created_at + interval '24 hours'`,
  },
  {
    rule: 'product_renamed',
    severity: 'warning',
    findings: `
      select distinct on (p.sku, lower(p.product_name)) p.sku || ' ' || lower(p.product_name) as subject,
             'Product ' || p.sku || ' is called "' || p.product_name || '" in a file, but "' || pr.name || '" in the catalogue.' as message,
             jsonb_build_array(${said('p', 'p.product_name')}) as evidence, ${about('p')}
        from purchases p join products pr on pr.sku_key = p.sku
       where p.import_id = $2 and p.product_name <> pr.name and lower(p.product_name) <> lower(pr.name)
       order by p.sku, lower(p.product_name), p.row_no`,
  },
  {
    rule: 'amount_outlier',
    severity: 'warning',
    findings: `
      select p.id::text as subject, ${event('p', 'bought by')} || ' for ' || ${money('p.amount')} || '; ' || ${money('u.amount')} || ' is usual.' as message,
             jsonb_build_array(${said('p')}) as evidence, ${about('p')}
        from purchases p
        join usual u on u.sku = p.sku and u.amount > 0
       where p.import_id = $2 and p.status = 'new'
         and (p.amount > u.amount * ${outlier} or p.amount < u.amount / ${outlier})`,
  },
  ...(
    [
      ['many_new_customers', 'customers', 'customers that nobody knew'],
      ['many_new_products', 'products', 'products that nobody knew'],
      ['many_cancellations', 'cancellations', 'cancellations'],
    ] as const
  ).map(([rule, column, what]): Irregular => ({ rule, severity: 'warning', findings: unusuallyMany(column, what) })),
];

/** More than three times what is usual in the last ten files, and at least 50. */
function unusuallyMany(column: string, what: string): string {
  return `
    select f.import_id::text as subject, 'The file has ' || f.${column} || ' ${what}; ' || round(u.usual) || ' are usual.' as message,
           (select coalesce(jsonb_agg(jsonb_build_object('at', null, 'text', l.${column} || ' ${what}', 'importId', l.import_id, 'rowNo', null, 'purchaseId', null) order by l.import_id), '[]')
              from (select * from earlier union all select * from purchase_files where import_id = $2) l) as evidence,
           null::bigint as customer_id, null as sku, null::bigint as purchase_id, f.import_id, null::int as row_no, null::int as line
      from purchase_files f, (select percentile_cont(0.5) within group (order by ${column}) as usual from earlier) u
     where f.import_id = $2 and f.${column} >= 50 and f.${column} > 3 * u.usual`;
}
