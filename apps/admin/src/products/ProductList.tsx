import { useMediaQuery, type Theme } from '@mui/material';
import { ListBase, ListView } from 'react-admin';
import { ListError } from '../parts/ListError';
import { ListPages } from '../parts/ListPages';
import { listSx } from '../parts/listSx';
import { Page } from '../parts/Page';
import { ChangingNow } from './ChangingNow';
import { ProductActions } from './ProductActions';
import { ProductCards } from './ProductCards';
import { ProductDrawer } from './ProductDrawer';
import { ProductFilters } from './ProductFilters';
import { ProductsEmpty } from './ProductsEmpty';
import { ProductTable } from './ProductTable';

export function ProductList() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <ListBase perPage={25} sort={{ field: 'sku', order: 'ASC' }}>
      <Page title="Products" actions={<ProductActions />}>
        <ChangingNow />
        <ListView
          title={false}
          actions={<ProductFilters />}
          pagination={<ListPages />}
          empty={<ProductsEmpty />}
          error={<ListError what="Products" />}
          sx={listSx}
        >
          {isPhone ? <ProductCards /> : <ProductTable />}
        </ListView>
        <ProductDrawer />
      </Page>
    </ListBase>
  );
}
