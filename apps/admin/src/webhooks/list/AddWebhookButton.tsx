import AddIcon from '@mui/icons-material/Add';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';

export const AddWebhookButton = () => (
  <CanAccess resource="webhooks" action="create">
    <Button component={Link} to="/webhooks/create" variant="contained" startIcon={<AddIcon />}>
      Add a webhook
    </Button>
  </CanAccess>
);
