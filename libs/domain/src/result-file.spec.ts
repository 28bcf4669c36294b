import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isGuarded, isHelperColumn, safe, unsafe } from './result-file.js';

describe('a cell of a result file for people', () => {
  it.each(['=1+1', '+49 30 1', '-1', '@sum(A1)', '\t=1', '\r=1', '＝1', '＋1', '－1', '＠x', "'=1", "''-1"])('guards %j', (cell) => {
    expect(safe(cell)).toBe(`'${cell}`);
  });

  it.each(['', 'Mug', "'", "'quoted'", "rock 'n' roll", '1=1', ' =1', '–1', '"=1"'])('leaves %j as it is', (cell) => {
    expect(safe(cell)).toBe(cell);
    expect(unsafe(cell)).toBe(cell);
  });

  it('comes back as it was', () => {
    const cell = fc.string({ unit: fc.constantFrom("'", '=', '+', '-', '@', '\t', '\r', '＝', 'a', ' ') });
    fc.assert(fc.property(fc.oneof(cell, fc.string({ unit: 'binary' })), (text) => unsafe(safe(text)) === text));
  });
});

describe('a column of a result file', () => {
  it.each([
    ['import__row', true],
    [' Import__Message', true],
    ['import__safe', true],
    ['important', false],
    ['import row', false],
    ['', false],
  ])('%j is none of the file that came: %s', (name, expected) => {
    expect(isHelperColumn(name)).toBe(expected);
  });

  it('tells of guarded cells', () => {
    expect(isGuarded(['sku', 'name', 'IMPORT__safe '])).toBe(true);
    expect(isGuarded(['import__row', 'sku', 'safe'])).toBe(false);
  });
});
