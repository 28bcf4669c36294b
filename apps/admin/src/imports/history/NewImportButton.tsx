import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';
import { useIsEmpty } from '../../parts/useIsEmpty';

/** Not on an empty list, which is the form for the first import itself. */
export function NewImportButton() {
  if (useIsEmpty()) return null;
  return (
    <CanAccess resource="imports" action="create">
      <Button component={Link} to="/imports/create" variant="contained" startIcon={<AddIcon />}>
        New import
      </Button>
    </CanAccess>
  );
}
