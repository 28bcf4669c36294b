import { fileSize } from '../../parts/fileSize';
import type { Failure } from './useUpload';

const spreadsheets = /\.(xlsx?|ods|numbers)$/i;
const archives = /\.(zip|rar|7z)$/i;

/** What can be told about a file before any of it is sent. */
export function fileFault({ name, size }: File, maxBytes = Infinity): Failure | undefined {
  if (size === 0) return { code: 'empty_file', message: 'This file is empty.' };
  if (size > maxBytes) return { code: 'too_large', message: `This file is larger than ${fileSize(maxBytes)}.` };
  if (spreadsheets.test(name)) return { code: 'not_a_csv', message: 'This is a spreadsheet, not a CSV file.' };
  if (archives.test(name)) return { code: 'not_a_csv', message: 'This is an archive, not a CSV file. Unpack it first.' };
  return undefined;
}
