import { Alert } from '@mui/material';
import { useSurroundings } from './useWebhooks';

/** While the server lets webhooks into private networks, every screen of webhooks says so. */
export function PrivateRangesWarning() {
  const ranges = useSurroundings().data?.allowPrivate;
  if (!ranges?.length) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2, overflowWrap: 'anywhere' }}>
      Webhooks may reach private addresses here ({ranges.join(', ')}): WEBHOOK_ALLOW_PRIVATE is set. That is for development and tests only.
    </Alert>
  );
}
