import { csvFile, isoText, ndjsonFile } from '../http/export-file.js';
import type { Exported } from '../http/exports.js';
import { addressPart, customerColumns, customerFields, customerFigures, lastPurchase } from './customer.repository.js';

/** Customers as a file. */
export const customerExport: Exported = {
  name: 'customers',
  fields: customerFields,
  from: 'customers',
  orderBy: 'customer_id',
  inOrder: 'the order of their numbers',
  table: (_tx, _selection, mode) =>
    csvFile(
      [
        { name: 'customer_id', sql: 'customer_id' },
        { name: 'first_name', sql: 'first_name', isText: true },
        { name: 'last_name', sql: 'last_name', isText: true },
        { name: 'address', sql: addressPart('street'), isText: true },
        { name: 'state', sql: addressPart('state'), isText: true },
        { name: 'zip', sql: addressPart('zip'), isText: true },
        { name: 'addresses', sql: customerFigures.addresses },
        { name: 'purchases', sql: customerFigures.purchases },
        { name: 'live', sql: customerFigures.live },
        { name: 'spent', sql: customerFigures.spent },
        { name: 'last_purchase_at', sql: isoText(lastPurchase) },
        { name: 'irregularities', sql: customerFigures.irregularities },
      ],
      mode,
    ),
  lines: ndjsonFile(customerColumns),
};
