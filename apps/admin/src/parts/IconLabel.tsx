import { Box, type SvgIconProps } from '@mui/material';
import type { ComponentType, ReactNode } from 'react';
import type { Outcome } from './outcomes';

type Props = { icon: ComponentType<SvgIconProps>; colour: Outcome; wraps?: boolean; children: ReactNode };

/** A state as icon, word and colour. `wraps`: the words are a sentence. */
export const IconLabel = ({ icon: Icon, colour, wraps = false, children }: Props) => (
  <Box
    component="span"
    sx={{
      display: 'inline-flex',
      alignItems: wraps ? 'flex-start' : 'center',
      gap: 0.75,
      whiteSpace: wraps ? 'normal' : 'nowrap',
      verticalAlign: 'middle',
    }}
  >
    <Icon aria-hidden sx={{ fontSize: 18, mt: wraps ? '2px' : 0, color: (theme) => theme.palette.outcome[colour] }} />
    <span>{children}</span>
  </Box>
);
