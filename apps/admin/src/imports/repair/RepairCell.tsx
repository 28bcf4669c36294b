import type { RowErrorCode } from '@app/domain';
import { Box, Button, styled } from '@mui/material';
import { useId } from 'react';
import { counted } from '../../parts/count';
import type { RepairedRow } from './useRepair';

type Props = {
  repaired: RepairedRow;
  column: number;
  name: string;
  onChange: (rowNo: number, column: number, value: string) => void;
  alike: (column: number, code: RowErrorCode) => number;
  onSameForAll: (column: number, code: RowErrorCode, value: string) => void;
};

/** One cell to type into; a wrong one is framed and says why, a corrected one offers itself to its like. */
export function RepairCell({ repaired: { row, cells, faults }, column, name, onChange, alike, onSameForAll }: Props) {
  const faultId = useId();
  const value = cells[column] ?? '';
  const fault = faults.find((one) => one.column === column);
  const before = row.errors.find((error) => error.column === name && error.severity === 'error');
  const others = before && !fault ? alike(column, before.code) : 0;
  return (
    <Box sx={{ minWidth: 0 }}>
      <Cell
        aria-label={`${name}, line ${row.line}`}
        aria-invalid={fault !== undefined}
        aria-describedby={fault && faultId}
        value={value}
        rows={Math.min(4, Math.max(1, value.split('\n').length, Math.ceil(value.length / 20)))}
        spellCheck={false}
        onChange={({ target }) => onChange(row.rowNo, column, target.value)}
      />
      {fault && (
        <Box id={faultId} sx={{ fontSize: '0.8125rem', color: 'error.main', px: 0.5 }}>
          {fault.message}
        </Box>
      )}
      {others > 0 && (
        <Button size="small" sx={{ px: 0.5, minWidth: 0 }} onClick={() => onSameForAll(column, before!.code, value)}>
          Same for {others === 1 ? 'the other row' : `all ${counted(others, 'other row')}`}
        </Button>
      )}
    </Box>
  );
}

/** A plain text area: a page of the table can hold more than a thousand of them. */
const Cell = styled('textarea')(({ theme }) => ({
  width: '100%',
  resize: 'vertical',
  font: 'inherit',
  lineHeight: 1.45,
  color: 'inherit',
  padding: '6px 8px',
  borderRadius: 6,
  border: `1px solid ${theme.palette.divider}`,
  backgroundColor: theme.palette.background.paper,
  '&:hover': { borderColor: theme.palette.text.secondary },
  '&:focus': { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: -1 },
  '&[aria-invalid=true]': { borderColor: theme.palette.error.main, boxShadow: `inset 0 0 0 1px ${theme.palette.error.main}` },
}));
