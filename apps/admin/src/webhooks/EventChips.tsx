import type { EventPattern } from '@app/domain';
import { Box, Chip } from '@mui/material';
import { monospace } from '../theme';

/** What a webhook has asked for. */
export const EventChips = ({ patterns }: { patterns: EventPattern[] }) => (
  <Box component="span" sx={{ display: 'inline-flex', flexWrap: 'wrap', gap: 0.5, verticalAlign: 'middle' }}>
    {patterns.map((pattern) => (
      <Chip
        key={pattern}
        component="span"
        size="small"
        variant="outlined"
        label={pattern === '*' ? 'everything' : pattern}
        sx={{ fontFamily: monospace, fontSize: '0.75rem' }}
      />
    ))}
  </Box>
);
