import type { RowError } from '@app/domain';
import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { count } from '../../parts/count';
import { CellValue } from './CellValue';

export const RowErrorTable = ({ rowErrors }: { rowErrors: RowError[] }) => (
  <TableContainer>
    <Table size="small" aria-label="Row errors">
      <TableHead>
        <TableRow>
          <TableCell align="right">Line</TableCell>
          <TableCell align="right">Row</TableCell>
          <TableCell>Column</TableCell>
          <TableCell>What is wrong</TableCell>
          <TableCell>Value in the file</TableCell>
        </TableRow>
      </TableHead>
      <TableBody>
        {rowErrors.map((rowError, index) => (
          <TableRow key={index} sx={{ verticalAlign: 'top' }}>
            <TableCell align="right">{count(rowError.line)}</TableCell>
            <TableCell align="right">{count(rowError.rowNo)}</TableCell>
            <TableCell>{rowError.column ?? 'whole row'}</TableCell>
            <TableCell>{rowError.message}</TableCell>
            <TableCell sx={{ maxWidth: 320, overflowWrap: 'anywhere' }}>
              <CellValue value={rowError.value} />
            </TableCell>
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </TableContainer>
);
