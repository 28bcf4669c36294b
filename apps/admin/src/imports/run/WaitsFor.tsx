import type { ImportJob } from '@app/domain';
import { Alert, Link } from '@mui/material';
import { useGetOne } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { counted } from '../../parts/count';

/** Which work goes first, when an import has to wait for its turn to write. */
export function WaitsFor({ importJob: { waitsFor, queuePosition } }: { importJob: ImportJob }) {
  if (!waitsFor) return null;
  const [kind, id] = waitsFor.split(':') as [string, string];
  const behind = queuePosition !== null && queuePosition > 1 ? ` ${counted(queuePosition, 'piece')} of work are before it in line.` : '';
  return (
    <Alert severity="info" sx={{ mt: 2 }}>
      {kind === 'import' || kind === 'revert' ? (
        <AfterImport id={Number(id)} />
      ) : (
        'Starts by itself when the bulk change under way has ended.'
      )}
      {behind}
    </Alert>
  );
}

function AfterImport({ id }: { id: number }) {
  const { data: other } = useGetOne<ImportJob>('imports', { id }, { refetchInterval: 5_000 });
  return (
    <>
      Starts by itself after{' '}
      <Link component={RouterLink} to={`/imports/${id}`} underline="always">
        import {id}
      </Link>
      {other?.status === 'paused' ? ', which is paused: resume or cancel that one first.' : '.'}
    </>
  );
}
