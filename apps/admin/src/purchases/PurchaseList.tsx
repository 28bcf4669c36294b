import type { Purchase } from '@app/domain';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Button, useMediaQuery, type Theme } from '@mui/material';
import { CanAccess, ListBase } from 'react-admin';
import { Link } from 'react-router-dom';
import { ExportButton } from '../parts/export/ExportButton';
import { FilteredList } from '../parts/FilteredList';
import { Page } from '../parts/Page';
import { useIsEmpty } from '../parts/useIsEmpty';
import { Figures } from './figures/Figures';
import { listedPurchases } from './listedPurchases';
import { NoPurchasesYet } from './NoPurchasesYet';
import { importPurchasesPath } from './importPurchasesPath';
import { PurchaseCards } from './PurchaseCards';
import { PurchaseDrawer } from './PurchaseDrawer';
import { PurchaseFilters } from './PurchaseFilters';
import { PurchaseTable } from './PurchaseTable';

export function PurchaseList() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <ListBase<Purchase> perPage={25} sort={{ field: 'purchasedAt', order: 'DESC' }} storeKey={false}>
      <Page title="Purchases" actions={<Actions />} width={2000}>
        <FilteredList
          of={listedPurchases}
          search="Search product or customer"
          filters={<PurchaseFilters />}
          above={<Figures />}
          empty={<NoPurchasesYet title="No purchases yet" />}
        >
          {isPhone ? <PurchaseCards /> : <PurchaseTable />}
        </FilteredList>
        <PurchaseDrawer />
      </Page>
    </ListBase>
  );
}

function Actions() {
  if (useIsEmpty()) return null;
  return (
    <>
      <CanAccess resource="imports" action="create">
        <Button component={Link} to={importPurchasesPath} variant="outlined" startIcon={<UploadIcon />}>
          Import a file
        </Button>
      </CanAccess>
      <ExportButton of={listedPurchases} />
    </>
  );
}
