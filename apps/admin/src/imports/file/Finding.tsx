import { Box } from '@mui/material';
import type { ReactNode } from 'react';

type Props = { evidence: string; children: ReactNode };

/** One thing found out about a file: the choice, and beside it why. The choice carries the name for everybody. */
export const Finding = ({ evidence, children }: Props) => (
  <Box
    sx={{
      display: 'grid',
      gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: '340px minmax(0, 1fr)' },
      columnGap: 3,
      rowGap: 0.75,
      alignItems: 'center',
      '& .MuiFormControl-root': { width: '100%', m: 0 },
    }}
  >
    <Box>{children}</Box>
    <Box sx={{ m: 0, color: 'text.secondary', overflowWrap: 'anywhere' }}>{evidence}</Box>
  </Box>
);
