import type { RotatedSecret, SecretRotation } from '@app/domain';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, MenuItem, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useWebhookCommand } from '../useWebhooks';
import { SecretOnce } from './SecretOnce';

const overlaps = [
  { hours: 0, words: 'not at all: they stop at once' },
  { hours: 1, words: 'for an hour' },
  { hours: 24, words: 'for a day' },
  { hours: 72, words: 'for three days' },
  { hours: 168, words: 'for a week' },
];

/** Makes a new secret and shows it, this once; for a while the older ones sign on, so that no message is refused meanwhile. */
export function RotateDialog({ id, onClose }: { id: number; onClose: () => void }) {
  const titleId = useId();
  const [hours, setHours] = useState(24);
  const [isMaking, setMaking] = useState(false); // from the click on: a mutation says so only a moment later
  const { mutate: rotate, data: rotated, error } = useWebhookCommand<RotatedSecret, SecretRotation>(`webhooks/${id}/rotate-secret`);
  const make = () => {
    setMaking(true);
    rotate({ overlapHours: hours }, { onError: () => setMaking(false) });
  };
  return (
    <Dialog open onClose={isMaking ? undefined : onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId} component="h2">
        {rotated ? 'The new secret' : 'Make a new secret'}
      </DialogTitle>
      <DialogContent>
        {rotated ? (
          <SecretOnce secret={rotated.secret} />
        ) : (
          <>
            <Typography sx={{ mb: 2 }}>
              Messages are signed by the new secret at once. As long as the older ones sign, too, the receiver verifies them by either: time
              to put in the new one.
            </Typography>
            <TextField
              select
              fullWidth
              label="The older ones sign on"
              value={hours}
              onChange={({ target }) => setHours(Number(target.value))}
            >
              {overlaps.map((overlap) => (
                <MenuItem key={overlap.hours} value={overlap.hours}>
                  {overlap.words}
                </MenuItem>
              ))}
            </TextField>
            {error && <ProblemAlert title="No new secret was made" error={error} />}
          </>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        {rotated ? (
          <Button variant="contained" onClick={onClose}>
            I have kept it
          </Button>
        ) : (
          <>
            <Button onClick={onClose} disabled={isMaking} autoFocus>
              Leave it
            </Button>
            <Button variant="contained" loading={isMaking} onClick={make}>
              Make a new secret
            </Button>
          </>
        )}
      </DialogActions>
    </Dialog>
  );
}
