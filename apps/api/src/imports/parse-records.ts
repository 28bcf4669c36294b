import { parse, type Options } from 'csv-parse/sync';

/**
 * The cells of whole records. Every line end that occurs, in one file too; ragged records come through, to be counted by us.
 * Quotes inside bare cells stay, as RecordScanner has it; it has refused before what this would take too lightly.
 */
export function parseRecords(bytes: Buffer, delimiter: string, padded: boolean, options: Options = {}): string[][] {
  return parse(bytes, {
    delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    skip_empty_lines: true,
    relax_column_count: true,
    relax_quotes: true,
    trim: padded,
    ...options,
  }) as unknown as string[][];
}
