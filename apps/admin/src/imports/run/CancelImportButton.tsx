import type { ImportJob } from '@app/domain';
import { Button, Typography } from '@mui/material';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { counted } from '../../parts/count';
import { kindViews } from '../kinds';
import { useImportCommand } from '../useImportCommand';

export function CancelImportButton({ importJob }: { importJob: ImportJob }) {
  const [asking, setAsking] = useState(false);
  const { send, isPending } = useImportCommand(importJob.id, 'cancel');
  const { created, updated, processed, kind } = importJob;
  const { sayWritten, canRevert } = kindViews[kind];
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
            ? `Keeps the ${counted(processed, 'row')} already done, with ${sayWritten(written)}; ${canRevert ? 'you can revert them afterwards' : 'this kind of import cannot be undone'}. The remaining rows are left out.`
            : 'Nothing has been changed yet, and nothing will be.'}
        </Typography>
      </ConfirmDialog>
    </CanAccess>
  );
}
