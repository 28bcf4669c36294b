import { isFinished } from '@app/domain';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, LinearProgress, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useGetList, useRefresh } from 'react-admin';
import { counted } from '../parts/count';
import { ProblemAlert } from '../parts/ProblemAlert';
import { TypeTheNumber } from '../parts/TypeTheNumber';
import { BulkProgress } from './BulkProgress';
import { useDeleteAll } from './useDeleteAll';

const everything = { pagination: { page: 1, perPage: 1 }, sort: { field: 'id', order: 'ASC' } } as const;

/** Deletes the whole catalogue, on purpose only: first the exact count, then the same number typed. */
export function DeleteAllDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const refresh = useRefresh();
  const [step, setStep] = useState<'told' | 'typing'>('told');
  const [fits, setFits] = useState(false);
  const { total, error: countError, refetch } = useGetList('products', everything, { staleTime: 0, gcTime: 0 });
  const { start, bulkJob, error, busy, reset } = useDeleteAll();
  const asks = !bulkJob && !error && !countError && total !== undefined && total > 0;

  const close = () => {
    if (bulkJob) refresh();
    onClose();
  };
  const startAgain = () => {
    reset();
    setStep('told');
    setFits(false);
    refetch();
  };

  return (
    <Dialog open onClose={close} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId} component="h2">
        {bulkJob && isFinished(bulkJob) ? 'Products deleted' : 'Delete all products'}
      </DialogTitle>
      <DialogContent>
        {countError && <ProblemAlert title="The products could not be counted" error={countError} onRetry={() => refetch()} />}
        {error && <ProblemAlert title="Nothing was deleted" error={error} onRetry={startAgain} />}
        {bulkJob && <BulkProgress bulkJob={bulkJob} />}
        {total === undefined && !countError && <LinearProgress aria-label="Counting products" />}
        {total === 0 && !bulkJob && <Typography>There are no products to delete.</Typography>}
        {asks && step === 'told' && (
          <Typography>
            This deletes <strong>{counted(total, 'product')}</strong>: the whole catalogue, whatever the list is filtered by. Imports and
            their numbers stay. It cannot be undone here.
          </Typography>
        )}
        {asks && step === 'typing' && <TypeTheNumber number={total} of="products" autoFocus onChange={setFits} />}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        <Button onClick={close} autoFocus>
          {asks ? 'Keep them' : 'Close'}
        </Button>
        {asks && step === 'told' && (
          <Button variant="outlined" color="error" onClick={() => setStep('typing')}>
            Continue
          </Button>
        )}
        {asks && step === 'typing' && (
          <Button variant="contained" color="error" disabled={!fits} loading={busy} onClick={() => start(total)}>
            Delete {counted(total, 'product')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}
