import type { Delimiter, RowPlan } from '@app/domain';

/** How a file writes its records, as the inspection found it; kept with the import. */
export type Dialect = RowPlan & {
  delimiter: Delimiter;
  /** Quotes are characters like any others: cells are as they stand. */
  isUnquoted?: boolean;
  /** Header names as written. */
  columns: string[];
  /** Column of the group within which an empty name or description is taken from the row above; null: it is not. */
  fillDown: number | null;
  /** Where the first record after the header begins. */
  dataByte: number;
  dataLine: number;
  /** Blank lines before it. */
  blankLines: number;
};
