import { failpoint } from '../platform/failpoint.js';

type Value = string | boolean | number | null;

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = Buffer.from([0xff, 0xff]);
const pieceBytes = 256 * 1024;

/**
 * Rows as PostgreSQL's `COPY … (format binary)` reads them (documentation of COPY, "Binary Format"): text, boolean and int4
 * columns. Nothing needs escaping, so no text can be mistaken for a null or an end. Given out in large pieces.
 */
export function* copyBinary(rows: Iterable<readonly Value[]>): Generator<Buffer> {
  let piece = Buffer.allocUnsafe(pieceBytes);
  let at = signature.copy(piece);
  for (const row of rows) {
    const most = 2 + row.reduce<number>((sum, value) => sum + 4 + (typeof value === 'string' ? value.length * 3 : 4), 0);
    if (at + most > piece.length) {
      yield piece.subarray(0, at);
      piece = Buffer.allocUnsafe(Math.max(pieceBytes, most));
      at = 0;
    }
    at = piece.writeInt16BE(row.length, at);
    for (const value of row) {
      if (value === null) at = piece.writeInt32BE(-1, at);
      else if (typeof value === 'string') {
        const length = piece.write(value, at + 4);
        piece.writeInt32BE(length, at);
        at += 4 + length;
      } else if (typeof value === 'number') {
        at = piece.writeInt32BE(4, at);
        at = piece.writeInt32BE(value, at);
      } else {
        at = piece.writeInt32BE(1, at);
        at = piece.writeUInt8(Number(value), at);
      }
    }
  }
  yield piece.subarray(0, at);
  failpoint('stage.copy.mid');
  yield trailer;
}
