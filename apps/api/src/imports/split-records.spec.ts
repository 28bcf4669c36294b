import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parseRecords } from './parse-records.js';
import { RecordScanner } from './record-scanner.js';
import { splitRecords } from './split-records.js';

const split = (text: string | Buffer, delimiter = ',') => [...splitRecords(`${text}\n`, delimiter)];

/** Whether the text is one that may be split: what the scanner refuses or calls padded goes other ways. */
function isPlain(bytes: Buffer, delimiter: string): boolean {
  const scanner = new RecordScanner(delimiter.charCodeAt(0), 0, 1);
  try {
    scanner.push(bytes);
    scanner.end();
  } catch {
    return false;
  }
  return !scanner.padded;
}

describe('records split', () => {
  it.each<[string, string, string[][]]>([
    [
      'of mixed line ends',
      'a,b\r\nc,d\re,f\ng,h',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    [
      'with quotes',
      '"a","b,""c"""\n"",x\n',
      [
        ['a', 'b,"c"'],
        ['', 'x'],
      ],
    ],
    ['with line breaks in quotes, kept as they are', '"a\r\nb\rc\n",x\n', [['a\r\nb\rc\n', 'x']]],
    [
      'with quotes inside bare cells',
      '15" x,5\'10""\nx,a"b"\n',
      [
        ['15" x', '5\'10""'],
        ['x', 'a"b"'],
      ],
    ],
    ['with blank lines', '\n\r\na\n\n\rb\n\n', [['a'], ['b']]],
    ['with an empty quoted cell alone', '""\n\n""', [[''], ['']]],
    ['with cells missing and too many', 'a\na,,\n,', [['a'], ['a', '', ''], ['', '']]],
    ['with blanks in bare cells', ' a , b\t\n', [[' a ', ' b\t']]],
  ])('%s', (_, text, records) => expect(split(text)).toEqual(records));

  const token = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('a', ',', ';', '\t', '"', '""', '\n', '\r', '\r\n', ' ', '"x"', '","', '",\n"') },
    { weight: 1, arbitrary: fc.constantFrom('é', '€', '🫖', '\ufeff', '\u00a0', '\u2028', '\0', '|', '\\', "'") },
    { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 3 }) },
  );

  it('take quotes for characters where they are none', () =>
    expect([...splitRecords('"The 5" Print\t"\n"a\t""\n', '\t', true)]).toEqual([
      ['"The 5" Print', '"'],
      ['"a', '""'],
    ]));

  it.each([',', '\t'])('where quotes are text, are as many as the scanner counts, delimited by %j', (delimiter) =>
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const bytes = Buffer.from(tokens.join(''));
        const scanner = new RecordScanner(delimiter.charCodeAt(0), 0, 1, {}, true);
        scanner.push(bytes);
        scanner.end();
        expect([...splitRecords(`${bytes}\n`, delimiter, true)]).toHaveLength(scanner.records);
      }),
      { numRuns: 2_000 },
    ),
  );

  it.each([',', ';', '\t', '|'])('are those of the parser, delimited by %j', (delimiter) => {
    let plain = 0;
    fc.assert(
      fc.property(fc.array(token, { maxLength: 30 }), (tokens) => {
        const bytes = Buffer.from(tokens.join(''));
        if (!isPlain(bytes, delimiter)) return;
        plain++;
        expect(split(bytes, delimiter)).toEqual(parseRecords(bytes, delimiter, false));
      }),
      { numRuns: 10_000 }, // a failure prints its seed
    );
    expect(plain).toBeGreaterThan(1_000);
  });

  it('are those of the parser, of tables in every style of quoting', () => {
    const cell = fc.string({ unit: fc.constantFrom('a', 'B', ' ', '"', ',', '\n', '\r', '\r\n', 'é', '😀'), maxLength: 8 });
    const written = (text: string, isQuoted: boolean) =>
      isQuoted || /^[ \t"]|[,\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const table = fc.array(fc.array(fc.tuple(cell, fc.boolean()), { minLength: 2, maxLength: 5 }), { maxLength: 8 });
    fc.assert(
      fc.property(table, fc.constantFrom('\n', '\r\n', '\r', '\n\n'), (rows, lineEnd) => {
        const bytes = Buffer.from(rows.map((row) => row.map(([text, isQuoted]) => written(text, isQuoted)).join(',')).join(lineEnd));
        expect(isPlain(bytes, ',')).toBe(true);
        const cells = rows.map((row) => row.map(([text]) => text));
        expect(split(bytes)).toEqual(cells);
        expect(parseRecords(bytes, ',', false)).toEqual(cells);
      }),
      { numRuns: 3_000 },
    );
  });
});
