import type { ImportJob } from '@app/domain';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { ConfirmDialog } from '../parts/ConfirmDialog';
import { counted } from '../parts/count';
import { useImportCommand } from './useImportCommand';

export function CancelImportButton({ importJob }: { importJob: ImportJob }) {
  const [asking, setAsking] = useState(false);
  const { send, isPending } = useImportCommand('cancel');
  const { id, created, updated } = importJob;
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
        cancel="Let it run"
        busy={isPending}
        onConfirm={() => send(id, { onSettled: () => setAsking(false) })}
        onClose={() => setAsking(false)}
      >
        <Typography>
          {written > 0
            ? `The ${counted(written, 'product')} created or updated so far are kept. The remaining rows are left out.`
            : 'No product has been changed yet, and none will be.'}
        </Typography>
      </ConfirmDialog>
    </CanAccess>
  );
}
