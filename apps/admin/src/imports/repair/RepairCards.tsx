import { Box, Typography } from '@mui/material';
import { count } from '../../parts/count';
import { RepairCell } from './RepairCell';
import type { RepairView } from './RepairTable';
import { RowState } from './RowState';

/** The rows on phones: a card each, the columns below one another. */
export const RepairCards = ({ rows, columns, names, ...cell }: RepairView) => (
  <Box component="ul" aria-label="Rejected rows" sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {rows.map((repaired) => (
      <Box component="li" key={repaired.row.rowNo} sx={{ px: 2, py: 1.5, borderTop: 1, borderColor: 'divider', display: 'grid', gap: 1 }}>
        <Box sx={{ display: 'flex', alignItems: 'center', gap: 1, flexWrap: 'wrap' }}>
          <Typography sx={{ fontWeight: 600 }}>Line {count(repaired.row.line)}</Typography>
          <RowState repaired={repaired} />
        </Box>
        {columns.map((column) => (
          <Box key={column}>
            <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }} aria-hidden>
              {names[column]}
            </Typography>
            <RepairCell repaired={repaired} column={column} name={names[column]!} {...cell} />
          </Box>
        ))}
      </Box>
    ))}
  </Box>
);
