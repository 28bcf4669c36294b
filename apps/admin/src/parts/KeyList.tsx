import { Box } from '@mui/material';
import { Fragment } from 'react';
import { monospace } from '../theme';

/** Keys, each with what it does. */
export const KeyList = ({ keys }: { keys: Record<string, string> }) => (
  <Box component="dl" sx={{ m: 0, mb: 1, display: 'grid', gridTemplateColumns: 'max-content 1fr', columnGap: 2, rowGap: 0.5 }}>
    {Object.entries(keys).map(([key, does]) => (
      <Fragment key={key}>
        <Box component="dt" sx={{ fontFamily: monospace, fontWeight: 600 }}>
          {key.toUpperCase()}
        </Box>
        <Box component="dd" sx={{ m: 0 }}>
          {does}
        </Box>
      </Fragment>
    ))}
  </Box>
);
