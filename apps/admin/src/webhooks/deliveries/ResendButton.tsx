import type { Delivery } from '@app/domain';
import ResendIcon from '@mui/icons-material/Replay';
import { Button } from '@mui/material';
import { useNotify } from 'react-admin';
import { useWebhook, useWebhookCommand } from '../useWebhooks';

/** Sends one delivery once more, with the same id and the same bytes: its receiver knows that it has it already. */
export function ResendButton({ delivery: { id, webhookId, state } }: { delivery: Delivery }) {
  const notify = useNotify();
  const { data: webhook } = useWebhook(webhookId);
  const { mutate: resend, isPending } = useWebhookCommand(`deliveries/${id}/resend`);
  const send = () =>
    resend(undefined, {
      onSuccess: () => notify(state === 'open' ? 'It is tried now.' : 'It is being resent.', { type: 'success' }),
      onError: ({ message }) => notify(message, { type: 'error' }),
    });
  return (
    <Button size="small" variant="outlined" startIcon={<ResendIcon />} disabled={!webhook?.enabled} loading={isPending} onClick={send}>
      {state === 'open' ? 'Try now' : 'Resend'}
    </Button>
  );
}
