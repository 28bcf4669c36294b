import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import type { ReactNode } from 'react';

/** Words for screen readers only. */
export const VisuallyHidden = ({ children }: { children: ReactNode }) => <Box sx={visuallyHidden}>{children}</Box>;
