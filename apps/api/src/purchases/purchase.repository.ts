import { Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { purchaseStatuses, type Purchase } from '@app/domain';
import { isoText } from '../http/export-file.js';
import {
  amount,
  anyOf,
  anyOfColumns,
  contains,
  equals,
  ids,
  numbers,
  since,
  until,
  whether,
  type ListFields,
  type ListWindow,
} from '../http/list.js';
import { pageOf, type Page } from '../http/page.js';
import { customerBeside, ofCustomers } from './customer.repository.js';

/** What the list of purchases can be ordered and filtered by. */
export const purchaseFields: ListFields = {
  sort: {
    id: 'id',
    status: 'status',
    customerId: 'customer_id',
    sku: 'sku',
    productName: 'product_name',
    amount: 'amount',
    purchasedAt: 'purchased_at',
    importId: 'import_id',
    rowNo: 'row_no',
    createdAt: 'created_at',
  },
  filter: {
    id: ids('id'),
    status: anyOf('status', purchaseStatuses),
    live: whether('live', `(status = 'new' and canceled_by_id is null)`, `(status = 'canceled' or canceled_by_id is not null)`),
    sku: equals('sku'),
    productId: (value, params) => {
      const skus = `(select sku_key from products where ${ids('id')(value, params)})`;
      return [value].flat().length === 1 ? `sku = ${skus}` : `sku = any(array${skus})`; // of one the planner knows that it has few
    },
    customerId: numbers('customer_id'),
    q: anyOfColumns(contains('product_name'), ofCustomers),
    importId: ids('import_id'),
    purchasedAt_gte: since('purchased_at'),
    purchasedAt_lte: until('purchased_at'),
    amount_gte: amount('amount', '>='),
    amount_lte: amount('amount', '<='),
  },
  hasCursors: true,
};

/** A purchase as the API answers it, of a row of `purchases`. */
export const purchaseColumns = `id, status, ${customerBeside('purchases')} as customer,
  json_build_object('id', (select p.id from products p where p.sku_key = purchases.sku), 'sku', sku, 'name', product_name) as product,
  amount::text as amount, ${isoText('purchased_at')} as "purchasedAt", canceled_by_id as "canceledById",
  (select p.id from purchases p where p.canceled_by_id = purchases.id limit 1) as "cancelsId",
  import_id as "importId", row_no as "rowNo", line, ${isoText('created_at')} as "createdAt"`;

/** Reads what the merge of purchase files writes. */
@Injectable()
export class PurchaseRepository {
  constructor(private readonly db: DataSource) {}

  async find(id: number): Promise<Purchase | undefined> {
    return (await this.showAll([id]))[0];
  }

  page(window: ListWindow): Promise<Page<Purchase>> {
    return pageOf(this.db, 'purchases', window, (ids) => this.showAll(ids));
  }

  private showAll(ids: number[]): Promise<Purchase[]> {
    return this.db.query(`select ${purchaseColumns} from purchases where id = any($1)`, [ids]);
  }
}
