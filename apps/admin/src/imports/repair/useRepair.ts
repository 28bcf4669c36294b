import type { FileInspection, ImportFormat, RejectedRow, RowErrorCode } from '@app/domain';
import { useCallback, useMemo, useState } from 'react';
import { cellsNow, rowJudge, withCell, type CellFault, type Edits } from './repairs';

export type RepairedRow = { row: RejectedRow; cells: string[]; faults: CellFault[]; isEdited: boolean };

/** The rejected rows as they stand after what was typed, judged anew at every key. */
export function useRepair(format: ImportFormat, inspection: FileInspection, rows: RejectedRow[]) {
  const [edits, setEdits] = useState<Edits>(new Map());
  const width = inspection.columns.length;
  const judge = useMemo(() => rowJudge(format, inspection), [format, inspection]);
  const asTheyCame = useMemo(() => rows.map((row) => judged(row, new Map(), width, judge)), [rows, width, judge]);
  // Only rows that were typed into are judged again, among thousands.
  const repaired = useMemo(
    () => asTheyCame.map((one) => (edits.has(one.row.rowNo) ? judged(one.row, edits, width, judge) : one)),
    [asTheyCame, edits, width, judge],
  );

  const change = useCallback((rowNo: number, column: number, value: string) => {
    setEdits((before) => withCell(before, rowNo, column, value));
  }, []);

  const isFaulty = (one: RepairedRow, column: number, code: RowErrorCode) =>
    one.faults.some((fault) => fault.column === column && fault.code === code);

  return {
    repaired,
    ready: repaired.filter(({ isEdited, faults }) => isEdited && faults.length === 0),
    change,
    /** How many rows still have the fault that a cell had before it was corrected. */
    alike: (column: number, code: RowErrorCode) => repaired.filter((one) => isFaulty(one, column, code)).length,
    sameForAll: (column: number, code: RowErrorCode, value: string) =>
      setEdits((before) =>
        repaired.reduce((all, one) => (isFaulty(one, column, code) ? withCell(all, one.row.rowNo, column, value) : all), before),
      ),
  };
}

function judged(row: RejectedRow, edits: Edits, width: number, judge: (cells: string[]) => CellFault[]): RepairedRow {
  const cells = cellsNow(row, edits, width);
  return { row, cells, faults: judge(cells), isEdited: edits.has(row.rowNo) };
}
