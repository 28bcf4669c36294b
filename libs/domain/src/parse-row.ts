import type { FormatField, ImportFormat } from './import-format.js';
import type { ColumnMapping } from './header-match.js';
import type { RowErrorCode } from './import-job.js';
import type { EmptyCellRule, ErrorPolicy } from './import-options.js';

/** What is wrong with a row; `column` is an index into the header, null for the row as a whole. */
export type RowFault = { column: number | null; code: RowErrorCode; message: string; value: string | null };

/** How the columns of a file become rows of its format. */
export type RowPlan = {
  mapping: ColumnMapping;
  /** Field to what its empty cells do; a field that is not named goes by its format. */
  onEmpty: Record<string, EmptyCellRule>;
  /** Columns that are kept as attributes, under these keys. */
  attributes: { column: number; key: string }[];
  errorPolicy: ErrorPolicy;
};

/**
 * A valid row: its key, and a value per field of the format in the format's order (null: keep what is stored), at last the
 * attributes as a JSON object (null: the file has none). Warnings let the row pass.
 */
export type ParsedRow = { key: string; values: (string | boolean | null)[]; warnings?: RowFault[] };

const messages: Record<RowErrorCode, string> = {
  required: 'A value is required here.',
  too_long: 'The text is too long.',
  sku_characters: 'A SKU holds no line break, no tab and no character that changes the reading direction.',
  control_character: 'The text holds a control character.',
  boolean: 'Neither yes nor no. Use true or false, 1 or 0, yes or no, active or inactive.',
  column_count: 'The row has another number of cells than the header.',
  sku_damaged: 'A spreadsheet has probably turned this SKU into a number.',
  formula_like: 'A spreadsheet would take this for a formula.',
};

/**
 * Makes the reader of a file's rows. The reader turns the cells of one record into a row of the format, or into all of its faults.
 * @param width the header's number of columns; surplus cells that are empty do not count
 */
export function rowParser(format: ImportFormat, { mapping }: RowPlan, width: number): (cells: string[]) => ParsedRow | RowFault[] {
  const columns = format.fields.map((field) => ({ field, at: mapping[field.name] }));
  const keyAt = format.fields.findIndex((field) => field.name === format.keyField);

  return (cells) => {
    if (cells.length < width || (cells.length > width && cells.slice(width).some((cell) => cell.trim() !== ''))) {
      return [
        { column: null, code: 'column_count', message: `The header has ${width} columns, this row has ${cells.length}.`, value: null },
      ];
    }
    const values: (string | boolean | null)[] = [];
    let faults: RowFault[] | undefined;
    for (const { field, at } of columns) {
      if (at === undefined) {
        values.push(null);
        continue;
      }
      const reading = field.read(cells[at]!);
      if ('fault' in reading) (faults ??= []).push(fault(field, at, reading.fault, cells[at]!));
      else values.push(reading.value);
    }
    return faults ?? { key: format.key(values[keyAt] as string), values: [...values, null] };
  };
}

function fault(field: FormatField, column: number, code: RowErrorCode, cell: string): RowFault {
  const message = code === 'required' ? `The ${field.name} is empty.` : messages[code];
  return { column, code, message, value: cell.slice(0, 200) };
}
