import type { Webhook } from '@app/domain';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useWebhookCommand } from '../useWebhooks';

type Props = { webhookId: number; secret: Webhook['secrets'][number] };

/** Takes a secret away before its time. */
export function RevokeSecretButton({ webhookId, secret }: Props) {
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const { mutate: revoke, isPending, error } = useWebhookCommand(`webhooks/${webhookId}/secrets/${secret.id}`, 'DELETE');
  const confirm = () =>
    revoke(undefined, {
      onSuccess: () => {
        setAsking(false);
        notify('Secret revoked', { type: 'success' });
      },
    });
  return (
    <>
      <Button size="small" color="error" aria-label={`Revoke secret ${secret.id}`} onClick={() => setAsking(true)}>
        Revoke
      </Button>
      <ConfirmDialog
        open={asking}
        title={`Revoke secret no. ${secret.id}?`}
        confirm="Revoke"
        cancel="Leave it"
        busy={isPending}
        onConfirm={confirm}
        onClose={() => setAsking(false)}
      >
        <Typography>It signs nothing any more, from now on. A receiver that knows only this one refuses what comes next.</Typography>
        {error && <ProblemAlert title="Not revoked" error={error} />}
      </ConfirmDialog>
    </>
  );
}
