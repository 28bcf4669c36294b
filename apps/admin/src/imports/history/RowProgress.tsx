import { isRunning, type ImportJob } from '@app/domain';
import { Box, LinearProgress } from '@mui/material';

/** Shown as a bar that moves: it runs, or stands still on its way. */
export const moves = (importJob: ImportJob) => isRunning(importJob) || importJob.status === 'paused';

/** A running import in a row of a list. */
export const RowProgress = ({ importJob: { fileName, progress } }: { importJob: ImportJob }) => (
  <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, minWidth: 100 }}>
    <LinearProgress
      variant="determinate"
      value={progress}
      aria-label={`Import of ${fileName}`}
      aria-valuetext={`${progress} percent`}
      sx={{ flexGrow: 1, height: 8, borderRadius: 4 }}
    />
    <Box component="span" sx={{ minWidth: 40, textAlign: 'right' }}>
      {progress} %
    </Box>
  </Box>
);
