import { Box, Typography } from '@mui/material';
import type { ReactNode } from 'react';
import { useDocumentTitle } from './useDocumentTitle';

type Props = { title: string; tabTitle?: string; actions?: ReactNode; lead?: ReactNode; width?: number; children: ReactNode };

/** The frame of a screen: heading, its actions, content; as wide as it can be read. */
export function Page({ title, tabTitle = title, actions, lead, width = 1680, children }: Props) {
  useDocumentTitle(tabTitle);
  return (
    <Box sx={{ width: '100%', maxWidth: width, px: { xs: 2, md: 3 }, pt: { xs: 2, md: 3 }, pb: 6, minWidth: 0 }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', columnGap: 2, rowGap: 1, mb: 2 }}>
        <Box sx={{ flex: '1 1 auto', minWidth: 0 }}>
          <Typography variant="h1" sx={{ overflowWrap: 'anywhere' }}>
            {title}
          </Typography>
          {lead && (
            <Typography component="div" sx={{ color: 'text.secondary', mt: 0.5, overflowWrap: 'anywhere' }}>
              {lead}
            </Typography>
          )}
        </Box>
        {actions && <Box sx={actionsSx}>{actions}</Box>}
      </Box>
      {children}
    </Box>
  );
}

/** Icons give way on phones, so that the buttons stay in one line. */
const actionsSx = {
  display: 'flex',
  flexWrap: 'wrap',
  alignItems: 'center',
  gap: { xs: 0.5, sm: 1 },
  '& .MuiButton-root': { px: { xs: 1, sm: 2 } },
  '& .MuiButton-startIcon': { display: { xs: 'none', sm: 'inherit' } },
} as const;
