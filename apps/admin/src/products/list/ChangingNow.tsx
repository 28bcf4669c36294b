import { Alert, Button } from '@mui/material';
import { useRefresh } from 'react-admin';
import { useRunningBulkJobs, useRunningImports } from '../../parts/useRunningWork';

/** Says that rows may be out of date, instead of letting them jump about. */
export function ChangingNow() {
  const refresh = useRefresh();
  const isImporting = useRunningImports().some(({ phase }) => phase === 'importing');
  const isBulk = useRunningBulkJobs().some(({ status }) => status === 'processing');
  if (!isImporting && !isBulk) return null;
  return (
    <Alert
      severity="info"
      sx={{ mb: 2 }}
      action={
        <Button color="inherit" onClick={refresh}>
          Refresh
        </Button>
      }
    >
      {isImporting ? 'An import' : 'A bulk change'} is changing products right now.
    </Alert>
  );
}
