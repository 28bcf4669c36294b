import type { Product } from '@app/domain';
import { Link } from '@mui/material';
import { useRecordContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { RelativeTime } from '../parts/RelativeTime';

export function ProductDates() {
  const product = useRecordContext<Product>();
  if (!product) return null;
  return (
    <>
      Changed <RelativeTime at={product.updatedAt} />
      {product.lastImportId && (
        <>
          {' '}
          · last import{' '}
          <Link component={RouterLink} to={`/imports/${product.lastImportId}`} underline="always">
            #{product.lastImportId}
          </Link>
        </>
      )}
    </>
  );
}
