import { Drawer } from '@mui/material';
import { matchPath, useLocation, useNavigate } from 'react-router-dom';
import { ProductCreate } from './ProductCreate';
import { ProductEdit } from './ProductEdit';

/** Adds or edits one product without losing the list: at /products/create, /products/:id and, by tab, below it. */
export function ProductDrawer() {
  const { pathname, search } = useLocation();
  const navigate = useNavigate();
  const { id, tab } = matchPath('/products/:id/:tab?', pathname)?.params ?? {};
  const close = () => navigate(`/products${search}`);
  return (
    <Drawer
      anchor="right"
      open={id !== undefined}
      transitionDuration={{ enter: 200, exit: 0 }} // what it shows is gone as soon as it closes
      onClose={close}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-modal': true,
          'aria-label': id === 'create' ? 'Add a product' : 'Product',
          sx: { width: { xs: '100%', sm: 560 } },
        },
      }}
    >
      {id === 'create' && <ProductCreate onClose={close} />}
      {id !== undefined && id !== 'create' && (
        <ProductEdit key={id} id={Number(id)} tab={tab === 'history' ? 'history' : 'fields'} onClose={close} />
      )}
    </Drawer>
  );
}
