import type { CheckOutcome, CheckRow } from '@app/domain';
import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { count } from '../../parts/count';
import { monospace } from '../../theme';
import { ChangedCells } from './ChangedCells';

const heading: Partial<Record<CheckOutcome, string>> = { created: 'Gets', updated: 'Changes' };

export const ComparedTable = ({ rows, outcome }: { rows: CheckRow[]; outcome: CheckOutcome }) => (
  <TableContainer>
    <Table size="small" aria-label="Rows of the file">
      <TableHead>
        <TableRow>
          <TableCell align="right" sx={{ width: 96 }}>
            Row
          </TableCell>
          <TableCell>SKU</TableCell>
          <TableCell>Name</TableCell>
          {heading[outcome] && <TableCell>{heading[outcome]}</TableCell>}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.rowNo} sx={{ verticalAlign: 'top' }}>
            <TableCell align="right">{count(row.rowNo)}</TableCell>
            <TableCell sx={{ fontFamily: monospace, fontSize: '0.8125rem', overflowWrap: 'anywhere', minWidth: 130, maxWidth: 240 }}>
              {row.sku}
            </TableCell>
            <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 150, maxWidth: 320 }}>{row.name}</TableCell>
            {heading[outcome] && (
              <TableCell sx={{ minWidth: 260, width: '55%' }}>
                <ChangedCells row={row} />
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </TableContainer>
);
