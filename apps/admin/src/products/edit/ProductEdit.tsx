import type { Product } from '@app/domain';
import { Box, Tab, Tabs } from '@mui/material';
import { Loading, useGetOne, useNotify } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { PrevNext } from '../../parts/PrevNext';
import { ProductHistory } from '../history/ProductHistory';
import { DeletedNotice, isGone } from './DeletedNotice';
import { DrawerHeader } from '../../parts/DrawerHeader';
import { ProductDates } from './ProductDates';
import { ProductEditForm } from './ProductEditForm';

type Props = { id: number; tab: 'fields' | 'history'; onClose: () => void };

/** One product: its fields, and how it came to be so. */
export function ProductEdit({ id, tab, onClose }: Props) {
  const { search } = useLocation();
  const notify = useNotify();
  const { data: product, error, isPending, refetch } = useGetOne<Product>('products', { id }, { retry: false });
  const gone = isGone(error);
  return (
    <>
      <DrawerHeader
        title={product && !gone ? 'Edit product' : 'Product'}
        lead={product && !gone && <ProductDates product={product} />}
        actions={<PrevNext id={id} one="product" />}
        onClose={onClose}
      />
      <Tabs value={tab} aria-label="Product" sx={{ px: 3, borderBottom: 1, borderColor: 'divider', flexShrink: 0 }}>
        <Tab
          value="fields"
          label="Fields"
          id="tab-fields"
          aria-controls="panel-fields"
          component={Link}
          to={`/products/${id}/fields${search}`}
          replace
        />
        <Tab
          value="history"
          label="History"
          id="tab-history"
          aria-controls="panel-history"
          component={Link}
          to={`/products/${id}/history${search}`}
          replace
        />
      </Tabs>
      {isPending && !error && <Loading />}
      {error && !gone && (
        <Box sx={{ p: 3 }}>
          <ProblemAlert title="The product could not be loaded" error={error} onRetry={() => refetch()} />
        </Box>
      )}
      {/* What was typed outlives a look at the history. */}
      <Box role="tabpanel" id="panel-fields" aria-labelledby="tab-fields" hidden={tab !== 'fields'} sx={{ pt: 2 }}>
        {gone && <DeletedNotice id={id} />}
        {product && !gone && (
          <ProductEditForm
            key={product.id}
            product={product}
            onSaved={({ sku }) => {
              notify(`Product ${sku} saved`, { type: 'success' });
              onClose();
            }}
            onGone={refetch}
            onDeleted={onClose}
          />
        )}
      </Box>
      <Box role="tabpanel" id="panel-history" aria-labelledby="tab-history" hidden={tab !== 'history'}>
        {tab === 'history' && <ProductHistory id={id} current={gone ? undefined : product} />}
      </Box>
    </>
  );
}
