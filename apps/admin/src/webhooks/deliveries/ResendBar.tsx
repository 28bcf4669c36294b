import ResendIcon from '@mui/icons-material/Replay';
import { Button } from '@mui/material';
import { useState } from 'react';
import { BulkActionsToolbar, useListContext } from 'react-admin';
import { count } from '../../parts/count';
import { ReplayDialog } from '../replay/ReplayDialog';
import { useWebhook } from '../useWebhooks';

/** What can be done with the deliveries that are ticked. */
export function ResendBar({ webhookId }: { webhookId: number }) {
  const { selectedIds, onUnselectItems } = useListContext();
  const { data: webhook } = useWebhook(webhookId);
  const [asking, setAsking] = useState(false);
  return (
    <>
      {selectedIds.length > 0 && (
        <BulkActionsToolbar label={`${count(selectedIds.length)} selected`} selectAllButton={false}>
          <Button size="small" startIcon={<ResendIcon />} disabled={!webhook?.enabled} onClick={() => setAsking(true)}>
            Resend
          </Button>
        </BulkActionsToolbar>
      )}
      {asking && (
        <ReplayDialog
          webhookId={webhookId}
          request={{ deliveryIds: selectedIds.map(Number), latest: false }}
          onStarted={onUnselectItems}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
