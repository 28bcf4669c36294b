import { ImportFault } from './import-fault.js';

/** A byte that is not UTF-8 would become U+FFFD or another character; we refuse instead and say where. */
export const encodingFault = (line: number, byteOffset: number) =>
  new ImportFault({
    code: 'encoding_invalid',
    message: `In line ${line} there is a byte that is not UTF-8. Save the file as "CSV UTF-8", or convert it (it may be windows-1252).`,
    line,
    byteOffset,
  });

/** How many lines end before a byte; a CRLF is one end. */
export function lineBreaks(bytes: Buffer, until: number): number {
  let breaks = 0;
  for (let i = 0; i < until; i++) if (bytes[i] === 10 || (bytes[i] === 13 && bytes[i + 1] !== 10)) breaks++;
  return breaks;
}
