import type { ColumnMapping } from './header-match.js';
import type { ImportFormat } from './import-format.js';
import type { RowFault } from './parse-row.js';
import { tidy } from './text.js';

/**
 * What a row leaves to the rows below it: its group, whether a row without group is in it too, and its cells of the columns that are
 * filled. Undefined is what only rows further above can tell.
 */
export type RowAbove = { group: string | undefined; isOpen: boolean | undefined; cells: readonly (string | undefined)[] };

const unknownRow: RowAbove = { group: undefined, isOpen: undefined, cells: [] };
/** Stands above the first row of a file. */
export const noRow: RowAbove = { group: '', isOpen: false, cells: [] };

/**
 * Files of variants write the name only once in a group of rows. This reads such rows one after the other: an empty cell of a field
 * that `fillsDown` becomes that of the row above, when the group's cell is the same in both or empty here. A row with too few cells
 * is in no group, and behind it the group has to be named again.
 */
export class FillDown {
  private readonly columns: number[];

  /**
   * @param group the group's column
   * @param width the header's number of columns
   * @param above what the row before the first one left; unset: nobody knows
   */
  constructor(
    format: ImportFormat,
    mapping: ColumnMapping,
    private readonly group: number,
    private readonly width: number,
    public above: RowAbove = unknownRow,
  ) {
    this.columns = format.fields.flatMap(({ name, fillsDown }) => (fillsDown && mapping[name] !== undefined ? [mapping[name]] : []));
  }

  /** Whether rows further above can change nothing any more. */
  get isKnown(): boolean {
    const { group, isOpen, cells } = this.above;
    return group !== undefined && isOpen !== undefined && !cells.includes(undefined);
  }

  /** The next row with its cells filled, or that they cannot be because the rows above are not known. */
  next(cells: string[]): string[] | RowFault {
    if (cells.length < this.width) {
      this.above = { ...this.above, isOpen: false };
      return cells;
    }
    const own = tidy(cells[this.group]!);
    const { above } = this;
    const isSame = own === '' ? above.isOpen : above.group === undefined ? undefined : own === above.group;
    const found = this.columns.map((at, i) => {
      if (tidy(cells[at]!) !== '') return cells[at];
      return isSame === undefined ? undefined : isSame ? above.cells[i] : '';
    });
    const group = own !== '' || isSame === false ? own : isSame && above.group;
    this.above = { group, isOpen: true, cells: found };

    const unknown = found.indexOf(undefined);
    if (unknown >= 0)
      return { column: this.columns[unknown]!, code: 'required', message: 'What belongs here stands too far above.', value: '' };
    if (this.columns.every((at, i) => cells[at] === found[i])) return cells;
    const filled = cells.slice();
    this.columns.forEach((at, i) => (filled[at] = found[i]!));
    return filled;
  }
}
