import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What purchase files say: purchases with all that their rows said; customers and addresses, which follow from them; what looks wrong. */
export class Purchases1790000000011 implements MigrationInterface {
  name = 'Purchases1790000000011';

  async up(q: QueryRunner): Promise<void> {
    await q.query(`
      create table purchases ( -- a purchase or a cancellation: each is an event with a row of its own
        id bigint generated always as identity constraint purchases_pkey primary key,
        customer_id bigint not null constraint purchases_customer_ids check (customer_id >= 0), -- the files' number, as in customers
        sku text collate "C" not null, -- the file's product id in digits; also the product's sku_key. A product may be deleted, its purchases stay
        purchased_at timestamptz not null,
        status text not null constraint purchases_statuses check (status in ('new', 'canceled')),
        amount numeric(12, 2) not null constraint purchases_amounts check (amount >= 0),
        product_name text not null,
        first_name text not null,
        last_name text not null,
        street text not null,
        state text not null,
        zip text not null,
        address_key text collate "C" not null, -- made by addressKey() of libs/domain; '': the row has no address
        canceled_by_id bigint, -- of a purchase: the cancellation that closed it
        import_id bigint not null, -- the row that says all this
        row_no int not null,
        line int not null,
        address_import_id bigint not null, -- that told of its address as it is
        address_told_at timestamptz not null default now(),
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        constraint purchases_one_per_event unique (customer_id, sku, purchased_at, status),
        constraint purchases_cancel_purchases check (canceled_by_id is null or status = 'new')
      )`);
    await q.query('create index purchases_by_time on purchases (purchased_at, id)');
    await q.query('create index purchases_by_product on purchases (sku, purchased_at)');
    await q.query(`create index purchases_cancellations on purchases (customer_id, sku) where status = 'canceled'`);
    await q.query('create index purchases_canceled_by on purchases (canceled_by_id) where canceled_by_id is not null');
    await q.query('create index purchases_by_import on purchases using brin (import_id)'); // they lie in the order in which they came

    await q.query(`
      create table customers ( -- as the latest of a customer's purchases says
        id bigint generated always as identity constraint customers_pkey primary key,
        customer_id bigint not null constraint customers_one_per_number unique, -- the number that the files give
        first_name text not null,
        last_name text not null,
        last_purchase_at timestamptz not null, -- cancellations count: they say where somebody lives just as well
        first_import_id bigint not null,
        last_import_id bigint not null,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now()
      )`);
    await q.query('create index customers_by_first_import on customers using brin (first_import_id)');
    await q.query(`
      create table customer_addresses ( -- where a customer lived, and from which purchase to which
        id bigint generated always as identity,
        customer_id bigint not null,
        street text not null,
        state text not null,
        zip text not null,
        valid_from timestamptz not null,
        valid_to timestamptz, -- null: the present one
        import_id bigint not null, -- the first that told of it
        learned_at timestamptz not null,
        constraint customer_addresses_pkey primary key (customer_id, valid_from), -- one at a time
        constraint customer_addresses_end_after_they_begin check (valid_to > valid_from)
      )`);

    await q.query(`
      create table irregularities (
        id bigint generated always as identity constraint irregularities_pkey primary key,
        rule text not null,
        subject text collate "C" not null, -- what it is about; found once, however often it comes again
        severity text not null constraint irregularities_severities check (severity in ('info', 'warning', 'serious')),
        status text not null default 'open' constraint irregularities_statuses check (status in ('open', 'accepted', 'ignored', 'resolved')),
        message text not null,
        evidence jsonb not null, -- [{at, text, importId, rowNo, purchaseId}] in order of time
        customer_id bigint, -- the files' number
        sku text,
        purchase_id bigint,
        import_id bigint not null,
        row_no int, -- null: it is about the file as a whole
        line int,
        note text not null default '',
        decided_by text,
        decided_at timestamptz,
        resolved_by_import_id bigint,
        created_at timestamptz not null default now(),
        constraint irregularities_once unique (rule, subject),
        constraint irregularities_are_decided_by_somebody
          check ((status in ('accepted', 'ignored')) = (decided_by is not null) and (decided_by is null) = (decided_at is null)),
        constraint irregularities_are_resolved_by_a_file check ((status = 'resolved') = (resolved_by_import_id is not null))
      )`);
    await q.query(`create index irregularities_open on irregularities (rule, id) where status = 'open'`);
    await q.query('create index irregularities_of_customer on irregularities (customer_id) where customer_id is not null');
    await q.query('create index irregularities_of_purchase on irregularities (purchase_id) where purchase_id is not null');
    await q.query('create index irregularities_of_import on irregularities (import_id)');

    await q.query(`
      create table purchase_files ( -- what each file that brought anything brought: with it later ones are compared
        import_id bigint constraint purchase_files_pkey primary key,
        purchases int not null,
        cancellations int not null,
        customers int not null, -- those that were new, as all of these
        products int not null
      )`);
  }

  async down(q: QueryRunner): Promise<void> {
    await q.query('drop table purchase_files, irregularities, customer_addresses, customers, purchases');
  }
}
