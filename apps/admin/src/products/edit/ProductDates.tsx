import type { Product } from '@app/domain';
import { Link } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';
import { RelativeTime } from '../../parts/RelativeTime';

export const ProductDates = ({ product: { updatedAt, lastImportId } }: { product: Product }) => (
  <>
    Changed <RelativeTime at={updatedAt} />
    {lastImportId && (
      <>
        {' '}
        · last import{' '}
        <Link component={RouterLink} to={`/imports/${lastImportId}`} underline="always">
          #{lastImportId}
        </Link>
      </>
    )}
  </>
);
