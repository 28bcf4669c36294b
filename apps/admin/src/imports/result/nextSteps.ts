import type { FailureCode } from '@app/domain';

/** What a person does next when an import has failed. */
export const nextSteps: Record<FailureCode, string> = {
  empty_file: 'Choose a file with at least one row.',
  not_a_csv: 'Save it as "CSV UTF-8" from your spreadsheet program and import that file.',
  encoding_invalid: 'Save the file as UTF-8: in Excel "CSV UTF-8", in LibreOffice with the character set UTF-8.',
  quote_unclosed: 'Close the quote in that line, or double it ("") if it belongs to the text; then import the file again.',
  quote_misplaced: 'Put the whole cell in quotes and double each quote inside it (""); then import the file again.',
  field_too_long: 'Shorten that cell. If it swallowed several lines, a quote is not closed there.',
  header_missing_column:
    'Import it with "Check first": there you say which column is which. Or name the columns in the first line, as the template does.',
  header_duplicate: 'Rename or remove one of the columns with the same name; then import the file again.',
  too_many_columns: 'Check that this is the right file and that its columns are separated by one and the same character.',
  too_many_rows: 'Split the file into several, each with the header line if there is one.',
  object_changed: 'The stored file is not the one that was uploaded. Upload it again.',
  rows_rejected:
    'Nothing was imported, as one error was to stop it all. Correct the rows below, or import again and leave out the rows with an error.',
  expired: 'Nobody answered for 24 hours, so it was closed. Import the file again; nothing of it was written.',
  poison: 'This file stopped several workers. Tell an administrator the number of this import; do not import it again.',
  internal: 'Nothing is wrong with your file. Retry; if it fails again, tell an administrator the number of this import.',
};
