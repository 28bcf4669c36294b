import AddIcon from '@mui/icons-material/Add';
import UploadIcon from '@mui/icons-material/UploadFileOutlined';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link, useLocation } from 'react-router-dom';
import { useIsEmpty } from '../../parts/useIsEmpty';
import { MoreMenu } from './MoreMenu';

/** On an empty list its own two buttons are enough. */
export function ProductActions() {
  const isEmpty = useIsEmpty();
  const { search } = useLocation();
  if (isEmpty) return <MoreMenu />; // where what was deleted is found again
  return (
    <>
      <CanAccess resource="imports" action="create">
        <Button component={Link} to="/imports/create" variant="outlined" startIcon={<UploadIcon />}>
          Import a file
        </Button>
      </CanAccess>
      <CanAccess resource="products" action="create">
        <Button component={Link} to={`/products/create${search}`} variant="contained" startIcon={<AddIcon />}>
          Add a product
        </Button>
      </CanAccess>
      <MoreMenu />
    </>
  );
}
