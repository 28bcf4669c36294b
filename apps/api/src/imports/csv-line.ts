/** Cells as a record of CSV (RFC 4180: comma, CRLF), quoted only where a reader could take them for something else. */
export const csvLine = (cells: readonly string[]): string =>
  cells.length === 1 && cells[0] === '' ? '""\r\n' : `${cells.map(csvCell).join(',')}\r\n`; // or it would be a blank line

function csvCell(cell: string): string {
  if (cell === '') return '';
  const edge = cell.charCodeAt(0) <= space || cell.charCodeAt(cell.length - 1) <= space; // some readers trim what is bare
  return edge || special.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

const space = 0x20;
const special = /[",\r\n]/;
