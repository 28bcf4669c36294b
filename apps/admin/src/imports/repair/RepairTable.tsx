import { Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import type { RowErrorCode } from '@app/domain';
import { count } from '../../parts/count';
import { RepairCell } from './RepairCell';
import { RowState } from './RowState';
import type { RepairedRow } from './useRepair';

export type RepairView = {
  rows: RepairedRow[];
  columns: number[];
  names: string[];
  onChange: (rowNo: number, column: number, value: string) => void;
  alike: (column: number, code: RowErrorCode) => number;
  onSameForAll: (column: number, code: RowErrorCode, value: string) => void;
};

export const RepairTable = ({ rows, columns, names, ...cell }: RepairView) => (
  <TableContainer sx={{ maxHeight: columns.length > 8 ? '75vh' : undefined }}>
    <Table
      size="small"
      stickyHeader
      aria-label="Rejected rows"
      sx={{ '& td, & th': { px: 0.75 }, '& th': { bgcolor: 'background.paper' } }}
    >
      <TableHead>
        <TableRow>
          <TableCell align="right" sx={{ width: 72 }}>
            Line
          </TableCell>
          <TableCell sx={{ width: 48 }}>State</TableCell>
          {columns.map((column) => (
            <TableCell key={column} sx={{ minWidth: 180 }}>
              {names[column]}
            </TableCell>
          ))}
        </TableRow>
      </TableHead>
      <TableBody>
        {rows.map((repaired) => (
          <TableRow key={repaired.row.rowNo} sx={{ verticalAlign: 'top' }}>
            <TableCell align="right" sx={{ '&&': { pt: 1.25 } }}>
              {count(repaired.row.line)}
            </TableCell>
            <TableCell sx={{ '&&': { pt: 1.25 } }}>
              <RowState repaired={repaired} />
            </TableCell>
            {columns.map((column) => (
              <TableCell key={column}>
                <RepairCell repaired={repaired} column={column} name={names[column]!} {...cell} />
              </TableCell>
            ))}
          </TableRow>
        ))}
      </TableBody>
    </Table>
  </TableContainer>
);
