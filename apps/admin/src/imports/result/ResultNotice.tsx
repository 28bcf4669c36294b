import type { ImportJob } from '@app/domain';
import { Alert } from '@mui/material';
import { counted } from '../../parts/count';

/** The result as one sentence. */
export function ResultNotice({ importJob: { status, created, updated, rejected, notProcessed, warnings } }: { importJob: ImportJob }) {
  const written = created + updated;
  if (status === 'cancelled') {
    return (
      <Alert severity="warning">
        {written > 0
          ? `Cancelled on request. ${counted(written, 'product')} had been created or updated and stay so`
          : 'Cancelled on request before any product was changed'}
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
      {written > 0 ? `${counted(written, 'product')} created or updated.` : 'Nothing had to change: the catalogue already said the same.'}
    </Alert>
  );
}
