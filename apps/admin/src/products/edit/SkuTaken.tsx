import { Alert, Link } from '@mui/material';
import { Link as RouterLink, useLocation } from 'react-router-dom';

/** Leads to the product that already has the SKU. */
export function SkuTaken({ otherId }: { otherId: number | undefined }) {
  const { search } = useLocation();
  if (otherId === undefined) return null;
  return (
    <Alert severity="error" role="alert" sx={{ mb: 2, width: '100%' }}>
      Another product has this SKU.{' '}
      <Link component={RouterLink} to={`/products/${otherId}${search}`} underline="always" color="inherit">
        Open that product
      </Link>
    </Alert>
  );
}
