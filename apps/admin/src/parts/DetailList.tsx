import { Box } from '@mui/material';
import type { ReactNode } from 'react';

/** Words and what they say of one thing, line by line. */
export const DetailList = ({ children }: { children: ReactNode }) => (
  <Box
    component="dl"
    sx={{
      m: 0,
      display: 'grid',
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: 'max-content minmax(0, 1fr)' },
      columnGap: 3,
      rowGap: { xs: 0, sm: 1 },
    }}
  >
    {children}
  </Box>
);

export const Detail = ({ word, children }: { word: string; children: ReactNode }) => (
  <>
    <Box component="dt" sx={{ color: 'text.secondary', lineHeight: '24px' }}>
      {word}
    </Box>
    <Box component="dd" sx={{ m: 0, mb: { xs: 1, sm: 0 }, minWidth: 0, lineHeight: '24px', overflowWrap: 'anywhere' }}>
      {children}
    </Box>
  </>
);
