import type { Webhook } from '@app/domain';
import { Switch } from '@mui/material';
import { useState } from 'react';
import { useNotify } from 'react-admin';
import { EnableDialog } from './EnableDialog';
import { useWebhookCommand } from './useWebhooks';

/** Switches a webhook off at once, since that loses nothing; on, after asking where it shall go on. */
export function EnabledSwitch({ webhook: { id, url, enabled } }: { webhook: Webhook }) {
  const notify = useNotify();
  const [asking, setAsking] = useState(false);
  const { mutate: disable, isPending } = useWebhookCommand(`webhooks/${id}/disable`);
  const change = (on: boolean) => {
    if (on) return setAsking(true);
    disable(undefined, {
      onSuccess: () => notify('The webhook is off. What happens meanwhile waits for it.', { type: 'success' }),
      onError: (problem) => notify(problem.message, { type: 'error' }),
    });
  };
  return (
    <>
      <Switch
        size="small"
        checked={isPending ? false : enabled}
        onClick={(event) => event.stopPropagation()}
        onChange={(_, on) => isPending || change(on)}
        slotProps={{ input: { 'aria-label': `${url} is on`, 'aria-busy': isPending } }}
      />
      {asking && <EnableDialog id={id} onClose={() => setAsking(false)} />}
    </>
  );
}
