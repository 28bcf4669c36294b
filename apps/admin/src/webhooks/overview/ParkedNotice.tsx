import type { Webhook } from '@app/domain';
import { Alert, Button } from '@mui/material';
import { Link } from 'react-router-dom';
import { alertActionSx } from '../../parts/alertActionSx';
import { counted } from '../../parts/count';

/** Events that the receiver refuses while it takes the others. */
export function ParkedNotice({ webhook: { id, parked } }: { webhook: Webhook }) {
  if (!parked) return null;
  const filter = encodeURIComponent(JSON.stringify({ state: 'parked' }));
  return (
    <Alert
      severity="warning"
      sx={alertActionSx}
      action={
        <Button color="inherit" component={Link} to={`/webhooks/${id}/deliveries?filter=${filter}`}>
          Show them
        </Button>
      }
    >
      The receiver refuses {counted(parked, 'event')}. {parked === 1 ? 'It is' : 'They are'} tried again apart from the others, for about
      three days, and given up then.
    </Alert>
  );
}
