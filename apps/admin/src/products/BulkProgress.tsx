import { isFinished, type BulkJob } from '@app/domain';
import { Alert, LinearProgress, Typography } from '@mui/material';
import { count, counted } from '../parts/count';

/** How far a deletion has come. */
export function BulkProgress({ bulkJob: { status, total, processed } }: { bulkJob: BulkJob }) {
  if (isFinished({ status })) {
    return status === 'completed' ? (
      <Alert severity="success">{counted(processed, 'product')} deleted.</Alert>
    ) : (
      <Alert severity="warning">
        The deletion ended early: {count(processed)} of {counted(total, 'product')} deleted, the rest kept.
      </Alert>
    );
  }
  const percent = total ? Math.floor((processed / total) * 100) : 0;
  return (
    <>
      <Typography role="status" sx={{ mb: 1 }}>
        {status === 'pending' ? 'Waiting to start…' : 'Deleting…'} {count(processed)} of {counted(total, 'product')}
      </Typography>
      <LinearProgress
        variant="determinate"
        value={percent}
        aria-label="Deleting products"
        aria-valuetext={`${percent} percent`}
        sx={{ height: 8, borderRadius: 4 }}
      />
      <Typography variant="body2" sx={{ mt: 1, color: 'text.secondary' }}>
        You may close this; it goes on.
      </Typography>
    </>
  );
}
