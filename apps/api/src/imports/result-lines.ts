import { helperColumns, isGuarded, isHelperColumn, safe, safeColumn, unsafe } from '@app/domain';
import { csvLine } from './csv-line.js';

/** `safe` is for spreadsheets: nothing in it is taken for a formula. `raw` is for programs: every cell as it was. */
export const resultModes = ['safe', 'raw'] as const;
export type ResultMode = (typeof resultModes)[number];

/**
 * The columns of a file that are its own, and their names in a result file: those that an earlier result file put there stay out,
 * and those of a file without header are called column_1, column_2, …
 */
export function ownColumns(columns: readonly string[]): { at: number; name: string }[] {
  const isNameless = columns.every((name) => name === '');
  return columns.flatMap((name, at) => (isHelperColumn(name) ? [] : [{ at, name: isNameless ? `column_${at + 1}` : name }]));
}

/** The lines of a result file: what is told of a row, and then the row's own cells, as they came. */
export class ResultLines {
  private readonly own: { at: number; name: string }[];
  private readonly cellOf: (cell: string) => string;

  /** @param columns as the file that came has them */
  constructor(
    private readonly columns: readonly string[],
    private readonly mode: ResultMode,
  ) {
    this.own = ownColumns(columns);
    const wasGuarded = isGuarded(columns);
    if (mode === 'safe') this.cellOf = wasGuarded ? (cell) => safe(unsafe(cell)) : safe;
    else this.cellOf = wasGuarded ? unsafe : (cell) => cell;
  }

  /** The first line. For people it begins with a byte order mark, or Excel would not take it for UTF-8. */
  get header(): string {
    const names = this.own.map(({ name }) => this.cellOf(name));
    return this.mode === 'safe' ? `\ufeff${csvLine([...helperColumns, ...names, safeColumn])}` : csvLine([...helperColumns, ...names]);
  }

  /** What a column of the file that came is called here. */
  nameOf(column: number): string {
    return this.own.find(({ at }) => at === column)?.name ?? this.columns[column]!;
  }

  /** @param told a text for each helper column */
  of(told: readonly string[], cells: readonly string[]): string {
    const line = this.mode === 'safe' ? told.map(safe) : [...told];
    for (const { at } of this.own) if (at < cells.length) line.push(this.cellOf(cells[at]!));
    if (this.mode === 'safe' && cells.length >= this.columns.length) line.push(''); // a surplus cell stays one, a missing one is missed again
    for (const cell of cells.slice(this.columns.length)) line.push(this.cellOf(cell));
    return csvLine(line);
  }
}
