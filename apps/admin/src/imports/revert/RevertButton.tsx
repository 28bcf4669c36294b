import type { ImportJob } from '@app/domain';
import RevertIcon from '@mui/icons-material/Undo';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { counted } from '../../parts/count';
import { plainDate } from '../../parts/plainDate';
import { revertibleUntil } from '../../parts/revertibleUntil';
import { useImportCommand } from '../useImportCommand';

/** Takes a whole import back, after saying what that means. */
export function RevertButton({ importJob }: { importJob: ImportJob }) {
  const [asking, setAsking] = useState(false);
  const { send, isPending } = useImportCommand(importJob.id, 'revert');
  const { created, updated, finishedAt } = importJob;
  const deeds = [
    created > 0 && `removes the ${counted(created, 'product')} that this import created`,
    updated > 0 && `restores the ${counted(updated, 'product')} that it changed`,
  ].filter(Boolean);

  return (
    <CanAccess resource="imports" action="run">
      <Button variant="outlined" color="error" startIcon={<RevertIcon />} onClick={() => setAsking(true)}>
        Revert…
      </Button>
      <ConfirmDialog
        open={asking}
        title="Revert this import?"
        confirm={`Revert ${counted(created + updated, 'product')}`}
        cancel="Leave it"
        busy={isPending}
        onConfirm={() => send(undefined, { onSettled: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        <Typography sx={{ mb: 1.5 }}>This {deeds.join(' and ')}.</Typography>
        <Typography sx={{ mb: 1.5 }}>
          Products that someone changed or deleted since are kept as they are, and listed afterwards.
        </Typography>
        <Typography sx={{ color: 'text.secondary' }}>
          A revert cannot itself be reverted; importing the file again brings everything back.
          {finishedAt && ` It is possible until ${plainDate(revertibleUntil(new Date(finishedAt)))}.`}
        </Typography>
      </ConfirmDialog>
    </CanAccess>
  );
}
