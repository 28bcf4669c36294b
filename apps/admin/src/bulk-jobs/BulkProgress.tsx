import { isFinished, type BulkJob } from '@app/domain';
import { Alert, LinearProgress, Typography } from '@mui/material';
import { useId } from 'react';
import { count, counted } from '../parts/count';
import { ProgressAnnouncer } from '../parts/ProgressAnnouncer';
import { usePercentInTitle } from '../parts/useDocumentTitle';
import { sayActor } from '../parts/Who';
import { bulkTexts, sayOutcome } from './bulkTexts';

/** How far a bulk job, or its undo, has come. */
export function BulkProgress({ bulkJob }: { bulkJob: BulkJob }) {
  const labelId = useId();
  const { status, action, phase, total, processed, progress, waitsFor, undo } = bulkJob;
  const undoing = phase === 'undoing' && undo;
  const percent = undoing ? Math.floor((100 * undo.processed) / Math.max(1, undo.total)) : progress;
  usePercentInTitle(isFinished(bulkJob) ? undefined : percent);
  if (isFinished(bulkJob)) {
    const isGood = status === 'completed' || status === 'reverted';
    return <Alert severity={status === 'failed' ? 'error' : isGood ? 'success' : 'warning'}>{sayOutcome(bulkJob)}.</Alert>;
  }
  const [done, all] = undoing ? [undo.processed, undo.total] : [processed, total];
  const doing = status === 'pending' ? 'Waiting to start…' : undoing ? 'Undoing…' : `${bulkTexts(action).doing}…`;
  return (
    <>
      <ProgressAnnouncer says={doing} percent={status === 'pending' ? undefined : percent} />
      <Typography id={labelId} sx={{ mb: 1 }}>
        {doing} {count(done)} of {counted(all, 'product')}
      </Typography>
      <LinearProgress
        variant="determinate"
        value={percent}
        aria-labelledby={labelId}
        aria-valuetext={`${percent} percent`}
        sx={{ height: 8, borderRadius: 4 }}
      />
      {waitsFor && <Typography sx={{ mt: 1 }}>Starts by itself after {sayActor(waitsFor)}.</Typography>}
      <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
        You may close this; it goes on.
      </Typography>
    </>
  );
}
