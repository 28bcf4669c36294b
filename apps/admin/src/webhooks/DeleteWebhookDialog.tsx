import type { Webhook } from '@app/domain';
import { Typography } from '@mui/material';
import { useNotify } from 'react-admin';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { ProblemAlert } from '../parts/ProblemAlert';
import { sayBehind } from './behind';
import { useWebhookCommand } from './useWebhooks';

type Props = { webhook: Webhook; onDeleted?: () => void; onClose: () => void };

/** Asks before a webhook goes, with all that is known of it. */
export function DeleteWebhookDialog({ webhook: { id, url, behind }, onDeleted, onClose }: Props) {
  const notify = useNotify();
  const done = () => {
    notify('Webhook deleted', { type: 'success' });
    onClose();
    onDeleted?.();
  };
  const { mutate: remove, isPending, error } = useWebhookCommand(`webhooks/${id}`, 'DELETE', done);
  const waits = sayBehind(behind);
  return (
    <ConfirmDialog
      open
      title="Delete this webhook?"
      confirm="Delete webhook"
      cancel="Keep it"
      busy={isPending}
      onConfirm={() => remove()}
      onClose={onClose}
    >
      <Typography sx={{ overflowWrap: 'anywhere', mb: 1.5 }}>
        <strong>{url}</strong> gets nothing any more. Its secret and the log of its deliveries go with it; that cannot be undone.
      </Typography>
      {waits && <Typography sx={{ mb: 1.5 }}>It has not got yet: {waits}.</Typography>}
      <Typography sx={{ color: 'text.secondary' }}>To stop it for a while, switch it off instead: nothing is lost then.</Typography>
      {error && <ProblemAlert title="Not deleted" error={error} />}
    </ConfirmDialog>
  );
}
