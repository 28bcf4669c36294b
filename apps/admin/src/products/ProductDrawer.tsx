import { Drawer } from '@mui/material';
import { matchPath, useLocation, useNavigate } from 'react-router-dom';
import { ProductCreate } from './ProductCreate';
import { ProductEdit } from './ProductEdit';

/** Adds or edits one product without losing the list: at /products/create and /products/:id. */
export function ProductDrawer() {
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const id = matchPath('/products/:id', pathname)?.params.id;
  const close = () => navigate('/products');
  return (
    <Drawer
      anchor="right"
      open={id !== undefined}
      onClose={close}
      slotProps={{
        paper: {
          role: 'dialog',
          'aria-modal': true,
          'aria-label': id === 'create' ? 'Add a product' : 'Edit product',
          sx: { width: { xs: '100%', sm: 520 } },
        },
      }}
    >
      {id === 'create' && <ProductCreate onClose={close} />}
      {id !== undefined && id !== 'create' && <ProductEdit key={id} id={Number(id)} onClose={close} />}
    </Drawer>
  );
}
