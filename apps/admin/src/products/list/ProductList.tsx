import { useMediaQuery, type Theme } from '@mui/material';
import { ListBase } from 'react-admin';
import { FilteredList } from '../../parts/FilteredList';
import { Page } from '../../parts/Page';
import { ProductDrawer } from '../edit/ProductDrawer';
import { listedProducts } from '../listedProducts';
import { ChangingNow } from './ChangingNow';
import { ColumnsMenu } from './ColumnsMenu';
import { FilterPanel } from './FilterPanel';
import { ProductActions } from './ProductActions';
import { ProductCards } from './ProductCards';
import { ProductsEmpty } from './ProductsEmpty';
import { ProductTable } from './ProductTable';
import { StillSearching } from './StillSearching';

/** The address alone holds what is shown (`storeKey={false}`): a view remembered elsewhere would stand in the way of the back button. */
export function ProductList() {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <ListBase perPage={25} sort={{ field: 'sku', order: 'ASC' }} storeKey={false}>
      <Page title="Products" actions={<ProductActions />} width={2000}>
        <ChangingNow />
        <StillSearching />
        <FilteredList
          of={listedProducts}
          search="Search SKU, name, description"
          filters={<FilterPanel />}
          filtersTitle="Filters and views"
          tools={!isPhone && <ColumnsMenu />}
          empty={<ProductsEmpty />}
        >
          {isPhone ? <ProductCards /> : <ProductTable />}
        </FilteredList>
        <ProductDrawer />
      </Page>
    </ListBase>
  );
}
