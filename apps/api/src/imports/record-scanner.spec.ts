import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { ImportFault } from './import-fault.js';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';

function scan(text: string | Buffer, pieces: number[] = [], delimiter = ',') {
  const bytes = Buffer.from(text);
  const starts: { byte: number; line: number }[] = [];
  const ends: { byte: number; line: number }[] = [];
  const scanner = new RecordScanner(delimiter.charCodeAt(0), 0, 1, {
    started: (byte, line) => void starts.push({ byte, line }),
    ended: (byte, line) => void ends.push({ byte, line }),
  });
  let from = 0;
  for (const to of [...new Set(pieces.map((piece) => piece % (bytes.length + 1)))].sort((a, b) => a - b)) {
    scanner.push(bytes.subarray(from, to));
    from = to;
  }
  scanner.push(bytes.subarray(from));
  scanner.end();
  const { records, blankLines, padded, line } = scanner;
  return { records, blankLines, padded, line, starts, ends };
}

function faultOf(scanning: () => unknown) {
  try {
    scanning();
  } catch (error) {
    return (error as ImportFault).failure;
  }
  throw new Error('no fault was found');
}

describe('the record scanner', () => {
  it.each([
    ['LF', 'a,b\nc,d\n', 2, [1, 2]],
    ['CRLF', 'a,b\r\nc,d\r\n', 2, [1, 2]],
    ['CR', 'a,b\rc,d\r', 2, [1, 2]],
    ['mixed line ends', 'a\r\nb\nc\rd', 4, [1, 2, 3, 4]],
    ['no last line end', 'a,b\nc,d', 2, [1, 2]],
    ['line breaks in quotes', '"a\nb\r\nc\rd",x\ny,z\n', 2, [1, 5]],
    ['doubled quotes', '"a""\n""b",x\ny\n', 2, [1, 3]],
    ['blank lines', '\na\n\n\r\nb\n\n', 2, [2, 5]],
    ['quotes in bare cells', '15" laptop,6"\nb\n', 2, [1, 2]],
    ['padding around quoted cells', ' "a" ,\t"b\n" \nc\n', 2, [1, 3]],
    ['an empty quoted cell alone', '""\n""', 2, [1, 2]],
  ])('counts records and lines with %s', (_, text, records, lines) => {
    const found = scan(text);
    expect(found.records).toBe(records);
    expect(found.ends.map(({ line }) => line)).toEqual(lines);
  });

  it('counts lines of blanks as blank, and says that there is padding', () =>
    expect(scan('a\n \t\nb\n')).toMatchObject({ records: 2, blankLines: 1, padded: true }));

  it.each([
    ['an unclosed quote', 'a,b\nc,"d\ne\nf', { code: 'quote_unclosed', line: 2, byteOffset: 6 }],
    ['text after a quote', 'a\n"b"c\n', { code: 'quote_misplaced', line: 2, byteOffset: 5 }],
    ['text after a quote that opened lines before', 'a\n"b\nc"d\n', { code: 'quote_misplaced', line: 2 }],
    ['a quote after a closed one', '"a" "b"\n', { code: 'quote_misplaced', line: 1 }],
    ['a record over 8 MiB', `a\n${'x'.repeat(8 * 1024 * 1024 + 2)}\n`, { code: 'field_too_long', line: 2, byteOffset: 2 }],
    ['a quote that is not closed within 8 MiB', `a\n"${'x\n'.repeat(5 * 1024 * 1024)}`, { code: 'quote_unclosed', line: 2, byteOffset: 2 }],
  ])('refuses %s', (_, text, failure) => expect(faultOf(() => scan(text))).toMatchObject(failure));

  const token = fc.constantFrom('a', ' ', ',', '"', '""', '\n', '\r', '\r\n', 'é', '\t', '"x"', '","', '€"');

  it('finds the same wherever the text is split', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), fc.array(fc.nat(60), { maxLength: 6 }), (tokens, pieces) => {
        const text = tokens.join('');
        const outcome = (splits: number[]) => {
          try {
            return scan(text, splits);
          } catch (error) {
            return (error as ImportFault).failure;
          }
        };
        expect(outcome(pieces)).toEqual(outcome([]));
      }),
      { numRuns: 3_000 },
    );
  });

  it('agrees with the parser on where records are, in every text that it lets pass', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const text = tokens.join('');
        let found: ReturnType<typeof scan>;
        try {
          found = scan(text);
        } catch {
          return; // refused: the parser never sees it
        }
        expect(parseRecords(Buffer.from(text), ',', found.padded)).toHaveLength(found.records);
      }),
      { numRuns: 5_000 },
    );
  });

  it('cuts at starts that give the parser the same records', () => {
    fc.assert(
      fc.property(fc.array(token, { maxLength: 40 }), fc.nat(20), (tokens, n) => {
        const text = Buffer.from(tokens.join(''));
        let found: ReturnType<typeof scan>;
        try {
          found = scan(text);
        } catch {
          return;
        }
        const cut = found.starts[n]?.byte ?? 0;
        const whole = parseRecords(text, ',', found.padded);
        expect([...parseRecords(text.subarray(0, cut), ',', found.padded), ...parseRecords(text.subarray(cut), ',', found.padded)]).toEqual(
          whole,
        );
      }),
      { numRuns: 3_000 },
    );
  });

  it('lets cells through the parser as they were written', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', ',', '\n', '\r\n', 'é', '😀'), maxLength: 6 });
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r'), (rows, lineEnd) => {
        const text = rows.map((row) => row.map((one) => `"${one.replaceAll('"', '""')}"`).join(',')).join(lineEnd);
        expect(scan(text).records).toBe(rows.length);
        expect(parseRecords(Buffer.from(text), ',', false)).toEqual(rows);
      }),
      { numRuns: 1_000 },
    );
  });
});
