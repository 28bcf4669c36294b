import { Alert, Button, Dialog, DialogActions, DialogContent, DialogTitle, LinearProgress, TextField, Typography } from '@mui/material';
import { useId, useState } from 'react';
import { HttpError, useNotify } from 'react-admin';
import { counted } from '../parts/count';
import { FilterInWords } from '../parts/FilterInWords';
import { ProblemAlert } from '../parts/ProblemAlert';
import { useExactCount, type Selection } from '../parts/selection';
import { useDecisions, verdictTexts, type Verdict } from './decisions';
import { listedIrregularities } from './listedIrregularities';

type Props = { verdict: Verdict; selection: Selection; onClose: () => void; onDecided?: () => void };

const say = (n: number) => counted(n, 'irregularity', 'irregularities');

/** Asks before many are decided on: which, exactly how many of them are open, and why. */
export function DecideDialog({ verdict, selection, onClose, onDecided }: Props) {
  const titleId = useId();
  const notify = useNotify();
  const open: Selection = 'ids' in selection ? selection : { filter: { ...selection.filter, status: 'open' } };
  const { data: counts, error: countError, refetch } = useExactCount(listedIrregularities, open, !('ids' in open));
  const [note, setNote] = useState('');
  const { title, done } = verdictTexts[verdict];
  const { mutate, isPending, error } = useDecisions(verdict, ({ count }) => {
    notify(`${done}: ${say(count)}`, { type: 'success' });
    onDecided?.();
    onClose();
  });
  const changedTo: number | undefined = error instanceof HttpError && error.body?.code === 'count_changed' ? error.body.count : undefined;
  const number = changedTo ?? ('ids' in open ? open.ids.length : counts);

  const decide = () => mutate({ ...('ids' in open ? open : { ...open, expect: number }), ...(note.trim() && { note }) });

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth>
      <DialogTitle id={titleId} component="h2">
        {title} irregularities
      </DialogTitle>
      <DialogContent>
        {countError && <ProblemAlert title="The irregularities could not be counted" error={countError} onRetry={() => refetch()} />}
        {number === undefined && !countError && <LinearProgress aria-label="Counting irregularities" />}
        {changedTo !== undefined && (
          <Alert severity="warning" sx={{ mb: 2 }}>
            It has changed meanwhile: {say(changedTo)} now. Nothing was decided yet.
          </Alert>
        )}
        {error && changedTo === undefined && <ProblemAlert title="Nothing was decided" error={error} />}
        {number !== undefined && (
          <Typography component="div" sx={{ mb: 2 }}>
            <strong>{say(number)}</strong>. <FilterInWords of={listedIrregularities} selection={open} />
          </Typography>
        )}
        <TextField
          label="Note"
          helperText="Why, for those who come later. It may stay empty."
          value={note}
          onChange={({ target }) => setNote(target.value)}
          multiline
          minRows={2}
          fullWidth
          slotProps={{ htmlInput: { maxLength: 2_000 } }}
        />
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        <Button onClick={onClose} autoFocus>
          Leave them
        </Button>
        <Button variant="contained" disabled={!number} loading={isPending} onClick={decide}>
          {title} {number === undefined ? 'irregularities' : say(number)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
