import { Alert } from '@mui/material';

/** Why nothing can be resent or replayed. */
export const SwitchedOffNotice = () => (
  <Alert severity="info" sx={{ mb: 2 }}>
    The webhook is off: switch it on first.
  </Alert>
);
