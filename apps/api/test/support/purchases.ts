import type { App } from './start-app.js';

type Row = {
  customer: string | number;
  firstName: string;
  lastName: string;
  street: string;
  state: string;
  zip: string;
  status: string;
  product: string | number;
  productName: string;
  amount: string;
  at: string;
};

const usual: Row = {
  customer: 1,
  firstName: 'Ann',
  lastName: 'Lee',
  street: '1 Main St.',
  state: 'NY',
  zip: '10001',
  status: 'new',
  product: 9,
  productName: 'Print',
  amount: '10.00',
  at: '2020-01-02T10:00Z',
};

/** A line of a file of purchases: a usual one, but for what is said. */
export const newPurchase = (other: Partial<Row> = {}): string => Object.values({ ...usual, ...other }).join('\t');

/** A file as they come: without header, without a line end at its end. */
export const purchaseFile = (...lines: string[]): string => lines.join('\n');

export type PurchaseTables = ReturnType<typeof purchaseTables>;

/** What imports of purchases have left. Ids that a database gives are left out: they differ from run to run. */
export function purchaseTables({ db, products, deleteAll }: Pick<App, 'db' | 'products' | 'deleteAll'>) {
  const purchases = (): Promise<Record<string, any>[]> =>
    db.query(
      `select customer_id, sku, to_char(purchased_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as at, status, amount::text, product_name, first_name, last_name,
              street, state, zip, import_id, row_no, line, canceled_by_id is not null as "isCanceled",
              (select c.purchased_at from purchases c where c.id = p.canceled_by_id) as "canceledAt"
         from purchases p order by customer_id, purchased_at, status desc, sku`,
    );
  const customers = (): Promise<Record<string, any>[]> =>
    db.query('select customer_id, first_name, last_name, last_purchase_at from customers order by customer_id');
  const addresses = (): Promise<Record<string, any>[]> =>
    db.query(
      `select customer_id, street, state, zip, to_char(valid_from at time zone 'UTC', 'YYYY-MM-DD') as from, to_char(valid_to at time zone 'UTC', 'YYYY-MM-DD') as to
         from customer_addresses order by customer_id, valid_from`,
    );
  const irregularities = (): Promise<Record<string, any>[]> =>
    db.query(
      `select id, rule, severity, status, message, evidence, customer_id, sku, row_no, line, import_id, resolved_by_import_id from irregularities order by rule, subject`,
    );
  return {
    purchases,
    customers,
    addresses,
    irregularities,
    all: async () => ({
      purchases: await purchases(),
      customers: await customers(),
      addresses: await addresses(),
      irregularities: await irregularities(),
    }),
    empty: async () => {
      await db.query('truncate purchases, customers, customer_addresses, irregularities, purchase_files');
      if ((await products()).length) await deleteAll();
    },
  };
}
