import { rowParser, type FileInspection, type ImportFormat, type RejectedRow, type RowErrorCode } from '@app/domain';

/** What a person typed: row number to column, from 0, to the new cell. */
export type Edits = ReadonlyMap<number, ReadonlyMap<number, string>>;

export type CellFault = { column: number | null; code: RowErrorCode; message: string };

/** The cells of a row as they are now, one per column of the header; what lay beyond it stays as long as it is not empty. */
export function cellsNow({ rowNo, cells }: RejectedRow, edits: Edits, width: number): string[] {
  const edited = edits.get(rowNo);
  const now = Array.from({ length: Math.max(width, cells.length) }, (_, column) => edited?.get(column) ?? cells[column] ?? '');
  while (now.length > width && now.at(-1)!.trim() === '') now.pop();
  return now;
}

export function withCell(edits: Edits, rowNo: number, column: number, value: string): Edits {
  return new Map(edits).set(rowNo, new Map(edits.get(rowNo)).set(column, value));
}

/** Judges rows by the very rules of the import, so that a repaired row is known to be good before it is sent. */
export function rowJudge(format: ImportFormat, { columns, settings }: FileInspection): (cells: string[]) => CellFault[] {
  const mapping = Object.fromEntries(
    columns.flatMap(({ index, field, certainty }) => (field && (certainty === 'asked' || certainty === 'sure') ? [[field, index]] : [])),
  );
  const parse = rowParser(
    format,
    { mapping, onEmpty: settings.onEmpty, attributes: [], errorPolicy: settings.errorPolicy },
    columns.length,
  );
  return (cells) => {
    const row = parse(cells);
    return Array.isArray(row) ? row : [];
  };
}

/** Columns worth showing: those that become a field, and those with an error in any row. */
export function columnsToShow({ columns }: FileInspection, faults: Iterable<CellFault[]>): number[] {
  const wanted = new Set(
    columns.filter(({ field, certainty }) => field && certainty !== 'none' && certainty !== 'guess').map(({ index }) => index),
  );
  for (const some of faults) for (const { column } of some) if (column !== null) wanted.add(column);
  return [...wanted].sort((a, b) => a - b);
}
