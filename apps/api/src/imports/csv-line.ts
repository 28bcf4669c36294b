/** One record as RFC 4180 has it, with its line end. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',') || '""'}\r\n`; // an empty line would be none

const cellOf = (cell: string) => (/[",\r\n]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
