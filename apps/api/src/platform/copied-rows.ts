/** A row as its fields: the bytes of each, as its type sends them, or null. */
export type CopiedRow = (Buffer | null)[];

const header = 19; // signature, flags and the length of an extension that there is not

/** Rows of `COPY … TO STDOUT (format binary)` (documentation of COPY, "Binary Format"), as many at a time as have come. */
export async function* copiedRows(pieces: AsyncIterable<Buffer>): AsyncGenerator<CopiedRow[]> {
  let rest: Buffer = Buffer.alloc(0);
  let at = header;
  for await (const piece of pieces) {
    const data = rest.length ? Buffer.concat([rest, piece]) : piece;
    const rows: CopiedRow[] = [];
    for (let row = rowAt(data, at); row; row = rowAt(data, at)) {
      rows.push(row.fields);
      at = row.end;
    }
    if (at <= data.length) {
      rest = data.subarray(at);
      at = 0;
    } else rest = data;
    if (rows.length) yield rows;
  }
}

/** The row that begins there, if all of it has come; what ends the rows is none. */
function rowAt(data: Buffer, at: number): { fields: CopiedRow; end: number } | undefined {
  if (at + 2 > data.length) return undefined;
  const fields: CopiedRow = [];
  let end = at + 2;
  for (let left = data.readInt16BE(at); left > 0; left--) {
    if (end + 4 > data.length) return undefined;
    const length = data.readInt32BE(end);
    end += 4 + Math.max(0, length);
    if (end > data.length) return undefined;
    fields.push(length < 0 ? null : data.subarray(end - length, end));
  }
  return fields.length ? { fields, end } : undefined;
}
