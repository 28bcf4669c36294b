import type { CheckOutcome, CheckRow, ImportKindName } from '@app/domain';
import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { count } from '../../parts/count';
import { monospace } from '../../theme';
import { kindViews } from '../kinds';
import { ChangedCells } from './ChangedCells';

const heading: Partial<Record<CheckOutcome, string>> = { created: 'Gets', updated: 'Changes' };

export const ComparedTable = ({ kind, rows, outcome }: { kind: ImportKindName; rows: CheckRow[]; outcome: CheckOutcome }) => (
  <TableContainer>
    <Table size="small" aria-label="Rows of the file">
      <TableHead>
        <TableRow>
          <TableCell align="right" sx={{ width: 96 }}>
            Row
          </TableCell>
          <TableCell>{kindViews[kind].row.key}</TableCell>
          <TableCell>{kindViews[kind].row.name}</TableCell>
          {heading[outcome] && <TableCell>{heading[outcome]}</TableCell>}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((row) => (
          <TableRow key={row.rowNo} sx={{ verticalAlign: 'top' }}>
            <TableCell align="right">{count(row.rowNo)}</TableCell>
            <TableCell sx={{ fontFamily: monospace, fontSize: '0.8125rem', overflowWrap: 'anywhere', minWidth: 130, maxWidth: 240 }}>
              {row.about}
            </TableCell>
            <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 150, maxWidth: 320 }}>{row.name}</TableCell>
            {heading[outcome] && (
              <TableCell sx={{ minWidth: 260, width: '55%' }}>
                <ChangedCells kind={kind} row={row} />
              </TableCell>
            )}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </TableContainer>
);
