import { isFinished, type ImportJob } from '@app/domain';
import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { resultTitle } from './resultTitle';

/** Speaks at the start, each 10 %, when it waits, and at the end; not at each event. */
export const ProgressAnnouncer = ({ importJob }: { importJob: ImportJob }) => (
  <Box role="status" aria-live="polite" sx={visuallyHidden}>
    {isFinished(importJob) ? resultTitle(importJob) : `${importJob.message} ${Math.floor(importJob.progress / 10) * 10} percent`}
  </Box>
);
