import type { Retained } from '@app/domain';
import { Box, Typography } from '@mui/material';
import { counted } from '../parts/count';
import { monospace } from '../theme';

/** For how long, and which variable says so. */
export const KeptFor = ({ days, setting }: Retained) => (
  <span>
    {counted(days, 'day')}
    <Typography variant="body2" component="span" sx={{ display: 'block', color: 'text.secondary' }}>
      {setting ? (
        <Box component="code" sx={{ fontFamily: monospace, fontSize: '0.8125rem' }}>
          {setting}
        </Box>
      ) : (
        'fixed'
      )}
    </Typography>
  </span>
);
