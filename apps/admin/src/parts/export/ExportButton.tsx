import ExportIcon from '@mui/icons-material/Download';
import { Button } from '@mui/material';
import { useState } from 'react';
import { useListContext } from 'react-admin';
import type { Listed } from '../selection';
import { ExportDialog } from './ExportDialog';

/** Saves what the list shows, or everything, as a file. */
export function ExportButton({ of: listed }: { of: Listed }) {
  const { filterValues, total } = useListContext();
  const [open, setOpen] = useState(false);
  if (!total) return null;
  return (
    <>
      <Button variant="outlined" startIcon={<ExportIcon />} onClick={() => setOpen(true)}>
        Export…
      </Button>
      {open && <ExportDialog of={listed} selection={{ filter: filterValues }} onClose={() => setOpen(false)} />}
    </>
  );
}
