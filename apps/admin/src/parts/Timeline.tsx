import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** What happened, in order of time, along a line. */
export const Timeline = ({ label, children }: { label: string; children: ReactNode }) => (
  <Box component="ol" aria-label={label} sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {children}
  </Box>
);

/** One station of it. `isPresent`: the one that holds now, or that matters. */
export const TimelineEntry = ({ isPresent = false, children }: { isPresent?: boolean; children: ReactNode }) => (
  <Box
    component="li"
    sx={{
      position: 'relative',
      pl: 3.5,
      pb: 2.5,
      '&:last-of-type': { pb: 0 },
      '&::before': {
        content: '""',
        position: 'absolute',
        left: 4,
        top: 6,
        width: 12,
        height: 12,
        borderRadius: '50%',
        border: 2,
        borderColor: isPresent ? 'primary.main' : 'text.disabled',
        bgcolor: isPresent ? 'primary.main' : 'background.paper',
      },
      '&:not(:last-of-type)::after': { content: '""', position: 'absolute', left: 9, top: 20, bottom: -4, width: 2, bgcolor: 'divider' },
    }}
  >
    {children}
  </Box>
);
