import { Box, Typography } from '@mui/material';
import { useId } from 'react';
import { monospace } from '../../theme';
import { withVisibleTabs } from './withVisibleTabs';

type Props = { title: string; lines: string[] };

/** Lines of the file as they are, with visible tabs. */
export function RawLines({ title, lines }: Props) {
  const titleId = useId();
  return (
    <Box sx={{ mt: 2.5 }}>
      <Typography variant="h3" component="h3" id={titleId}>
        {title}
      </Typography>
      <Box
        component="pre"
        tabIndex={0}
        role="group"
        aria-labelledby={titleId}
        sx={{
          fontFamily: monospace,
          fontSize: '0.8125rem',
          lineHeight: 1.6,
          m: 0,
          mt: 1,
          p: 1.5,
          borderRadius: 1,
          bgcolor: 'action.hover',
          overflow: 'auto',
          maxHeight: 240,
        }}
      >
        {withVisibleTabs(lines.join('\n'))}
      </Box>
    </Box>
  );
}
