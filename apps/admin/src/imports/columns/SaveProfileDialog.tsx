import type { ImportJob, ImportSettings } from '@app/domain';
import { Button, Dialog, DialogActions, DialogContent, DialogTitle, TextField, Typography } from '@mui/material';
import { useId, useState, type FormEvent } from 'react';
import { useNotify } from 'react-admin';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { useProfiles } from './useProfiles';

type Props = { importJob: ImportJob; settings?: ImportSettings; onClose: () => void };

/** Keeps how this file was read under a name, for the next one with the same columns. */
export function SaveProfileDialog({ importJob, settings, onClose }: Props) {
  const titleId = useId();
  const notify = useNotify();
  const [name, setName] = useState('');
  const { add } = useProfiles(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    event.stopPropagation(); // the form that this dialog was opened from is not meant
    add.mutate(
      { name: name.trim(), importId: importJob.id, settings },
      {
        onSuccess: (profile) => {
          notify(`Saved as profile ${profile.name}.`, { type: 'success' });
          onClose();
        },
      },
    );
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="xs" fullWidth>
      <form onSubmit={submit}>
        <DialogTitle id={titleId} component="h2">
          Save as a profile
        </DialogTitle>
        <DialogContent>
          <Typography sx={{ mb: 2 }}>
            It keeps the columns and how the file is read. The next file with the same column names is read like this one.
          </Typography>
          {add.error && <ProblemAlert title="The profile was not saved" error={add.error} />}
          <TextField
            label="Name"
            value={name}
            onChange={({ target }) => setName(target.value)}
            placeholder="Shopify export"
            autoFocus
            fullWidth
            autoComplete="off"
            slotProps={{ htmlInput: { maxLength: 100 } }}
          />
        </DialogContent>
        <DialogActions sx={{ px: 3, pb: 2 }}>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="contained" disabled={!name.trim()} loading={add.isPending}>
            Save profile
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
