import type { ImportJob } from '@app/domain';
import RetryIcon from '@mui/icons-material/Replay';
import { Button } from '@mui/material';
import { CanAccess } from 'react-admin';
import { useNavigate } from 'react-router-dom';
import { useImportCommand } from './useImportCommand';

/** Imports the same file once more, as a new import. */
export function RetryImportButton({ importJob }: { importJob: ImportJob }) {
  const navigate = useNavigate();
  const { send, isPending } = useImportCommand('retry');
  return (
    <CanAccess resource="imports" action="run">
      <Button
        variant="outlined"
        startIcon={<RetryIcon />}
        loading={isPending}
        onClick={() => send(importJob.id, { onSuccess: ({ id }) => navigate(`/imports/${id}`) })}
      >
        Retry with the same file
      </Button>
    </CanAccess>
  );
}
