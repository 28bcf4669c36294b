import type { ImportJob } from '@app/domain';
import { Alert } from '@mui/material';
import { counted } from '../../parts/count';
import { kindViews } from '../kinds';

/** The result as one sentence. */
export function ResultNotice({
  importJob: { kind, status, created, updated, rejected, notProcessed, warnings },
}: {
  importJob: ImportJob;
}) {
  const { sayWritten, nothingNew, canRevert } = kindViews[kind];
  const written = created + updated;
  if (status === 'cancelled') {
    return (
      <Alert severity="warning">
        {written > 0
          ? `Cancelled on request. ${sayWritten(written)}, and that stays so`
          : 'Cancelled on request before anything was changed'}
        {notProcessed > 0 ? `; ${counted(notProcessed, 'row was', 'rows were')} left out.` : '.'}
      </Alert>
    );
  }
  if (rejected > 0) {
    return (
      <Alert severity="warning">
        {counted(rejected, 'row has', 'rows have')} an error and {rejected === 1 ? 'was' : 'were'} left out; see below which, and repair{' '}
        {rejected === 1 ? 'it' : 'them'} here or in a file.
      </Alert>
    );
  }
  if (warnings.some(({ code }) => code === 'no_rows')) return null; // the warning says it all
  return (
    <Alert severity="success">
      {written > 0 ? `${sayWritten(written)}.${canRevert ? '' : ' This kind of import cannot be undone.'}` : nothingNew}
    </Alert>
  );
}
