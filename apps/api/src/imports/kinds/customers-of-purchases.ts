import type { EntityManager } from 'typeorm';
import type { Chunk } from '../../turns/chunks.js';
import { customersOf } from './chunk-of-customers.js';

/** What an address is, beside whose and from when. */
const placed = 'street, state, zip, valid_to, import_id, learned_at, completed_by_import_id, completed_at';
const placedOf = (table: string) => placed.replace(/\w+/g, `${table}.$&`);

/**
 * Brings the customers of a chunk to what all of their purchases say: the names of the latest one, and the addresses as the stretches of
 * time between which another one is named. One that merely gains the last four digits of its zip goes on; other digits there are another
 * address. Of what was said of one moment the last counts. Returns the customers under whose number more than one person may have bought.
 */
export async function writeCustomers(tx: EntityManager, { id, firstKey, lastKey }: Chunk, winners: string): Promise<number[]> {
  const [{ mixed }] = await tx.query(
    `with those as materialized (${customersOf(winners)}),
     seen as materialized ( -- one purchase at a moment
       select distinct on (p.customer_id, p.purchased_at) p.customer_id, p.purchased_at, p.first_name, p.last_name, p.street, p.state, p.zip, p.address_key,
              case when length(p.zip) > 5 and p.zip ~ '^\\d{5}[- –—]?\\d{4}$' then right(p.zip, 4) collate "C" end as plus4,
              min(p.address_import_id) over of_place as import_id, min(p.address_told_at) over of_place as told_at, p.address_import_id as said_import_id, p.address_told_at as said_at
         from those, lateral (select * from purchases where customer_id = those.customer_id offset 0) p -- whatever PostgreSQL thinks how many there are
       window of_place as (partition by p.customer_id, p.purchased_at, p.address_key)
        order by p.customer_id, p.purchased_at, p.import_id desc, p.row_no desc),
     named as (
       insert into customers as c (customer_id, first_name, last_name, last_purchase_at, first_import_id, last_import_id)
       select distinct on (customer_id) customer_id, first_name, last_name, purchased_at, $3::bigint, $3::bigint
         from seen order by customer_id, purchased_at desc
       on conflict (customer_id) do update
          set first_name = excluded.first_name, last_name = excluded.last_name, last_purchase_at = excluded.last_purchase_at,
              last_import_id = excluded.last_import_id, updated_at = now()
        where (c.first_name, c.last_name, c.last_purchase_at) is distinct from (excluded.first_name, excluded.last_name, excluded.last_purchase_at)),
     varied as materialized ( -- few, and only for them it matters when
       select customer_id, min(nullif(address_key, '')) <> max(address_key) or min(plus4) <> max(plus4) is true as has_moved,
              min(first_name collate "C") <> max(first_name collate "C") and min(last_name collate "C") <> max(last_name collate "C") as is_mixed
         from seen group by customer_id),
     moved as materialized (select customer_id from varied where has_moved),
     runs as (
       select *, count(*) filter (where is_other) over in_time as run
         from (select *, address_key is distinct from lag(address_key) over in_time as is_other
                 from seen join moved using (customer_id) where address_key <> ''
               window in_time as (partition by customer_id order by purchased_at)) s
       window in_time as (partition by customer_id order by purchased_at)),
     known as ( -- the four digits that are known by then
       select *, max(plus4) over (partition by customer_id, run, nth) as known4
         from (select *, count(plus4) over (partition by customer_id, run order by purchased_at) as nth from runs) r),
     stretches as (
       select customer_id, 0 as stretch, purchased_at, street, state, zip, plus4, import_id, told_at, said_import_id, said_at
         from seen where address_key <> '' and customer_id not in (select customer_id from moved)
       union all
       select customer_id, count(*) filter (where begins) over (partition by customer_id order by purchased_at),
              purchased_at, street, state, zip, plus4, import_id, told_at, said_import_id, said_at
         from (select *, is_other or plus4 <> lag(known4) over (partition by customer_id, run order by purchased_at) is true as begins from known) k),
     addresses as materialized (
       select customer_id, valid_from, lead(valid_from) over (partition by customer_id order by valid_from) as valid_to, street, state, zip, import_id, learned_at,
              case when completed_by > import_id then completed_by end as completed_by_import_id, case when completed_by > import_id then completed_at end as completed_at
         from (select customer_id, min(purchased_at) as valid_from,
                      (array_agg(street order by purchased_at desc))[1] as street, (array_agg(state order by purchased_at desc))[1] as state,
                      (array_agg(zip order by plus4 is null, purchased_at desc))[1] as zip, min(import_id) as import_id, min(told_at) as learned_at,
                      min(said_import_id) filter (where plus4 is not null) as completed_by, min(said_at) filter (where plus4 is not null) as completed_at
                 from stretches group by customer_id, stretch) s),
     gone as (
       delete from customer_addresses a using those
        where a.customer_id = those.customer_id
          and not exists (select from addresses n where (n.customer_id, n.valid_from) = (a.customer_id, a.valid_from))),
     housed as (
       insert into customer_addresses as a (customer_id, valid_from, ${placed})
       select customer_id, valid_from, ${placed} from addresses order by customer_id, valid_from
       on conflict (customer_id, valid_from) do update
          set (${placed}) = (${placedOf('excluded')}) where (${placedOf('a')}) is distinct from (${placedOf('excluded')}))
     select coalesce(array_agg(customer_id), '{}') as mixed from varied where is_mixed`,
    [firstKey, lastKey, id],
  );
  return mixed;
}
