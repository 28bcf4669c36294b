import type { ImportJob } from '@app/domain';
import { Alert, Link } from '@mui/material';
import { Link as RouterLink } from 'react-router-dom';

/** Which work goes first, when an import has to wait. */
export function WaitsFor({ importJob: { waitsFor } }: { importJob: ImportJob }) {
  if (!waitsFor) return null;
  const [kind, id] = waitsFor.split(':');
  return (
    <Alert severity="info" sx={{ mt: 2 }}>
      {kind === 'import' ? (
        <>
          Starts by itself after{' '}
          <Link component={RouterLink} to={`/imports/${id}`} underline="always">
            import {id}
          </Link>
          .
        </>
      ) : (
        'Starts by itself when the deletion under way has ended.'
      )}
    </Alert>
  );
}
