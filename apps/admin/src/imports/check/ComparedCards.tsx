import type { CheckOutcome, CheckRow, ImportKindName } from '@app/domain';
import { Box, Typography } from '@mui/material';
import { count } from '../../parts/count';
import { monospace } from '../../theme';
import { ChangedCells } from './ChangedCells';

/** The rows on phones. */
export const ComparedCards = ({ kind, rows, outcome }: { kind: ImportKindName; rows: CheckRow[]; outcome: CheckOutcome }) => (
  <Box component="ul" aria-label="Rows of the file" sx={{ listStyle: 'none', m: 0, p: 0 }}>
    {rows.map((row) => (
      <Box component="li" key={row.rowNo} sx={{ px: 2, py: 1.25, borderTop: 1, borderColor: 'divider', overflowWrap: 'anywhere' }}>
        <Typography sx={{ fontWeight: 600 }}>{row.name}</Typography>
        <Typography variant="body2" sx={{ color: 'text.secondary', mb: 0.5 }}>
          <Box component="span" sx={{ fontFamily: monospace }}>
            {row.about}
          </Box>{' '}
          · row {count(row.rowNo)}
        </Typography>
        {outcome !== 'unchanged' && <ChangedCells kind={kind} row={row} />}
      </Box>
    ))}
  </Box>
);
