import ResendIcon from '@mui/icons-material/Replay';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import { ReplayDialog } from '../replay/ReplayDialog';
import { useWebhook } from '../useWebhooks';

/** All that is kept, if no time is chosen. */
const fromTheStart = new Date(0).toISOString();

/** Resends all that has failed: since the time that the list is filtered by, or at all. */
export function ResendFailedButton({ webhookId }: { webhookId: number }) {
  const { filterValues } = useListContext();
  const { data: webhook } = useWebhook(webhookId);
  const [asking, setAsking] = useState(false);
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<ResendIcon />}
        disabled={!webhook?.enabled}
        onClick={() => setAsking(true)}
        sx={{ flexShrink: 0 }}
      >
        Resend failed…
      </Button>
      {asking && (
        <ReplayDialog
          webhookId={webhookId}
          request={{ failedSince: filterValues.createdAt_gte ?? fromTheStart, latest: false }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
