import { isAscii } from 'node:buffer';

const [LF, CR, QUOTE] = [10, 13, 34];

/**
 * The cells of whole records, one record after the other: what `parseRecords` says, ten times as fast, of text that RecordScanner has
 * let pass as not padded. A cell is quoted from its first byte on or not at all, and an end of a quote is the end of its cell.
 */
export function* splitRecords(bytes: Buffer, delimiter: string): Generator<string[]> {
  const text = bytes.toString(isAscii(bytes) ? 'latin1' : 'utf8'); // the first is a copy, one byte a character
  const separator = delimiter.charCodeAt(0);
  const end = text.length;
  const at = (i: number) => (i < end ? text.charCodeAt(i) : LF);

  for (let i = 0; i < end; ) {
    let c = at(i);
    if (c === LF || c === CR) {
      i++; // a blank line, or the second half of a CRLF
      continue;
    }
    const cells: string[] = [];
    for (;;) {
      if (c === QUOTE) {
        const start = i + 1;
        let isDoubled = false;
        i = text.indexOf('"', start);
        while (i >= 0 && at(i + 1) === QUOTE) {
          isDoubled = true;
          i = text.indexOf('"', i + 2);
        }
        if (i < 0) throw new Error('A quote is not closed.');
        const cell = text.slice(start, i);
        cells.push(isDoubled ? cell.replaceAll('""', '"') : cell);
        c = at(++i);
      } else {
        const start = i;
        while (c !== separator && c !== LF && c !== CR) c = at(++i);
        cells.push(text.slice(start, i));
      }
      i++;
      if (c !== separator) break;
      c = at(i);
    }
    yield cells;
  }
}
