import { csvFile, isoText, ndjsonFile } from '../http/export-file.js';
import type { Exported } from '../http/exports.js';
import { purchaseColumns, purchaseFields } from './purchase.repository.js';

/** Purchases as a file: as their rows say, in the columns of a file of purchases, and then what is known besides. An import of it changes nothing. */
export const purchaseExport: Exported = {
  name: 'purchases',
  fields: purchaseFields,
  from: 'purchases',
  orderBy: 'purchased_at, id',
  inOrder: 'the order of their times',
  table: (_tx, _selection, mode) =>
    csvFile(
      [
        { name: 'customer_id', sql: 'customer_id' },
        { name: 'first_name', sql: 'first_name', isText: true },
        { name: 'last_name', sql: 'last_name', isText: true },
        { name: 'address', sql: 'street', isText: true },
        { name: 'state', sql: 'state', isText: true },
        { name: 'zip', sql: 'zip', isText: true },
        { name: 'status', sql: 'status' },
        { name: 'product_id', sql: 'sku' },
        { name: 'product_name', sql: 'product_name', isText: true },
        { name: 'amount', sql: 'amount' },
        { name: 'purchased_at', sql: isoText('purchased_at') },
        { name: 'canceled_at', sql: `(select ${isoText('c.purchased_at')} from purchases c where c.id = purchases.canceled_by_id)` },
        { name: 'import_id', sql: 'import_id' },
        { name: 'line', sql: 'line' },
      ],
      mode,
    ),
  lines: ndjsonFile(purchaseColumns),
};
