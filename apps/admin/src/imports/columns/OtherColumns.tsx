import MoreIcon from '@mui/icons-material/ExpandMore';
import { Box, Button, Collapse } from '@mui/material';
import { useState } from 'react';
import { counted } from '../../parts/count';
import { ColumnList, type ColumnListProps } from './ColumnList';

const atOnce = 50;

/** The columns that become no field; there can be hundreds, so they open on demand and in parts. */
export function OtherColumns({ columns, choices, ...rest }: ColumnListProps) {
  const [open, setOpen] = useState(columns.length <= 4);
  const [shown, setShown] = useState(atOnce);
  if (!columns.length) return null;
  const names = columns
    .map(({ name, index }) => name.trim() || `Column ${index + 1}`)
    .slice(0, 12)
    .join(', ');
  return (
    <>
      <Box sx={{ borderTop: 1, borderColor: 'divider', px: { xs: 2, sm: 3 }, py: 1.5 }}>
        <Button
          onClick={() => setOpen(!open)}
          aria-expanded={open}
          endIcon={<MoreIcon sx={{ transform: open ? 'rotate(180deg)' : 'none' }} />}
          sx={{ ml: -1 }}
        >
          {counted(columns.length, 'column')} {columns.length === 1 ? 'is' : 'are'}{' '}
          {choices.unmapped === 'attributes' ? 'kept as attributes' : 'not imported'}
        </Button>
        {!open && (
          <Box sx={{ color: 'text.secondary', fontSize: '0.875rem', overflow: 'hidden', textOverflow: 'ellipsis', whiteSpace: 'nowrap' }}>
            {names}
            {columns.length > 12 && ', …'}
          </Box>
        )}
      </Box>
      <Collapse in={open} unmountOnExit timeout={0}>
        <ColumnList columns={columns.slice(0, shown)} choices={choices} {...rest} />
        {columns.length > shown && (
          <Box sx={{ p: 2, textAlign: 'center', borderTop: 1, borderColor: 'divider' }}>
            <Button onClick={() => setShown(shown + 4 * atOnce)}>Show {counted(columns.length - shown, 'more column')}</Button>
          </Box>
        )}
      </Collapse>
    </>
  );
}
