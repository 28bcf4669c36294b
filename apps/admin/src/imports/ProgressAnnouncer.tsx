import { isFinished, isWaiting, type ImportJob } from '@app/domain';
import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { resultTitle } from './result/resultTitle';
import { statusTexts } from '../parts/statusTexts';

/** Speaks at the start, each 10 %, when it waits, and at the end; not at each event. */
export const ProgressAnnouncer = ({ importJob }: { importJob: ImportJob }) => (
  <Box role="status" aria-live="polite" sx={visuallyHidden}>
    {say(importJob)}
  </Box>
);

function say(importJob: ImportJob): string {
  if (isFinished(importJob)) return resultTitle(importJob);
  if (isWaiting(importJob)) return statusTexts[importJob.status];
  return `${importJob.message} ${Math.floor(importJob.progress / 10) * 10} percent`;
}
