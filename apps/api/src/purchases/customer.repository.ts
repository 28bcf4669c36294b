import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { Customer, CustomerAddress } from '@app/domain';
import { isoText } from '../http/export-file.js';
import {
  beginsWith,
  bind,
  containsLower,
  ids,
  numbers,
  since,
  textOf,
  until,
  whether,
  type Condition,
  type ListFields,
  type ListWindow,
} from '../http/list.js';
import { countOf, pageOf, type Page } from '../http/page.js';

const theirs = (table: string, condition = 'true') => `from ${table} t where t.customer_id = customers.customer_id and ${condition}`;
const present = theirs('customer_addresses', 'valid_to is null');

/** SQL, of a row of `customers`: a part of the present address. */
export const addressPart = (column: 'street' | 'state' | 'zip') => `(select ${column} ${present})`;

const isLive = `status = 'new' and canceled_by_id is null`;

/**
 * SQL, of a row of `customers`: when they last bought, canceled meanwhile or not; null: all that is known are cancellations. Their last event is
 * at hand: purchases are gone through only where that is a cancellation, for lists are ordered by this.
 */
export const lastPurchase = `(case when exists (select ${theirs('purchases', `status = 'canceled' and purchased_at = last_purchase_at`)})
    then (select max(purchased_at) ${theirs('purchases', `status = 'new'`)}) else last_purchase_at end)`;

/** SQL, of a row of `customers`: what their addresses, purchases and irregularities come to. */
export const customerFigures = {
  addresses: `(select count(*)::int ${theirs('customer_addresses')})`,
  purchases: `(select count(*)::int ${theirs('purchases', `status = 'new'`)})`,
  live: `(select count(*)::int ${theirs('purchases', isLive)})`,
  spent: `(select coalesce(sum(amount), 0)::numeric(20, 2) ${theirs('purchases', isLive)})`,
  irregularities: `(select count(*)::int ${theirs('irregularities', `status = 'open'`)})`,
};

const withPresentAddress = (condition: string) =>
  `customer_id in (select customer_id from customer_addresses where valid_to is null and ${condition})`;
const withIrregularities = `(select customer_id from irregularities where status = 'open' and customer_id is not null)`;

/** Rows that have the number of a customer whose names or number contain a text. */
export const ofCustomers: Condition = (value, params) =>
  `customer_id in (select customer_id from customers where ${containsLower('search')(value, params)})`;

/** A customer beside what is about them, of a row that has the number that the files give. */
export const customerBeside = (
  table: string,
) => `(select json_build_object('id', c.id, 'customerId', c.customer_id, 'firstName', c.first_name, 'lastName', c.last_name)
    from customers c where c.customer_id = ${table}.customer_id)`;

/** What the list of customers can be ordered and filtered by. */
export const customerFields: ListFields = {
  sort: {
    id: 'id',
    customerId: 'customer_id',
    firstName: 'first_name',
    lastName: 'last_name',
    state: `coalesce(${addressPart('state')}, '')`,
    zip: `coalesce(${addressPart('zip')}, '')`,
    ...customerFigures,
    lastPurchaseAt: `coalesce(${lastPurchase}, '-infinity')`,
    lastImportId: 'last_import_id',
    createdAt: 'created_at',
    updatedAt: 'updated_at',
  },
  filter: {
    id: ids('id'),
    q: containsLower('search'),
    customerId: numbers('customer_id'),
    state: (value, params) => withPresentAddress(`upper(state) = upper(${bind(params, textOf(value))})`),
    zip: (value, params) => withPresentAddress(beginsWith('zip')(value, params)),
    importId: (value, params) => `customer_id in (select customer_id from purchases where ${ids('import_id')(value, params)})`,
    hasIrregularities: whether('hasIrregularities', `customer_id in ${withIrregularities}`, `customer_id not in ${withIrregularities}`),
    lastPurchaseAt_gte: since(lastPurchase),
    lastPurchaseAt_lte: until(lastPurchase),
  },
  hasCursors: true,
};

/** What the list of a customer's addresses can be ordered by. */
export const addressFields: ListFields = { sort: { id: 'id', validFrom: 'valid_from' }, filter: {} };

/** A customer as the API answers it, of a row of `customers`. */
export const customerColumns = `id, customer_id as "customerId", first_name as "firstName", last_name as "lastName",
  (select json_build_object('street', street, 'state', state, 'zip', zip, 'validFrom', ${isoText('valid_from')}) ${present}) as address,
  ${customerFigures.addresses} as addresses, ${customerFigures.purchases} as purchases, ${customerFigures.live} as live, ${customerFigures.spent}::text as spent,
  ${isoText(lastPurchase)} as "lastPurchaseAt", ${customerFigures.irregularities} as irregularities, last_import_id as "lastImportId",
  ${isoText('created_at')} as "createdAt", ${isoText('updated_at')} as "updatedAt"`;

const addressColumns = `id, street, state, zip, ${isoText('valid_from')} as "validFrom", ${isoText('valid_to')} as "validTo",
  import_id as "importId", ${isoText('learned_at')} as "learnedAt", completed_by_import_id as "completedByImportId", ${isoText('completed_at')} as "completedAt"`;

/** Reads what the merge of purchase files writes. */
@Injectable()
export class CustomerRepository {
  constructor(private readonly db: DataSource) {}

  async find(id: number): Promise<Customer | undefined> {
    return (await this.showAll([id]))[0];
  }

  page(window: ListWindow): Promise<Page<Customer>> {
    return pageOf(this.db, 'customers', window, (ids) => this.showAll(ids));
  }

  /** Where a customer has lived, by the number that the files give. */
  async addresses(customerId: number, { orderBy, offset, limit }: ListWindow): Promise<{ rows: CustomerAddress[]; total: number }> {
    const where = 'where customer_id = $1';
    const rows = await this.db.query(
      `select ${addressColumns} from customer_addresses ${where} ${orderBy} limit ${limit} offset ${offset}`,
      [customerId],
    );
    return { rows, total: await countOf(this.db, 'customer_addresses', where, [customerId]) };
  }

  private showAll(ids: number[]): Promise<Customer[]> {
    return this.db.query(`select ${customerColumns} from customers where id = any($1)`, [ids]);
  }
}
