import { Drawer } from '@mui/material';
import type { ReactNode } from 'react';

/** `onClose`: when one clicks beside it or presses Escape; left out where that would lose something. */
type Props = { open: boolean; label: string; onClose?: () => void; children: ReactNode };

/** Adds or edits one webhook over the page that it was opened from. */
export const WebhookDrawer = ({ open, label, onClose, children }: Props) => (
  <Drawer
    anchor="right"
    open={open}
    transitionDuration={{ enter: 200, exit: 0 }} // what it shows is gone as soon as it closes
    onClose={onClose}
    slotProps={{ paper: { role: 'dialog', 'aria-modal': true, 'aria-label': label, sx: { width: { xs: '100%', sm: 620 } } } }}
  >
    {open && children}
  </Drawer>
);
