import type { ImportFormat, RowValues } from './import-format.js';
import type { ColumnMapping } from './header-match.js';
import type { RowErrorCode } from './import-job.js';
import type { EmptyCellRule, ErrorPolicy } from './import-options.js';
import { attributeFault } from './product.js';
import { tidy } from './text.js';

/** What is wrong with a row; `column` is an index into the header, null for the row as a whole. */
export type RowFault = { column: number | null; code: RowErrorCode; message: string; value: string | null };

/** How the columns of a file become rows of its format. */
export type RowPlan = {
  mapping: ColumnMapping;
  /** Field to what its empty cells do; a field that is not named goes by its format. `attributes` means all of those. */
  onEmpty: Record<string, EmptyCellRule>;
  /** Columns that are kept as attributes, under these keys. */
  attributes: { column: number; key: string }[];
  errorPolicy: ErrorPolicy;
};

/**
 * A valid row: its key, and a value per field of the format in the format's order (null: keep what is stored). If the format keeps
 * attributes, they follow as a JSON object (null: the file has none; a null in it: remove that one); at last what it derives. Warnings let the row pass.
 */
export type ParsedRow = { key: string; values: RowValues; warnings?: RowFault[] };

/** A cell with more UTF-16 units rejects its row, whatever its column is for. */
export const maxCellLength = 1_048_576;

const messages: Record<RowErrorCode, string> = {
  required: 'A value is required here.',
  too_long: 'The text is too long.',
  sku_characters: 'A SKU holds no line break, no tab and no character that changes the reading direction.',
  control_character: 'The text holds a control character.',
  boolean: 'Neither yes nor no. Use true or false, 1 or 0, yes or no, active or inactive.',
  column_count: 'The row has another number of cells than the header.',
  sku_damaged: 'A spreadsheet has probably turned this SKU into a number.',
  formula_like: 'A spreadsheet would take this for a formula.',
  integer: 'No whole number of at most 15 digits.',
  status: 'Neither new nor canceled.',
  amount: 'No amount in US dollars: digits, at most two decimals behind a point, no thousands mark.',
  datetime: 'No date and time that exists, as in 2007-04-05T14:30Z.',
  no_time_zone: 'The time has no zone: it is taken for UTC.',
  state: 'A state has two letters.',
  zip: 'A zip code has five digits, or five and four.',
};

/**
 * Makes the reader of a file's rows. The reader turns the cells of one record into a row of the format, or into all of its faults.
 * @param width the header's number of columns; surplus cells that are empty do not count
 */
export function rowParser(format: ImportFormat, plan: RowPlan, width: number): (cells: string[]) => ParsedRow | RowFault[] {
  const columns = format.fields.map((field) => ({
    field,
    at: plan.mapping[field.name],
    empty: (plan.onEmpty[field.name] ?? field.onEmpty) === 'clear' ? field.emptyValue : null,
  }));
  const attributes = plan.attributes.map(({ column, key }) => ({ column, key, start: `${JSON.stringify(key)}:` }));
  const emptyAttribute = plan.onEmpty.attributes === 'clear' ? 'null' : undefined;
  const nothing: RowValues = [...columns, ...(format.keepsAttributes ? [attributes] : [])].map(() => null);
  const isForgiving = plan.errorPolicy === 'ignore_failed';

  return (cells) => {
    if (cells.length !== width && (cells.length < width || cells.slice(width).some((cell) => cell.trim() !== ''))) {
      const message = `${format.headless ? 'A row' : 'The header'} has ${width} columns, this row has ${cells.length}.`;
      return [{ column: null, code: 'column_count', message, value: null }];
    }
    const values = nothing.slice();
    let faults: RowFault[] | undefined;
    let warnings: RowFault[] | undefined;

    for (let i = 0; i < columns.length; i++) {
      const { field, at, empty } = columns[i]!;
      if (at === undefined) continue;
      const reading = field.read(cells[at]!);
      if ('fault' in reading) {
        const found = fault(at, reading.fault, field.name, cells[at]!);
        if (isForgiving && !field.required) (warnings ??= []).push(leftOut(found));
        else (faults ??= []).push(found);
      } else {
        values[i] = reading.value === '' || reading.value === null ? empty : reading.value;
        if (reading.doubt) (warnings ??= []).push(fault(at, reading.doubt, field.name, cells[at]!));
      }
    }

    if (attributes.length) {
      const entries: string[] = [];
      for (const { column, key, start } of attributes) {
        const text = tidy(cells[column]!);
        const code = attributeFault(text);
        if (code) {
          const found = fault(column, code, key, cells[column]!);
          if (isForgiving) (warnings ??= []).push(leftOut(found));
          else (faults ??= []).push(found);
        } else if (text !== '') entries.push(start + JSON.stringify(text));
        else if (emptyAttribute) entries.push(start + emptyAttribute);
      }
      values[columns.length] = `{${entries.join(',')}}`;
    }

    for (let i = 0; i < cells.length; i++) {
      if (cells[i]!.length > maxCellLength && !faults?.some(({ column }) => column === i))
        (faults ??= []).push({ ...fault(i, 'too_long', '', cells[i]!), message: 'No cell may be longer than 1 MiB.' });
    }
    if (faults) return faults;
    const key = format.key(values);
    if (format.derive) values.push(...format.derive(values));
    return warnings ? { key, values, warnings } : { key, values };
  };
}

function fault(column: number, code: RowErrorCode, name: string, cell: string): RowFault {
  return { column, code, message: code === 'required' ? `The ${name} is empty.` : messages[code], value: cell.slice(0, 200) };
}

const leftOut = (found: RowFault): RowFault => ({ ...found, message: `${found.message} The cell is left out.` });
