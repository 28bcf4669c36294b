import { Alert, Link } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';

/** Leads to the product that already has the SKU. */
export const SkuTaken = ({ otherId }: { otherId: number | undefined }) =>
  otherId === undefined ? null : (
    <Alert severity="error" role="alert" sx={{ mb: 2, width: '100%' }}>
      Another product has this SKU.{' '}
      <Link component={RouterLink} to={`/products/${otherId}`} underline="always" color="inherit">
        Open that product
      </Link>
    </Alert>
  );
