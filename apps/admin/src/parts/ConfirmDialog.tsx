import { Button, Dialog, DialogActions, DialogContent, DialogTitle } from '@mui/material';
import { useId, type ReactNode } from 'react';

type Props = {
  open: boolean;
  title: string;
  confirm: string;
  cancel: string;
  disabled?: boolean;
  busy?: boolean;
  /** Nothing is lost by it, so it is not red. */
  harmless?: boolean;
  onConfirm: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** Asks before something is done. The safe answer has the focus, so that Enter by habit loses nothing. */
export function ConfirmDialog({ open, title, confirm, cancel, disabled, busy, harmless, onConfirm, onClose, children }: Props) {
  const titleId = useId();
  return (
    <Dialog open={open} onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <DialogTitle id={titleId} component="h2">
        {title}
      </DialogTitle>
      <DialogContent>{children}</DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        <Button onClick={onClose} autoFocus>
          {cancel}
        </Button>
        <Button onClick={onConfirm} color={harmless ? 'primary' : 'error'} variant="contained" disabled={disabled} loading={busy}>
          {confirm}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
