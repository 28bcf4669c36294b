import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { csvLine } from './csv-line.js';
import { parseRecords } from './parse-records.js';

describe('a line of CSV', () => {
  it.each<[string[], string]>([
    [['A-1', 'Mug'], 'A-1,Mug'],
    [['A-1', ''], 'A-1,'],
    [['', ''], ','],
    [[''], '""'],
    [['1,5 l', 'the "big" one', 'a\nb', 'a\rb'], '"1,5 l","the ""big"" one","a\nb","a\rb"'],
    [[' A', 'B ', '\tC', 'd e'], '" A","B ","\tC",d e'],
    [['semi;colon', 'ü', '=1'], 'semi;colon,ü,=1'],
  ])('of %j is %j', (cells, line) => {
    expect(csvLine(cells)).toBe(`${line}\r\n`);
  });

  it('reads as the cells that went in', () => {
    const cell = fc.oneof(fc.string({ unit: fc.constantFrom('"', ',', '\r', '\n', ' ', '\t', ';', "'", 'a') }), fc.string());
    fc.assert(
      fc.property(fc.array(fc.array(cell, { minLength: 1, maxLength: 5 }), { minLength: 1 }), (records) => {
        expect(parseRecords(Buffer.from(records.map(csvLine).join('')), ',', false)).toEqual(records);
      }),
    );
  });
});
