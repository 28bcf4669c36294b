import type { FileColumn } from '@app/domain';
import { Alert, AlertTitle, MenuItem, TextField } from '@mui/material';
import { columnName } from './columnChoices';

type Props = {
  field: string;
  columns: FileColumn[];
  taken: Record<number, string>;
  onChoose: (column: number, field: string) => void;
};

/** A required field that no column is taken for; the first thing a person has to say. */
export const MissingFields = ({ field, columns, taken, onChoose }: Props) => (
  <Alert severity="error" sx={{ '& .MuiAlert-message': { flexGrow: 1, minWidth: 0 } }}>
    <AlertTitle>No column is the {field}. Without it no row can be imported.</AlertTitle>
    <TextField
      select
      label={`Column that holds the ${field}`}
      value=""
      onChange={({ target }) => onChoose(Number(target.value), field)}
      sx={{ mt: 1, mb: 0, width: '100%', maxWidth: 420 }}
    >
      {columns.map((column) => (
        <MenuItem key={column.index} value={column.index} disabled={taken[column.index] !== undefined}>
          {columnName(column)}
          {column.samples[0] && ` (${column.samples[0].slice(0, 40)})`}
        </MenuItem>
      ))}
    </TextField>
  </Alert>
);
