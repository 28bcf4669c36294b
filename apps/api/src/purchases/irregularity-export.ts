import { csvFile, isoText, ndjsonFile } from '../http/export-file.js';
import type { Exported } from '../http/exports.js';
import { irregularityColumns, irregularityFields } from './irregularity.repository.js';

const ofCustomer = (column: string) => `(select ${column} from customers c where c.customer_id = irregularities.customer_id)`;

/** Irregularities as a file, without the evidence of each where it is a table. */
export const irregularityExport: Exported = {
  name: 'irregularities',
  fields: irregularityFields,
  from: 'irregularities',
  orderBy: 'id',
  inOrder: 'the order in which they were found',
  table: (_tx, _selection, mode) =>
    csvFile(
      [
        { name: 'id', sql: 'id' },
        { name: 'rule', sql: 'rule' },
        { name: 'severity', sql: 'severity' },
        { name: 'status', sql: 'status' },
        { name: 'message', sql: 'message', isText: true },
        { name: 'customer_id', sql: 'customer_id' },
        { name: 'first_name', sql: ofCustomer('first_name'), isText: true },
        { name: 'last_name', sql: ofCustomer('last_name'), isText: true },
        { name: 'product_id', sql: 'sku' },
        { name: 'import_id', sql: 'import_id' },
        { name: 'line', sql: 'line' },
        { name: 'note', sql: `nullif(note, '')`, isText: true },
        { name: 'decided_by', sql: 'decided_by' },
        { name: 'decided_at', sql: isoText('decided_at') },
        { name: 'created_at', sql: isoText('created_at') },
      ],
      mode,
    ),
  lines: ndjsonFile(irregularityColumns),
};
