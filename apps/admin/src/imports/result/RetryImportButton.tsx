import type { ImportJob } from '@app/domain';
import RetryIcon from '@mui/icons-material/Replay';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { counted } from '../../parts/count';
import { useImportCommand } from '../useImportCommand';

/** Imports once more, as a new import: the rows that were not reached, or the whole file if none was. */
export function RetryImportButton({ importJob }: { importJob: ImportJob }) {
  const navigate = useNavigate();
  const { send, isPending } = useImportCommand(importJob.id, 'retry');
  const { created, updated, unchanged, notProcessed } = importJob;
  const begun = created + updated + unchanged > 0;
  return (
    <CanAccess resource="imports" action="run">
      <Button
        variant="outlined"
        startIcon={<RetryIcon />}
        loading={isPending}
        onClick={() => send(undefined, { onSuccess: ({ id }) => navigate(`/imports/${id}`) })}
      >
        {begun ? `Retry the ${counted(notProcessed, 'row')} left out` : 'Retry with the same file'}
      </Button>
    </CanAccess>
  );
}
