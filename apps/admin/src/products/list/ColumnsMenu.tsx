import ColumnsIcon from '@mui/icons-material/ViewWeekOutlined';
import { Button, Checkbox, FormControlLabel, FormGroup, Popover } from '@mui/material';
import { useState } from 'react';
import { useStore, useTranslate } from 'react-admin';
import { atFirstHidden, columns, columnsKey } from './columns';

/** Which columns the table has, kept in this browser. react-admin's own chooser nests controls in each other, which screen readers cannot follow. */
export function ColumnsMenu() {
  const translate = useTranslate();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [hidden, setHidden] = useStore<string[]>(columnsKey, atFirstHidden);
  const shown = columns.filter((column) => !hidden.includes(column));
  const toggle = (column: string) => setHidden(hidden.includes(column) ? hidden.filter((other) => other !== column) : [...hidden, column]);
  return (
    <>
      <Button
        variant="outlined"
        startIcon={<ColumnsIcon />}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
        sx={{ flexShrink: 0 }}
      >
        Columns
      </Button>
      <Popover
        open={anchor !== null}
        anchorEl={anchor}
        onClose={() => setAnchor(null)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'right' }}
        transformOrigin={{ vertical: 'top', horizontal: 'right' }}
        slotProps={{ paper: { role: 'dialog', 'aria-label': 'Columns', sx: { px: 2, py: 1 } } }}
      >
        <FormGroup>
          {columns.map((column) => (
            <FormControlLabel
              key={column}
              control={<Checkbox size="small" checked={!hidden.includes(column)} onChange={() => toggle(column)} />}
              disabled={shown.length === 1 && shown[0] === column}
              label={translate(`resources.products.fields.${column}`)}
            />
          ))}
        </FormGroup>
        <Button size="small" onClick={() => setHidden(atFirstHidden)}>
          As at first
        </Button>
      </Popover>
    </>
  );
}
