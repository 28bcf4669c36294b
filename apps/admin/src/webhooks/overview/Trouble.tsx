import type { Webhook } from '@app/domain';
import { Alert, AlertTitle, Box, Button } from '@mui/material';
import { useState } from 'react';
import { CanAccess, useNotify } from 'react-admin';
import { Link } from 'react-router-dom';
import { alertActionSx } from '../../parts/alertActionSx';
import { sayBehind } from '../behind';
import { EnableDialog } from '../EnableDialog';
import { useWebhookCommand } from '../useWebhooks';
import { disabledTexts, sayState } from '../webhookTexts';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

/** Why nothing gets through, since when, what waits, and what helps. */
export function Trouble({ webhook }: { webhook: Webhook }) {
  if (webhook.state === 'disabled') return <Stopped webhook={webhook} />;
  if (webhook.state === 'failing') return <Failing webhook={webhook} />;
  return null;
}

const Waits = ({ behind }: Pick<Webhook, 'behind'>) => {
  const waits = sayBehind(behind);
  return waits ? <Box sx={{ mt: 0.5 }}>Waiting: {waits}.</Box> : null;
};

const LastError = ({ lastError }: Pick<Webhook, 'lastError'>) =>
  lastError ? <Box sx={{ mb: 0.5, overflowWrap: 'anywhere' }}>Last of all: {lastError}</Box> : null;

function Stopped({ webhook }: { webhook: Webhook }) {
  const [asking, setAsking] = useState(false);
  const reason = webhook.disabledReason ?? 'user';
  return (
    <Alert
      severity={reason === 'user' ? 'info' : 'error'}
      sx={alertActionSx}
      action={
        <CanAccess resource="webhooks" action="edit">
          <Button color="inherit" onClick={() => setAsking(true)}>
            Switch it on…
          </Button>
        </CanAccess>
      }
    >
      <AlertTitle>{capital(sayState(webhook))}</AlertTitle>
      {reason !== 'user' && <LastError lastError={webhook.lastError} />}
      {disabledTexts[reason].remedy}
      <Waits behind={webhook.behind} />
      {asking && <EnableDialog id={webhook.id} onClose={() => setAsking(false)} />}
    </Alert>
  );
}

function Failing({ webhook }: { webhook: Webhook }) {
  const notify = useNotify();
  const { mutate: tryNow, isPending } = useWebhookCommand(`webhooks/${webhook.id}/try-now`);
  return (
    <Alert
      severity="error"
      sx={alertActionSx}
      action={
        <CanAccess resource="webhooks" action="edit">
          <Button
            color="inherit"
            loading={isPending}
            onClick={() => tryNow(undefined, { onError: ({ message }) => notify(message, { type: 'error' }) })}
          >
            Try now
          </Button>
          <Button color="inherit" component={Link} to={`/webhooks/${webhook.id}/test`}>
            Send a test
          </Button>
        </CanAccess>
      }
    >
      <AlertTitle>{capital(sayState(webhook))}</AlertTitle>
      <LastError lastError={webhook.lastError} />
      It is tried again by itself, at least every ten minutes; after five days without success it is switched off. Nothing is lost
      meanwhile.
      <Waits behind={webhook.behind} />
    </Alert>
  );
}
