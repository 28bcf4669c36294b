import type { ImportJob } from '@app/domain';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { counted } from '../../parts/count';
import { useImportCommand } from '../useImportCommand';

export function CancelImportButton({ importJob }: { importJob: ImportJob }) {
  const [asking, setAsking] = useState(false);
  const { send, isPending } = useImportCommand(importJob.id, 'cancel');
  const { created, updated, processed } = importJob;
  const written = created + updated;

  return (
    <CanAccess resource="imports" action="run">
      <Button variant="outlined" color="error" onClick={() => setAsking(true)}>
        Cancel import
      </Button>
      <ConfirmDialog
        open={asking}
        title="Cancel this import?"
        confirm="Cancel import"
        cancel="Keep it"
        busy={isPending}
        onConfirm={() => send(undefined, { onSettled: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        <Typography>
          {written > 0
            ? `Keeps the ${counted(processed, 'row')} already done, with ${counted(written, 'product')} created or updated; you can revert them afterwards. The remaining rows are left out.`
            : 'No product has been changed yet, and none will be.'}
        </Typography>
      </ConfirmDialog>
    </CanAccess>
  );
}
