import type { Purchase } from '@app/domain';
import { Box } from '@mui/material';
import { DataTable } from 'react-admin';
import { useLocation } from 'react-router-dom';
import { fullName } from '../customers/customerTexts';
import { CellLink } from '../parts/CellLink';
import { dollars } from '../parts/dollars';
import { ImportLink } from '../parts/ImportLink';
import { NothingMatches } from '../parts/NothingMatches';
import { UtcTime } from '../parts/UtcTime';
import { Counterpart } from './Counterpart';
import { PurchasedProduct } from './PurchasedProduct';
import { PurchaseState } from './PurchaseState';

const Column = DataTable.Col<Purchase>;

export function PurchaseTable() {
  const { search } = useLocation();
  return (
    <DataTable<Purchase>
      bulkActionButtons={false}
      empty={<NothingMatches what="purchases" />}
      rowClick={(id) => `/purchases/${id}${search}`}
      sx={{
        '& .RaDataTable-tableWrapper': { overflowX: 'auto' },
        '& .RaDataTable-row': { cursor: 'pointer' },
        '& .column-purchasedAt, & .column-importId': { whiteSpace: 'nowrap' },
        '& .column-status': { minWidth: 200 },
        '& .column-customer, & .column-product': { minWidth: 130, maxWidth: 280 },
        '& .column-importId': { display: { xs: 'none', md: 'table-cell' } },
      }}
    >
      <Column
        source="purchasedAt"
        sortByOrder="DESC"
        render={({ id, purchasedAt }) => (
          <CellLink to={`/purchases/${id}${search}`}>
            <UtcTime at={purchasedAt} />
          </CellLink>
        )}
      />
      <Column
        source="customer"
        disableSort
        render={({ customer }) => <CellLink to={`/customers/${customer.id}`}>{fullName(customer) || customer.customerId}</CellLink>}
      />
      <Column source="product" disableSort render={({ product }) => <PurchasedProduct product={product} />} />
      <Column
        source="status"
        render={(purchase) => (
          <>
            <PurchaseState purchase={purchase} />
            <Box sx={{ color: 'text.secondary', fontSize: '0.8125rem' }}>
              <Counterpart purchase={purchase} />
            </Box>
          </>
        )}
      />
      <Column source="amount" align="right" sortByOrder="DESC" render={({ amount }) => dollars(amount)} />
      <Column source="importId" sortByOrder="DESC" render={({ importId, rowNo }) => <ImportLink id={importId} rowNo={rowNo} />} />
    </DataTable>
  );
}
