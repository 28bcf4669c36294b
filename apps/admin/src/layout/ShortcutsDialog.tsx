import { Button, Dialog, DialogActions, DialogContent, DialogTitle, Typography } from '@mui/material';
import { useId } from 'react';
import { useTranslate } from 'react-admin';
import { inboxKeys } from '../irregularities/useInboxKeys';
import { KeyList } from '../parts/KeyList';
import { SingleKeysSwitch } from '../parts/SingleKeysSwitch';
import { menuKeys } from './menuKeys';

/** All keys that do something. */
export function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const titleId = useId();
  const translate = useTranslate();
  const places = Object.entries(menuKeys).map(([resource, keys]) => [
    keys.replace('>', ' then '),
    translate(`resources.${resource}.name`, { smart_count: 2 }),
  ]);
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <DialogTitle id={titleId} component="h2">
        Keyboard shortcuts
      </DialogTitle>
      <DialogContent>
        <KeyList keys={{ '/': 'Search the list', '?': 'All shortcuts' }} />
        <Typography component="h3" sx={{ fontWeight: 600, mt: 2, mb: 1 }}>
          Go to
        </Typography>
        <KeyList keys={Object.fromEntries(places)} />
        <Typography component="h3" sx={{ fontWeight: 600, mt: 2, mb: 1 }}>
          Irregularities
        </Typography>
        <KeyList keys={inboxKeys} />
        <SingleKeysSwitch />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose} autoFocus>
          Close
        </Button>
      </DialogActions>
    </Dialog>
  );
}
