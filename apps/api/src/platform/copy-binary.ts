import { SpareBuffers } from './spare-buffers.js';

/** A Buffer is a value as its type sends it (`bit(n)`: four bytes of length, then the bits). */
type Value = string | boolean | number | Buffer | null;

const signature = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1');
const trailer = Buffer.from([0xff, 0xff]);
const pieces = new SpareBuffers(256 * 1024, 48);

/**
 * Rows as PostgreSQL's `COPY … (format binary)` reads them (documentation of COPY, "Binary Format"): text, boolean and int4
 * columns, and Buffers for others. Nothing needs escaping, so no text can be mistaken for a null or an end. Given out in large pieces, which may be given back.
 */
export function* copyBinary(rows: Iterable<readonly Value[]>): Generator<Buffer> {
  let piece = pieces.take();
  let at = signature.copy(piece);
  for (const row of rows) {
    const most = mostBytes(row);
    if (at + most > piece.length) {
      yield piece.subarray(0, at);
      piece = pieces.take(most);
      at = 0;
    }
    piece[at++] = row.length >> 8;
    piece[at++] = row.length;
    for (let i = 0; i < row.length; i++) {
      const value = row[i]!;
      if (value === null) at = writeInt(piece, -1, at);
      else if (typeof value === 'string') {
        const end = writeText(piece, value, at + 4);
        writeInt(piece, end - at - 4, at);
        at = end;
      } else if (typeof value === 'number') at = writeInt(piece, value, writeInt(piece, 4, at));
      else if (value instanceof Buffer) at += 4 + value.copy(piece, writeInt(piece, value.length, at));
      else {
        at = writeInt(piece, 1, at);
        piece[at++] = Number(value);
      }
    }
  }
  yield piece.subarray(0, at);
  yield trailer;
}

/** For when the server has the pieces of a COPY, all of it. */
export const giveBack = (parts: Buffer[]) => pieces.giveBack(...parts);

function mostBytes(row: readonly Value[]): number {
  let most = 2;
  for (let i = 0; i < row.length; i++) {
    const value = row[i]!;
    most += 4 + (typeof value === 'string' ? value.length * 3 : value instanceof Buffer ? value.length : 4);
  }
  return most;
}

function writeInt(piece: Buffer, value: number, at: number): number {
  piece[at] = value >> 24;
  piece[at + 1] = value >> 16;
  piece[at + 2] = value >> 8;
  piece[at + 3] = value;
  return at + 4;
}

/** Returns where the text ends. A call of `write` costs as much as copying 64 characters here. */
function writeText(piece: Buffer, text: string, at: number): number {
  if (text.length > 64) return at + piece.write(text, at);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0x7f) return at + piece.write(text, at);
    piece[at + i] = code;
  }
  return at + text.length;
}
