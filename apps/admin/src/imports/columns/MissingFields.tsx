import type { FileColumn } from '@app/domain';
import { Alert, AlertTitle, Box, MenuItem, TextField } from '@mui/material';
import { columnName } from './columnChoices';

type Props = {
  missing: string[];
  columns: FileColumn[];
  taken: Record<number, string>;
  onChoose: (column: number, field: string) => void;
};

/** Required fields that no column is taken for; the first thing a person has to say. */
export const MissingFields = ({ missing, columns, taken, onChoose }: Props) =>
  missing.length > 0 && (
    <Alert severity="error" sx={{ '& .MuiAlert-message': { flexGrow: 1, minWidth: 0 } }}>
      <AlertTitle>
        {missing.length === 1
          ? `No column is the ${missing[0]}. Without it no row can be imported.`
          : `${missing.length} fields have no column. Without them no row can be imported.`}
      </AlertTitle>
      <Box sx={{ display: 'grid', gap: 1.5, mt: 1, gridTemplateColumns: 'repeat(auto-fill, minmax(min(280px, 100%), 1fr))' }}>
        {missing.map((field) => (
          <TextField
            key={field}
            select
            label={`Column that holds the ${field}`}
            value=""
            onChange={({ target }) => onChoose(Number(target.value), field)}
            sx={{ m: 0 }}
          >
            {columns.map((column) => (
              <MenuItem key={column.index} value={column.index} disabled={taken[column.index] !== undefined}>
                {columnName(column)}
                {column.samples[0] && ` (${column.samples[0].slice(0, 40)})`}
              </MenuItem>
            ))}
          </TextField>
        ))}
      </Box>
    </Alert>
  );
