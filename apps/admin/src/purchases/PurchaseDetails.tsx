import type { Purchase } from '@app/domain';
import { Box } from '@mui/material';
import { fullName } from '../customers/customerTexts';
import { CellLink } from '../parts/CellLink';
import { count } from '../parts/count';
import { Detail, DetailList } from '../parts/DetailList';
import { dollars } from '../parts/dollars';
import { ImportLink } from '../parts/ImportLink';
import { UtcTime } from '../parts/UtcTime';
import { monospace } from '../theme';
import { Counterpart } from './Counterpart';
import { PurchasedProduct } from './PurchasedProduct';
import { PurchaseState } from './PurchaseState';

/** All that is known of a purchase or cancellation. */
export const PurchaseDetails = ({ purchase }: { purchase: Purchase }) => (
  <DetailList>
    <Detail word="Product">
      <PurchasedProduct product={purchase.product} />
    </Detail>
    <Detail word="SKU">
      <Box component="span" sx={{ fontFamily: monospace }}>
        {purchase.product.sku}
      </Box>
    </Detail>
    <Detail word="Amount">{dollars(purchase.amount)}</Detail>
    <Detail word="Customer">
      <CellLink to={`/customers/${purchase.customer.id}`}>{fullName(purchase.customer)}</CellLink> ({purchase.customer.customerId})
    </Detail>
    <Detail word="Time (UTC)">
      <UtcTime at={purchase.purchasedAt} />
    </Detail>
    <Detail word="Status">
      <PurchaseState purchase={purchase} />
      <Box sx={{ color: 'text.secondary' }}>
        <Counterpart purchase={purchase} />
      </Box>
    </Detail>
    <Detail word="Import">
      <ImportLink id={purchase.importId} rowNo={purchase.rowNo} /> (line {count(purchase.line)})
    </Detail>
  </DetailList>
);
