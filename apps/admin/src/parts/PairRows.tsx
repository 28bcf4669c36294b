import AddIcon from '@mui/icons-material/Add';
import RemoveIcon from '@mui/icons-material/RemoveCircleOutlineOutlined';
import { Button, IconButton } from '@mui/material';
import type { ReactNode } from 'react';
import { SimpleFormIterator, useSimpleFormIterator, useSimpleFormIteratorItem } from 'react-admin';

type Props = { add: string; remove: string; blank: object; children: ReactNode };

/** Rows of two fields, such as name and value, inside an ArrayInput. `add` and `remove` are what the buttons say; `blank` is a new row. */
export const PairRows = ({ add, remove, blank, children }: Props) => (
  <SimpleFormIterator
    inline
    disableReordering
    disableClear
    fullWidth
    addButton={<AddRow label={add} blank={blank} />}
    removeButton={<RemoveRow label={remove} />}
    sx={rowsSx}
  >
    {children}
  </SimpleFormIterator>
);

function AddRow({ label, blank }: { label: string; blank: object }) {
  const { add } = useSimpleFormIterator();
  return (
    <Button size="small" startIcon={<AddIcon />} onClick={() => add(blank)}>
      {label}
    </Button>
  );
}

function RemoveRow({ label }: { label: string }) {
  const { remove, index } = useSimpleFormIteratorItem();
  return (
    <IconButton size="small" aria-label={`${label} ${index + 1}`} onClick={() => remove()}>
      <RemoveIcon fontSize="small" />
    </IconButton>
  );
}

const rowsSx = {
  '& .RaSimpleFormIterator-line': { display: 'flex', borderBottom: 0, alignItems: 'flex-start', pt: 1.5, pb: { xs: 1, sm: 0 } },
  '& .RaSimpleFormIterator-form': { flex: 1 },
  '& .RaSimpleFormIterator-inline': { display: 'grid', gridTemplateColumns: '2fr 3fr', gap: 1.5, width: '100%' },
  '& .RaSimpleFormIterator-index': { display: 'none' },
  '& .RaSimpleFormIterator-action': { visibility: 'visible' },
  '& .ra-input': { mb: 0 },
} as const;
