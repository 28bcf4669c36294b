import type { Webhook } from '@app/domain';
import { Typography } from '@mui/material';
import { sayBehind } from '../behind';

/** How far behind a webhook is; nothing when it is not. */
export function Waiting({ behind }: Pick<Webhook, 'behind'>) {
  const waits = sayBehind(behind);
  return waits ? (
    <Typography variant="body2" sx={{ color: 'text.secondary' }}>
      waiting: {waits}
    </Typography>
  ) : null;
}
