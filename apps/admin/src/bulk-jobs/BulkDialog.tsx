import { isFinished, type BulkJob } from '@app/domain';
import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, LinearProgress, Typography } from '@mui/material';
import { useEffect, useEffectEvent, useId, useState } from 'react';
import { HttpError, useGetOne } from 'react-admin';
import { counted } from '../parts/count';
import { ProblemAlert } from '../parts/ProblemAlert';
import { FilterInWords } from '../parts/FilterInWords';
import { useProgress } from '../parts/useProgress';
import { useExactCount, type Selection } from '../parts/selection';
import { listedProducts } from '../products/listedProducts';
import { AttributeForm, type AttributeSetting } from './AttributeForm';
import { BulkProgress } from './BulkProgress';
import { bulkTexts } from './bulkTexts';
import { useBulkCommand, useBulkRequest } from './useBulkJobs';

type Props = { action: BulkJob['action']; selection: Selection; onClose: () => void; onStarted: () => void };

/** Asks before many products are changed: which, and exactly how many. Then shows how far it has come; closing it stops nothing. */
export function BulkDialog({ action, selection, onClose, onStarted }: Props) {
  const titleId = useId();
  const [started, setStarted] = useState<BulkJob>();
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      {started ? (
        <Running titleId={titleId} started={started} onClose={onClose} />
      ) : (
        <Asking
          titleId={titleId}
          action={action}
          selection={selection}
          onClose={onClose}
          onStarted={(bulkJob) => {
            setStarted(bulkJob);
            onStarted();
          }}
        />
      )}
    </Dialog>
  );
}

type AskingProps = Omit<Props, 'onStarted'> & { titleId: string; onStarted: (bulkJob: BulkJob) => void };

function Asking({ titleId, action, selection, onClose, onStarted }: AskingProps) {
  const { data: counts, error: countError, refetch } = useExactCount(listedProducts, selection);
  const { mutate, isPending, error } = useBulkRequest();
  const [attribute, setAttribute] = useState<AttributeSetting>();
  const changedTo: number | undefined = error instanceof HttpError && error.body?.code === 'count_changed' ? error.body.count : undefined;
  const [agreed, setAgreed] = useState<number>();
  const number = changedTo ?? counts;
  const { title } = bulkTexts(action);
  const ready = number !== undefined && number > 0 && (action !== 'set_attribute' || attribute !== undefined);
  const problem = changedTo === undefined ? error : null;

  const start = () => {
    setAgreed(number);
    mutate({ url: '/api/products/bulk', body: { action, attribute, ...selection, expect: number } }, { onSuccess: onStarted });
  };

  return (
    <>
      <DialogTitle id={titleId} component="h2">
        {action === 'set_attribute' ? 'Set an attribute' : `${title} products`}
      </DialogTitle>
      <DialogContent>
        {countError && <ProblemAlert title="The products could not be counted" error={countError} onRetry={() => refetch()} />}
        {number === undefined && !countError && <LinearProgress aria-label="Counting products" />}
        {changedTo !== undefined && agreed !== changedTo && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            The catalogue has changed meanwhile: it is {counted(changedTo, 'product')} now. Nothing was done yet.
          </Alert>
        )}
        {problem && <ProblemAlert title="Nothing was changed" error={problem} />}
        {number !== undefined && (
          <Typography component="div" sx={{ mb: 2 }}>
            <strong>{counted(number, 'product')}</strong>. <FilterInWords of={listedProducts} selection={selection} />
          </Typography>
        )}
        {action === 'set_attribute' && <AttributeForm onChange={setAttribute} />}
        {number !== undefined && number > 0 && (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            It can be undone for 90 days.
          </Typography>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        <Button onClick={onClose} autoFocus={action !== 'set_attribute'}>
          Leave them
        </Button>
        <Button variant="contained" color={action === 'delete' ? 'error' : 'primary'} disabled={!ready} loading={isPending} onClick={start}>
          {title} {number === undefined ? 'products' : counted(number, 'product')}
        </Button>
      </DialogActions>
    </>
  );
}

function Running({ titleId, started, onClose }: { titleId: string; started: BulkJob; onClose: () => void }) {
  const { data: bulkJob = started } = useGetOne<BulkJob>('bulk-jobs', { id: started.id });
  useProgress('bulk-jobs', bulkJob);
  const { send: cancel, isPending } = useBulkCommand(started.id, 'cancel');
  const isOver = isFinished(bulkJob);
  const isGood = bulkJob.status === 'completed';
  const close = useEffectEvent(onClose);
  useEffect(() => {
    if (isGood) close(); // the toast tells it, with the way back
  }, [isGood]);
  return (
    <>
      <DialogTitle id={titleId} component="h2">
        {bulkTexts(bulkJob.action).doing} products
      </DialogTitle>
      <DialogContent>
        <BulkProgress bulkJob={bulkJob} />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        {!isOver && (
          <Button color="error" loading={isPending} onClick={() => cancel()}>
            Stop, keep the rest
          </Button>
        )}
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </DialogActions>
    </>
  );
}
