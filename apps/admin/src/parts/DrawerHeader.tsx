import CloseIcon from '@mui/icons-material/Close';
import { Box, IconButton, Tooltip, Typography } from '@mui/material';
import type { ReactNode } from 'react';

type Props = { title: string; lead?: ReactNode; actions?: ReactNode; onClose: () => void };

export const DrawerHeader = ({ title, lead, actions, onClose }: Props) => (
  <Box sx={{ display: 'flex', alignItems: 'flex-start', gap: 1, pl: 3, pr: 1.5, pt: 2, pb: 1 }}>
    <Box sx={{ flexGrow: 1, minWidth: 0, pt: 0.5 }}>
      <Typography variant="h2">{title}</Typography>
      {lead && (
        <Typography variant="body2" component="div" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
          {lead}
        </Typography>
      )}
    </Box>
    {actions}
    <Tooltip title="Close">
      <IconButton aria-label="Close" onClick={onClose}>
        <CloseIcon />
      </IconButton>
    </Tooltip>
  </Box>
);
