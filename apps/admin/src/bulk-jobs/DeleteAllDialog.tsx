import { isFinished, type BulkJob } from '@app/domain';
import DownloadIcon from '@mui/icons-material/Download';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, LinearProgress, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { useGetOne } from 'react-admin';
import { counted } from '../parts/count';
import { plainDate } from '../parts/plainDate';
import { ProblemAlert } from '../parts/ProblemAlert';
import { revertibleUntil } from '../parts/revertibleUntil';
import { TypeTheNumber } from '../parts/TypeTheNumber';
import { ExportDialog } from '../parts/export/ExportDialog';
import { useProgress } from '../parts/useProgress';
import { useExactCount } from '../parts/selection';
import { listedProducts } from '../products/listedProducts';
import { BulkProgress } from './BulkProgress';
import { HeardBy } from './HeardBy';
import { useBulkCommand, useBulkRequest } from './useBulkJobs';

const everything = { filter: {} };

/** Deletes the whole catalogue, on purpose only: first the exact count and a way to keep a copy, then the same number typed. */
export function DeleteAllDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const [step, setStep] = useState<'told' | 'typing' | 'exporting'>('told');
  const [fits, setFits] = useState(false);
  const [until] = useState(() => plainDate(revertibleUntil(new Date())));
  const { data: total, error: countError, refetch } = useExactCount(listedProducts, everything);
  const { mutate, data: started, error, isPending, reset } = useBulkRequest();
  const asks = !started && !error && !countError && total !== undefined && total > 0;

  const startAgain = () => {
    reset();
    setStep('told');
    setFits(false);
    refetch();
  };

  if (step === 'exporting') return <ExportDialog of={listedProducts} selection={everything} onClose={() => setStep('told')} />;
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId} component="h2">
        Delete all products
      </DialogTitle>
      <DialogContent>
        {countError && <ProblemAlert title="The products could not be counted" error={countError} onRetry={() => refetch()} />}
        {error && <ProblemAlert title="Nothing was deleted" error={error} onRetry={startAgain} />}
        {started && <Deletion started={started} />}
        {total === undefined && !countError && <LinearProgress aria-label="Counting products" />}
        {total === 0 && !started && <Typography>There are no products to delete.</Typography>}
        {asks && step === 'told' && (
          <>
            <Typography sx={{ mb: 1.5 }}>
              This deletes <strong>{counted(total, 'product')}</strong>: the whole catalogue, whatever the list is filtered by. Imports and
              their numbers stay.
            </Typography>
            <HeardBy products={total} />
            <Typography sx={{ mb: 2 }}>It can be undone until {until}.</Typography>
            <Button variant="outlined" startIcon={<DownloadIcon />} onClick={() => setStep('exporting')}>
              Export first
            </Button>
          </>
        )}
        {asks && step === 'typing' && <TypeTheNumber number={total} of="products" autoFocus onChange={setFits} />}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        {started && <Stop id={started.id} />}
        <Button onClick={onClose} autoFocus>
          {asks ? 'Keep them' : 'Close'}
        </Button>
        {asks && step === 'told' && (
          <Button variant="outlined" color="error" onClick={() => setStep('typing')}>
            Continue
          </Button>
        )}
        {asks && step === 'typing' && (
          <Button
            variant="contained"
            color="error"
            disabled={!fits}
            loading={isPending}
            onClick={() => mutate({ url: `/api/products?confirm=${total}`, method: 'DELETE' })}
          >
            Delete {counted(total, 'product')}
          </Button>
        )}
      </DialogActions>
    </Dialog>
  );
}

const useLatest = (id: number) => useGetOne<BulkJob>('bulk-jobs', { id }).data;

function Deletion({ started }: { started: BulkJob }) {
  const bulkJob = useLatest(started.id) ?? started;
  useProgress('bulk-jobs', bulkJob);
  return <BulkProgress bulkJob={bulkJob} />;
}

/** While it runs: ends it and keeps the rest. Afterwards: takes it back. */
function Stop({ id }: { id: number }) {
  const bulkJob = useLatest(id);
  const { send: cancel, isPending } = useBulkCommand(id, 'cancel');
  const { send: undo, isPending: isUndoing } = useBulkCommand(id, 'undo');
  if (!bulkJob) return null;
  if (bulkJob.canUndo) {
    return (
      <Button variant="outlined" loading={isUndoing} onClick={() => undo()}>
        Undo
      </Button>
    );
  }
  if (isFinished(bulkJob) || bulkJob.phase !== 'applying') return null;
  return (
    <Button color="error" loading={isPending} onClick={() => cancel()}>
      Cancel, keep the rest
    </Button>
  );
}
