import type { Product } from '@app/domain';
import {
  Box,
  Button,
  Dialog,
  DialogActions,
  DialogContent,
  DialogTitle,
  FormControlLabel,
  Radio,
  RadioGroup,
  Typography,
} from '@mui/material';
import { useId, useState } from 'react';
import { RelativeTime } from '../parts/RelativeTime';
import { changedFields, changesOf, fieldLabel, flatten, sayValue, unflatten, type FlatFields, type ProductFields } from './productFields';
import type { Conflict } from './useSaveProduct';

type Props = {
  /** The product as it was seen before the change. */
  seen: Product;
  conflict: Conflict;
  busy: boolean;
  /** What differs from theirs. */
  onSave: (chosen: Partial<ProductFields>, version: number) => void;
  onTakeTheirs: (theirs: Product) => void;
  onClose: () => void;
};

/** Someone else saved the same product meanwhile: mine and theirs, field by field, and the choice. What only one of both changed is kept. */
export function ConflictDialog({ seen, conflict: { mine, theirs }, busy, onSave, onTakeTheirs, onClose }: Props) {
  const titleId = useId();
  const before = flatten(seen);
  const current = flatten(theirs);
  const wanted = { ...before, ...flatten(mine) };
  if (mine.attributes)
    for (const field of Object.keys(wanted)) if (!(field in flatten(mine)) && field.startsWith('attributes.')) delete wanted[field];

  const myChanges = changedFields(before, wanted);
  const contested = myChanges.filter((field) => wanted[field] !== current[field]);
  const onlyTheirs = changedFields(before, current).filter((field) => !myChanges.includes(field));
  const [taken, setTaken] = useState<Record<string, 'mine' | 'theirs'>>({});

  const merged = (): ProductFields => {
    const fields: FlatFields = { ...current };
    for (const field of contested.filter((one) => taken[one] !== 'theirs')) {
      if (wanted[field] === undefined) delete fields[field];
      else fields[field] = wanted[field];
    }
    return unflatten(fields);
  };

  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} maxWidth="sm" fullWidth onClick={(event) => event.stopPropagation()}>
      <DialogTitle id={titleId} component="h2">
        Someone else was faster
      </DialogTitle>
      <DialogContent>
        <Typography sx={{ mb: 2, overflowWrap: 'anywhere' }}>
          {theirs.sku} was changed <RelativeTime at={theirs.updatedAt} />, after you had opened it. Nothing of yours is saved yet: choose
          for each field.
        </Typography>
        {contested.map((field) => (
          <RadioGroup
            key={field}
            aria-label={fieldLabel(field)}
            value={taken[field] ?? 'mine'}
            onChange={(_, choice) => setTaken({ ...taken, [field]: choice as 'mine' | 'theirs' })}
            sx={{ mb: 2 }}
          >
            <Typography sx={{ fontWeight: 600 }}>{fieldLabel(field)}</Typography>
            <Choice value="mine" label="Yours" text={sayValue(wanted[field])} />
            <Choice value="theirs" label="Theirs" text={sayValue(current[field])} />
          </RadioGroup>
        ))}
        {contested.length === 0 && <Typography>Both of you made the same change.</Typography>}
        {onlyTheirs.length > 0 && (
          <Typography sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
            Also changed by them, and kept: {onlyTheirs.map(fieldLabel).join(', ')}.
          </Typography>
        )}
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2, flexWrap: 'wrap', gap: 1 }}>
        <Button onClick={onClose}>Back</Button>
        <Button onClick={() => onTakeTheirs(theirs)}>Take all of theirs</Button>
        <Button variant="contained" loading={busy} onClick={() => onSave(changesOf(theirs, merged()), theirs.version)} autoFocus>
          Save this
        </Button>
      </DialogActions>
    </Dialog>
  );
}

const Choice = ({ value, label, text }: { value: string; label: string; text: string }) => (
  <FormControlLabel
    value={value}
    control={<Radio size="small" />}
    label={
      <Box component="span" sx={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {label}:
        </Box>{' '}
        {text.length > 300 ? `${text.slice(0, 300)}…` : text}
      </Box>
    }
    sx={{ alignItems: 'flex-start', '& .MuiRadio-root': { py: 0.5 }, mr: 0 }}
  />
);
