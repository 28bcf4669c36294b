import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';

/** Tells whoever does not see the bar: at the start, each 10 %, when it waits, and at the end; not at each event. */
export const ProgressAnnouncer = ({ says, percent }: { says: string; percent?: number }) => (
  <Box role="status" aria-live="polite" sx={visuallyHidden}>
    {percent === undefined ? says : `${says} ${Math.floor(percent / 10) * 10} percent`}
  </Box>
);
