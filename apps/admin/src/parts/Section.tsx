import { Box, Card, Typography } from '@mui/material';
import { useId, type ReactNode } from 'react';

type Props = { title: string; lead?: ReactNode; action?: ReactNode; flush?: boolean; children: ReactNode };

const flushSx = {
  pt: 1.5,
  '& td:first-of-type, & th:first-of-type': { pl: { sm: 3 } },
  '& td:last-of-type, & th:last-of-type': { pr: { sm: 3 } },
} as const;

/** A titled card of a screen. `flush`: a table that reaches its edges. */
export function Section({ title, lead, action, flush = false, children }: Props) {
  const titleId = useId();
  const padding = { xs: 2, sm: 3 };
  return (
    <Card component="section" aria-labelledby={titleId}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 1, px: padding, pt: { xs: 2, sm: 2.5 } }}>
        <Box sx={{ flex: '1 1 16rem', minWidth: 0 }}>
          <Typography variant="h2" id={titleId}>
            {title}
          </Typography>
          {lead && (
            <Typography component="div" sx={{ color: 'text.secondary', mt: 0.25 }}>
              {lead}
            </Typography>
          )}
        </Box>
        {action}
      </Box>
      <Box sx={flush ? flushSx : { px: padding, pt: 1.5, pb: padding }}>{children}</Box>
    </Card>
  );
}
