import { isUtf8 } from 'node:buffer';

/** Checks a text that comes in pieces for bytes that are not UTF-8. A character may be split between two pieces. */
export class Utf8Check {
  private rest = Buffer.alloc(0);

  /** Offset of the first bad byte, counted from the start of this piece (negative: in the one before); undefined when all is well. */
  push(piece: Uint8Array): number | undefined {
    const bytes = this.rest.length ? Buffer.concat([this.rest, piece]) : Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const whole = bytes.length - unfinished(bytes);
    const bad = firstBad(bytes.subarray(0, whole));
    if (bad !== undefined) return bad - this.rest.length;
    this.rest = Buffer.from(bytes.subarray(whole));
    return undefined;
  }

  /** The text is over: a character that is still unfinished is a bad byte, so far before the end. */
  end(): number | undefined {
    return this.rest.length ? -this.rest.length : undefined;
  }
}

/** How many bytes at the end begin a character that the next piece may finish. */
function unfinished(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const b = bytes[bytes.length - back]!;
    if (b < 0x80) return 0;
    if (b >= 0xc0) return back < (b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

/** By halves, then byte by byte: the longest valid start tells where the fault is. */
function firstBad(bytes: Buffer): number | undefined {
  if (isUtf8(bytes)) return undefined;
  let [good, end] = [0, bytes.length];
  while (end - good > 64) {
    let middle = (good + end) >> 1;
    while ((bytes[middle]! & 0xc0) === 0x80 && middle > good + 1) middle--; // between two characters
    if (isUtf8(bytes.subarray(good, middle))) good = middle;
    else end = middle;
  }
  let bad = good;
  for (let to = good + 1; to <= end; to++) if (isUtf8(bytes.subarray(good, to))) bad = to;
  return bad;
}
