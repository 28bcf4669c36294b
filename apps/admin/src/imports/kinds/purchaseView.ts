import { purchaseFormat } from '@app/domain';
import PurchasesIcon from '@mui/icons-material/ReceiptLongOutlined';
import { counted } from '../../parts/count';
import { FoundIrregularities } from '../../irregularities/FoundIrregularities';
import type { KindView } from './kindView';

export const purchaseView: KindView = {
  format: purchaseFormat,
  icon: PurchasesIcon,
  name: 'Purchases',
  holds: 'Who bought or canceled what: customers, products and amounts.',
  file: 'tab-separated or CSV file',
  title: 'Import purchases',
  lead: 'Purchases and cancellations are added; customers, their addresses and missing products follow from them. The same file twice changes nothing.',
  meanings: {
    customer_id: 'A whole number.',
    first_name: 'Up to 100 characters.',
    last_name: 'Up to 100 characters.',
    address: 'Street and number. Earlier addresses of a customer are kept.',
    state: 'Two letters.',
    zip: 'Five digits, or five and four; zeros in front stay.',
    status: 'new or canceled.',
    product_id: 'A whole number. A product with this SKU is added when there is none; known ones stay as they are.',
    product_name: 'Up to 100 characters.',
    amount: 'US dollars, such as 12, 12.50 or $12.50.',
    purchased_at: 'ISO 8601, to the minute or second, such as 2026-04-05T14:30Z. Without a time zone it is UTC.',
  },
  sample: [0, 1].map((row) => purchaseFormat.fields.map(({ examples }) => examples[row]).join('\t')).join('\n'),
  note: 'As a rule between tabs, in this order and without a line of names; quotes are then part of the text. With the names in its first line, the columns may come in any order, with any delimiter and the usual quoting.',
  row: {
    key: 'Customer · product · time (UTC)',
    name: 'Product',
    fields: ['customer_id', 'status', 'product_id', 'product_name', 'purchased_at'],
  },
  cleared: {},
  sayWritten: (rows) => `${counted(rows, 'purchase or cancellation', 'purchases and cancellations')} brought in`,
  nothingNew: 'Nothing had to change: every purchase of the file was known already.',
  canRevert: false,
  see: { label: 'See the purchases', to: ({ id }) => `/purchases?${new URLSearchParams({ filter: JSON.stringify({ importId: id }) })}` },
  Found: FoundIrregularities,
};
