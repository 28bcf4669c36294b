import type { ColumnMapping, Delimiter } from '@app/domain';

/** How a file writes its records, as the inspection found it; kept with the import. */
export type Dialect = {
  delimiter: Delimiter;
  /** Header names as written. */
  columns: string[];
  mapping: ColumnMapping;
  /** Where the first record after the header begins. */
  dataByte: number;
  dataLine: number;
  /** Blank lines before it. */
  blankLines: number;
};
