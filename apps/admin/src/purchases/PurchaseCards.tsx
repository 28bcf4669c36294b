import type { Purchase } from '@app/domain';
import { Box } from '@mui/material';
import { SimpleList } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { fullName } from '../customers/customerTexts';
import { dollars } from '../parts/dollars';
import { NothingMatches } from '../parts/NothingMatches';
import { UtcTime } from '../parts/UtcTime';
import { PurchaseState } from './PurchaseState';

/** The list on phones. */
export function PurchaseCards() {
  const { search } = useLocation();
  return (
    <SimpleList<Purchase>
      disablePadding
      empty={<NothingMatches what="purchases" />}
      rowClick={(id) => `/purchases/${id}${search}`}
      primaryText={({ product, amount }) => (
        <Box component="span" sx={{ display: 'flex', justifyContent: 'space-between', gap: 2 }}>
          <Box component="span" sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>
            {product.name}
          </Box>
          <span>{dollars(amount)}</span>
        </Box>
      )}
      secondaryText={(purchase) => (
        <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 1.5 }}>
          <Box component="span" sx={{ flexBasis: '100%', overflowWrap: 'anywhere' }}>
            {fullName(purchase.customer)}
          </Box>
          <PurchaseState purchase={purchase} />
          <UtcTime at={purchase.purchasedAt} />
        </Box>
      )}
      sx={{ '& li + li': { borderTop: 1, borderColor: 'divider' } }}
    />
  );
}
