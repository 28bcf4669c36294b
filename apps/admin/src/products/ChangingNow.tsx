import { Alert, Button } from '@mui/material';
import { useRefresh } from 'react-admin';
import { useRunningImports } from '../parts/useRunningImports';

/** Says that rows may be out of date, instead of letting them jump about. */
export function ChangingNow() {
  const refresh = useRefresh();
  const applying = useRunningImports().some(({ phase }) => phase === 'importing');
  if (!applying) return null;
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
      An import is changing products right now.
    </Alert>
  );
}
