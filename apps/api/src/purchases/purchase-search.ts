import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import type { ListQuery } from '@app/domain';
import { anyOfColumns, bind, contains, containsLower, listWindow, type Condition, type ListWindow } from '../http/list.js';
import { ofCustomers } from './customer.repository.js';
import { purchaseFields } from './purchase.repository.js';

/** With more products or customers than this the first purchases that match are found fast without the indexes. */
const mostNamed = 1_000;

/** The same as looking through the names in all purchases, once `purchase_names` has them. */
const ofNames: Condition = (value, params) =>
  `(sku, product_name) in (select sku, name from purchase_names where ${contains('name')(value, params)})`;

/** Finds purchases by text: it names the few products and customers that a text can be about, for which there are indexes. */
@Injectable()
export class PurchaseSearch {
  constructor(private readonly db: DataSource) {}

  /** A query of the list of purchases, ready for a statement. */
  async window(query: ListQuery & Record<string, unknown>): Promise<ListWindow> {
    const window = listWindow(query, purchaseFields);
    const q = window.filter.q === undefined ? undefined : await this.named(window.filter.q);
    return q ? listWindow(query, { ...purchaseFields, filter: { ...purchaseFields.filter, q } }) : window;
  }

  /** What `q` means, by numbers of customers and products unless these are many. Undefined: purchases are just coming in. */
  private async named(text: unknown): Promise<Condition | undefined> {
    if (!(await this.takeIn())) return undefined;
    const [skus, customers] = await Promise.all([
      this.some<string>('sku', 'purchase_names', contains('name'), text),
      this.some<number>('customer_id', 'customers', containsLower('search'), text),
    ]);
    if (!skus || !customers) return anyOfColumns(ofNames, ofCustomers);
    return (value, params) =>
      `(sku = any(${bind(params, skus)}) and ${contains('product_name')(value, params)} or customer_id = any(${bind(params, customers)}))`;
  }

  private async some<Found>(column: string, table: string, condition: Condition, text: unknown): Promise<Found[] | undefined> {
    const params: unknown[] = [];
    const rows = await this.db.query(
      `select ${column} as found from ${table} where ${condition(text, params)} limit ${mostNamed + 1}`,
      params,
    );
    return rows.length > mostNamed ? undefined : rows.map(({ found }: { found: Found }) => found);
  }

  /** Notes what products are called in the imports that have ended since. False: there are purchases of one that has not. */
  private async takeIn(): Promise<boolean> {
    const [{ ended, isRunning }] = await this.db.query(
      `with unknown as (select id, finished_at from imports
                         where kind = 'purchases' and not exists (select from purchase_names_of n where n.import_id = imports.id))
       select array(select id from unknown where finished_at is not null) as ended,
              exists (select from unknown u where finished_at is null and exists (select from purchases p where p.import_id = u.id)) as "isRunning"`,
    );
    if (ended.length)
      await this.db.query(
        `with named as (
           insert into purchase_names (sku, name)
           select distinct sku, product_name from purchases where import_id = any($1) order by sku, product_name
           on conflict do nothing)
         insert into purchase_names_of select unnest($1::bigint[]) order by 1 on conflict do nothing`,
        [ended],
      );
    return !isRunning;
  }
}
