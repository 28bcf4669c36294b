import UndoIcon from '@mui/icons-material/Undo';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import type { BulkJob } from '@app/domain';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { counted } from '../parts/count';
import { plainDate } from '../parts/plainDate';
import { revertibleUntil } from '../parts/revertibleUntil';
import { useBulkCommand } from './useBulkJobs';

/** Takes a bulk job back, after saying what that means. */
export function UndoBulkButton({ bulkJob: { id, updated, deleted, finishedAt } }: { bulkJob: BulkJob }) {
  const [asking, setAsking] = useState(false);
  const { send, isPending } = useBulkCommand(id, 'undo');
  const products = counted(updated + deleted, 'product');
  return (
    <CanAccess resource="bulk-jobs" action="edit">
      <Button variant="outlined" startIcon={<UndoIcon />} onClick={() => setAsking(true)}>
        Undo…
      </Button>
      <ConfirmDialog
        open={asking}
        title="Undo this?"
        confirm={`Restore ${products}`}
        cancel="Leave it"
        busy={isPending}
        harmless
        onConfirm={() => send(() => setAsking(false))}
        onClose={() => setAsking(false)}
      >
        <Typography sx={{ mb: 1.5 }}>
          {products} {deleted ? 'come back with their ids and values' : 'get the values back that they had before'}. Those that someone
          changed since are kept as they are, and listed afterwards.
        </Typography>
        {finishedAt && (
          <Typography sx={{ color: 'text.secondary' }}>It is possible until {plainDate(revertibleUntil(new Date(finishedAt)))}.</Typography>
        )}
      </ConfirmDialog>
    </CanAccess>
  );
}
