import type { Customer } from '@app/domain';
import { Box } from '@mui/material';
import { DataTable } from 'react-admin';
import { CellLink } from '../parts/CellLink';
import { count } from '../parts/count';
import { dollars } from '../parts/dollars';
import { NothingMatches } from '../parts/NothingMatches';
import { UtcTime } from '../parts/UtcTime';
import { OpenIrregularities } from '../irregularities/OpenIrregularities';
import { fullName, place } from './customerTexts';

const Column = DataTable.Col<Customer>;

export const CustomerTable = () => (
  <DataTable<Customer>
    bulkActionButtons={false}
    empty={<NothingMatches what="customers" />}
    rowClick={(id) => `/customers/${id}`}
    sx={{
      '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
      '& .RaDataTable-row': { cursor: 'pointer' },
      '& .column-customerId, & .column-lastPurchaseAt': { whiteSpace: 'nowrap' },
      '& .column-lastName': { minWidth: 140, maxWidth: 280 },
      '& td, & th': { px: 1 },
      '& .column-address': { width: '100%', minWidth: 120, maxWidth: 0 },
      '& .column-spent': { display: { xs: 'none', md: 'table-cell' } },
    }}
  >
    <Column source="customerId" render={({ id, customerId }) => <CellLink to={`/customers/${id}`}>{customerId}</CellLink>} />
    <Column source="lastName" render={(customer) => <Box sx={{ overflowWrap: 'anywhere' }}>{fullName(customer)}</Box>} />
    <Column
      source="address"
      disableSort
      render={({ address }) => (
        <Box
          title={address ? place(address) : undefined}
          sx={{ color: 'text.secondary', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}
        >
          {address ? place(address) : '–'}
        </Box>
      )}
    />
    <Column source="purchases" align="right" sortByOrder="DESC" render={({ purchases }) => count(purchases)} />
    <Column source="live" align="right" sortByOrder="DESC" render={({ live }) => count(live)} />
    <Column source="spent" align="right" sortByOrder="DESC" render={({ spent }) => dollars(spent)} />
    <Column
      source="lastPurchaseAt"
      sortByOrder="DESC"
      render={({ lastPurchaseAt }) => (lastPurchaseAt ? <UtcTime at={lastPurchaseAt} withTime={false} /> : '–')}
    />
    <Column
      source="irregularities"
      align="right"
      sortByOrder="DESC"
      render={({ customerId, irregularities }) => <OpenIrregularities customerId={customerId} number={irregularities} />}
    />
  </DataTable>
);
