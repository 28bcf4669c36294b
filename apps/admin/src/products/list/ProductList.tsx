import { Box, Card, useMediaQuery, type Theme } from '@mui/material';
import { ListBase, ListView } from 'react-admin';
import { ListError } from '../../parts/ListError';
import { ListPages } from '../../parts/ListPages';
import { listSx } from '../../parts/listSx';
import { Page } from '../../parts/Page';
import { useIsEmpty } from '../../parts/useIsEmpty';
import { ProductDrawer } from '../edit/ProductDrawer';
import { ChangingNow } from './ChangingNow';
import { FilterPanel } from './FilterPanel';
import { ListTools } from './ListTools';
import { ProductActions } from './ProductActions';
import { ProductCards } from './ProductCards';
import { ProductsEmpty } from './ProductsEmpty';
import { ProductTable } from './ProductTable';

/** The address alone holds what is shown (`storeKey={false}`): a view remembered elsewhere would stand in the way of the back button. */
export const ProductList = () => (
  <ListBase perPage={25} sort={{ field: 'sku', order: 'ASC' }} storeKey={false}>
    <Products />
  </ListBase>
);

function Products() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const hasRoomBeside = useMediaQuery<Theme>((theme) => theme.breakpoints.up('xl'));
  const isEmpty = useIsEmpty();
  return (
    <Page title="Products" actions={<ProductActions />} width={2000}>
      <ChangingNow />
      <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 3 }}>
        {hasRoomBeside && !isEmpty && (
          <Card sx={{ width: 348, flexShrink: 0, p: 2 }}>
            <FilterPanel />
          </Card>
        )}
        <ListView
          title={false}
          actions={<ListTools hasRoomBeside={hasRoomBeside} />}
          pagination={<ListPages />}
          empty={<ProductsEmpty />}
          error={<ListError what="Products" />}
          sx={[listSx, { flexGrow: 1, minWidth: 0 }]}
        >
          {isPhone ? <ProductCards /> : <ProductTable />}
        </ListView>
      </Box>
      <ProductDrawer />
    </Page>
  );
}
