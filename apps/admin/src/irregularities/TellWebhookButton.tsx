import WebhookIcon from '@mui/icons-material/Webhook';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { Link } from 'react-router-dom';

const prefilled = encodeURIComponent(JSON.stringify({ eventTypes: ['irregularity.detected'] }));

/** Another system is told of each irregularity: a webhook for them is begun. */
export const TellWebhookButton = () => (
  <CanAccess resource="webhooks" action="create">
    <Button component={Link} to={`/webhooks/create?source=${prefilled}`} startIcon={<WebhookIcon />}>
      Tell a webhook
    </Button>
  </CanAccess>
);
