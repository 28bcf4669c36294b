import type { ImportKindName, RowErrorCode } from './import-job.js';
import type { EmptyCellRule } from './import-options.js';

/**
 * A cell as its field wants it, `''` or null when it is empty, with a doubt that a person should know of. Or what is wrong with it.
 */
export type CellReading = { value: string | boolean | null; doubt?: RowErrorCode } | { fault: RowErrorCode };

/** A field of a kind: how files call it, and what one of its cells means. */
export interface FormatField {
  name: string;
  required: boolean;
  /** Header names that mean this field beyond doubt, as `headerKey` makes them; the first found wins. */
  aliases: readonly string[];
  /** Header names that probably mean it: told to a person, never taken by themselves. */
  weakAliases: readonly string[];
  /** What its empty cells do unless somebody says otherwise; null: it must not be empty. */
  onEmpty: EmptyCellRule | null;
  /** The value of a cleared field. */
  emptyValue: string | boolean | null;
  /** Where a file groups its rows, an empty cell may mean: as in the row above. */
  fillsDown: boolean;
  read(cell: string): CellReading;
}

/** What files of a kind look like, as data: columns, their names elsewhere, the rule of each cell, the key of a row. */
export interface ImportFormat {
  kind: ImportKindName;
  fields: readonly FormatField[];
  /** The field whose key says which rows mean the same thing. */
  keyField: string;
  key(value: string): string;
}
