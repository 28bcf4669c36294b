import type { Webhook } from '@app/domain';
import { Box } from '@mui/material';
import { ReplayForm } from './ReplayForm';
import { ReplayList } from './ReplayList';

/** Sends stretches of the log once more: which, how much, and how far that has come. */
export const ReplayTab = ({ webhook: { id, enabled } }: { webhook: Webhook }) => (
  <Box
    sx={{
      display: 'grid',
      gap: 3,
      alignItems: 'start',
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 2fr) minmax(0, 3fr)' },
    }}
  >
    <ReplayForm webhookId={id} enabled={enabled} />
    <ReplayList webhookId={id} />
  </Box>
);
