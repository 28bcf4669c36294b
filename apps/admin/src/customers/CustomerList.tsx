import type { Customer } from '@app/domain';
import { useMediaQuery, type Theme } from '@mui/material';
import { ListBase } from 'react-admin';
import { ExportButton } from '../parts/export/ExportButton';
import { FilteredList } from '../parts/FilteredList';
import { Page } from '../parts/Page';
import { NoPurchasesYet } from '../purchases/NoPurchasesYet';
import { CustomerCards } from './CustomerCards';
import { CustomerFilters } from './CustomerFilters';
import { CustomerTable } from './CustomerTable';
import { listedCustomers } from './listedCustomers';

export function CustomerList() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <ListBase<Customer> perPage={25} sort={{ field: 'lastPurchaseAt', order: 'DESC' }} storeKey={false}>
      <Page title="Customers" actions={<ExportButton of={listedCustomers} />} width={2000}>
        <FilteredList
          of={listedCustomers}
          search="Search name or customer id"
          filters={<CustomerFilters />}
          empty={<NoPurchasesYet title="No customers yet" />}
        >
          {isPhone ? <CustomerCards /> : <CustomerTable />}
        </FilteredList>
      </Page>
    </ListBase>
  );
}
