import ColumnsIcon from '@mui/icons-material/ViewWeekOutlined';
import { Button, Checkbox, FormControlLabel, FormGroup } from '@mui/material';
import { useStore, useTranslate } from 'react-admin';
import { PopoverButton } from '../../parts/PopoverButton';
import { atFirstHidden, columns, columnsKey } from './columns';

/** Which columns the table has, kept in this browser. react-admin's own chooser nests controls in each other, which screen readers cannot follow. */
export function ColumnsMenu() {
  const translate = useTranslate();
  const [hidden, setHidden] = useStore<string[]>(columnsKey, atFirstHidden);
  const shown = columns.filter((column) => !hidden.includes(column));
  const toggle = (column: string) => setHidden(hidden.includes(column) ? hidden.filter((other) => other !== column) : [...hidden, column]);
  return (
    <PopoverButton label="Columns" icon={<ColumnsIcon />}>
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
    </PopoverButton>
  );
}
