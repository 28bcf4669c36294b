import type { EmptyCellRule, FileColumn, ImportKindName, ImportSettings } from '@app/domain';
import { Box, MenuItem, TextField, Typography } from '@mui/material';
import { memo, useId } from 'react';
import { kindViews } from '../kinds';
import { Certainty } from './Certainty';
import { columnName } from './columnChoices';
import { Samples } from './Samples';

type Props = {
  kind: ImportKindName;
  column: FileColumn;
  field: string;
  /** Somebody chose this just now, against what was proposed. */
  isOwn: boolean;
  unmapped: ImportSettings['unmapped'];
  onEmpty?: EmptyCellRule;
  onField: (field: string) => void;
  onEmptyRule: (rule: EmptyCellRule) => void;
};

/** Left their column, right what it becomes and why. */
export const ColumnRow = memo(function ColumnRow({ kind, column, field, isOwn, unmapped, onEmpty, onField, onEmptyRule }: Props) {
  const nameId = useId();
  const name = columnName(column);
  const { format, cleared } = kindViews[kind];
  return (
    <Box
      component="li"
      sx={{
        display: 'grid',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', md: 'minmax(0, 1fr) minmax(0, 1.1fr)' },
        columnGap: 4,
        rowGap: 1.5,
        px: { xs: 2, sm: 3 },
        py: 2,
        borderTop: 1,
        borderColor: 'divider',
      }}
    >
      <Box sx={{ minWidth: 0 }}>
        <Typography id={nameId} sx={{ fontWeight: 600, overflowWrap: 'anywhere' }}>
          {name}
        </Typography>
        <Samples samples={column.samples} />
      </Box>
      <Box sx={{ minWidth: 0 }}>
        <Box
          sx={{
            display: 'grid',
            gap: 1.5,
            gridTemplateColumns: { xs: 'minmax(0, 1fr)', sm: '1fr 1fr' },
            '& .MuiFormControl-root': { m: 0 },
          }}
        >
          <TextField
            select
            id={`${nameId}-becomes`}
            label="Becomes"
            value={field}
            onChange={({ target }) => onField(target.value)}
            slotProps={{
              inputLabel: { shrink: true },
              select: { displayEmpty: true, SelectDisplayProps: { 'aria-labelledby': `${nameId} ${nameId}-becomes-label` } },
            }}
          >
            <MenuItem value="">{unmapped === 'attributes' ? 'Attribute' : 'Not imported'}</MenuItem>
            {format.fields.map((one) => (
              <MenuItem key={one.name} value={one.name}>
                {one.name}
                {one.required && ' (required)'}
              </MenuItem>
            ))}
          </TextField>
          {onEmpty && (
            <TextField
              select
              id={`${nameId}-empty`}
              label="An empty cell"
              value={onEmpty}
              onChange={({ target }) => onEmptyRule(target.value as EmptyCellRule)}
              slotProps={{ select: { SelectDisplayProps: { 'aria-labelledby': `${nameId} ${nameId}-empty-label` } } }}
            >
              <MenuItem value="keep">keeps what is stored</MenuItem>
              <MenuItem value="clear">{cleared[field] ?? 'clears it'}</MenuItem>
            </TextField>
          )}
        </Box>
        <Certainty column={column} field={field} isOwn={isOwn} unmapped={unmapped} />
      </Box>
    </Box>
  );
});
