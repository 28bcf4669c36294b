import type { RowError } from '@app/domain';
import { Box, Typography } from '@mui/material';
import { count } from '../../parts/count';
import { CellValue } from './CellValue';

/** The errors on phones. */
export const RowErrorCards = ({ rowErrors }: { rowErrors: RowError[] }) => (
  <Box component="ul" aria-label="Row errors" sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {rowErrors.map((rowError, index) => (
      <Box component="li" key={index} sx={{ px: 2, py: 1.25, borderTop: 1, borderColor: 'divider', overflowWrap: 'anywhere' }}>
        <Typography sx={{ fontWeight: 600 }}>{rowError.message}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary' }}>
          Line {count(rowError.line)}, row {count(rowError.rowNo)}, {rowError.column ? `column ${rowError.column}` : 'whole row'}
        </Typography>
        <CellValue value={rowError.value} />
      </Box>
    ))}
  </Box>
);
