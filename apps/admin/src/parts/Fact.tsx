import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';

/** Facts side by side, as many in a line as have room. */
export const Facts = ({ children }: { children: ReactNode }) => (
  <Box component="dl" sx={{ m: 0, display: 'flex', flexWrap: 'wrap', gap: 2 }}>
    {children}
  </Box>
);

/** A large number, or what else is to be seen at once, above its word. */
export const Fact = ({ word, children }: { word: string; children: ReactNode }) => (
  <Box sx={{ display: 'flex', flexDirection: 'column-reverse', justifyContent: 'flex-end', flex: '1 1 min(132px, 40%)', maxWidth: '100%' }}>
    <Box component="dt" sx={{ color: 'text.secondary' }}>
      {word}
    </Box>
    <Typography component="dd" sx={{ m: 0, fontSize: '1.25rem', fontWeight: 600, lineHeight: 1.4, overflowWrap: 'break-word' }}>
      {children}
    </Typography>
  </Box>
);
