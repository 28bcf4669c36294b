import type { Customer } from '@app/domain';
import { Box } from '@mui/material';
import { SimpleList } from 'react-admin';
import { counted } from '../parts/count';
import { dollars } from '../parts/dollars';
import { NothingMatches } from '../parts/NothingMatches';
import { UtcTime } from '../parts/UtcTime';
import { fullName, place } from './customerTexts';

/** The list on phones. */
export const CustomerCards = () => (
  <SimpleList<Customer>
    disablePadding
    empty={<NothingMatches what="customers" />}
    rowClick={(id) => `/customers/${id}`}
    primaryText={(customer) => (
      <Box component="span" sx={{ display: 'flex', justifyContent: 'space-between', gap: 2 }}>
        <Box component="span" sx={{ fontWeight: 600, minWidth: 0, overflowWrap: 'anywhere' }}>
          {fullName(customer)}
        </Box>
        <span>{dollars(customer.spent)}</span>
      </Box>
    )}
    secondaryText={({ customerId, address, purchases, lastPurchaseAt, irregularities }) => (
      <Box component="span" sx={{ display: 'flex', flexWrap: 'wrap', columnGap: 1.5 }}>
        <Box component="span" sx={{ flexBasis: '100%', overflowWrap: 'anywhere' }}>
          Customer {customerId}
          {address && `, ${place(address)}`}
        </Box>
        <span>{counted(purchases, 'purchase')}</span>
        {lastPurchaseAt && <UtcTime at={lastPurchaseAt} withTime={false} />}
        {irregularities > 0 && <strong>{counted(irregularities, 'irregularity', 'irregularities')}</strong>}
      </Box>
    )}
    sx={{ '& li + li': { borderTop: 1, borderColor: 'divider' } }}
  />
);
