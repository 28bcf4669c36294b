import type { ImportJob } from '@app/domain';
import ProductsIcon from '@mui/icons-material/Inventory2Outlined';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Box, Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';
import { RetryImportButton } from './RetryImportButton';

/** Where to go from a result; the likeliest stands out: the products, or after a failure a mended file. */
export function ResultActions({ importJob }: { importJob: ImportJob }) {
  const failed = importJob.status === 'failed';
  const products = (
    <Button component={Link} to="/products" variant={failed ? 'outlined' : 'contained'} startIcon={<ProductsIcon />}>
      See the products
    </Button>
  );
  return (
    <Box sx={{ display: 'flex', flexWrap: 'wrap', gap: 1.5 }}>
      {!failed && products}
      <CanAccess resource="imports" action="create">
        <Button component={Link} to="/imports/create" variant={failed ? 'contained' : 'outlined'} startIcon={<UploadIcon />}>
          Import another file
        </Button>
      </CanAccess>
      {(failed || importJob.status === 'cancelled') && <RetryImportButton importJob={importJob} />}
      {failed && products}
    </Box>
  );
}
