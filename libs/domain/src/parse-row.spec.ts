import { describe, expect, it } from '@jest/globals';
import { productFormat } from './formats/product.js';
import { rowParser, type RowPlan } from './parse-row.js';

const plan: RowPlan = {
  mapping: { sku: 0, name: 1, description: 2, active: 3 },
  onEmpty: {},
  attributes: [],
  errorPolicy: 'reject_failed_rows',
};
const read = rowParser(productFormat, plan, 4);
const reader = (changes: Partial<RowPlan>, width = 4) => rowParser(productFormat, { ...plan, ...changes }, width);

describe('a row of a file of products', () => {
  it('becomes values in the order of the format, text as written', () =>
    expect(read([' 0017 ', '1+1', 'NULL', ''])).toEqual({ key: '0017', values: ['0017', '1+1', 'NULL', null, null] }));

  it('says nothing of columns that the file lacks', () =>
    expect(reader({ mapping: { sku: 1, name: 0 } }, 2)(['Mug', 'A'])).toEqual({ key: 'a', values: ['A', 'Mug', null, null, null] }));

  it.each(['true', '1', 'YES', 'y', 'Active', 'ja', 'sí', ' on '])('reads %j as active', (word) =>
    expect(read(['a', 'b', '', word])).toMatchObject({ values: ['a', 'b', '', true, null] }),
  );
  it.each(['false', '0', 'No', 'n', 'inactive', 'draft', '-1', 'não'])('reads %j as inactive', (word) =>
    expect(read(['a', 'b', '', word])).toMatchObject({ values: ['a', 'b', '', false, null] }),
  );

  it('has all of its faults named', () =>
    expect(read(['', ' ', 'x\0', 'maybe'])).toMatchObject([
      { column: 0, code: 'required' },
      { column: 1, code: 'required' },
      { column: 2, code: 'control_character' },
      { column: 3, code: 'boolean', value: 'maybe' },
    ]));

  it.each([
    ['too few', ['a', 'b']],
    ['too many', ['a', 'b', '', '', 'x']],
  ])('with %s cells is one fault', (_, cells) => expect(read(cells)).toMatchObject([{ column: null, code: 'column_count' }]));

  it('may have surplus cells that are empty', () => expect(read(['a', 'b', '', '', '', ' '])).toMatchObject({ key: 'a' }));

  it.each<[string, RowPlan['onEmpty'], unknown[]]>([
    ['by itself', {}, ['', null]],
    ['that keeps', { description: 'keep', active: 'keep' }, [null, null]],
    ['that clears', { description: 'clear', active: 'clear' }, ['', true]],
  ])('has empty cells mean what is asked for: %s', (_, onEmpty, values) =>
    expect(reader({ onEmpty })(['a', 'b', ' ', ''])).toMatchObject({ values: ['a', 'b', ...values, null] }),
  );

  it('needs its SKU and its name, whatever empty cells mean', () =>
    expect(reader({ onEmpty: { sku: 'keep', name: 'clear' } })(['', '', '', ''])).toMatchObject([
      { column: 0, code: 'required' },
      { column: 1, code: 'required' },
    ]));

  it.each([0, 2, 4])('has no cell over 1 MiB, also not in column %i', (column) => {
    const cells = ['a', 'b', '', '', ''];
    cells[column] = 'x'.repeat(1_048_577);
    const found = [{ column, code: 'too_long', value: 'x'.repeat(200) }];
    for (const errorPolicy of ['reject_failed_rows', 'ignore_failed'] as const)
      expect(reader({ errorPolicy }, 5)(cells)).toMatchObject(found);
    cells[column] = cells[column]!.slice(1);
    expect(Array.isArray(reader({}, 5)(cells))).toBe(column === 0);
  });

  describe('with attributes', () => {
    const attributes = [
      { column: 2, key: 'colour' },
      { column: 3, key: '__proto__' },
    ];
    const shop = (cells: string[], changes: Partial<RowPlan> = {}) =>
      reader({ mapping: { sku: 0, name: 1 }, attributes, ...changes })(cells);
    const json = (row: ReturnType<typeof shop>) => ('key' in row ? row.values.at(-1) : row);

    it('has them as one object of texts', () =>
      expect(json(shop(['a', 'b', ' "dark"\nred ', '7']))).toBe('{"colour":"\\"dark\\"\\nred","__proto__":"7"}'));
    it('leaves empty ones out', () => expect(json(shop(['a', 'b', ' ', '']))).toBe('{}'));
    it('removes empty ones when that is asked for', () =>
      expect(json(shop(['a', 'b', ' ', '7'], { onEmpty: { attributes: 'clear' } }))).toBe('{"colour":null,"__proto__":"7"}'));
    it.each([
      ['too_long', 'x'.repeat(5_001)],
      ['control_character', 'x\0'],
      ['control_character', 'x\ud800'],
    ])('is rejected for %s, or loses the attribute with a warning', (code, cell) => {
      expect(shop(['a', 'b', cell, '7'])).toMatchObject([{ column: 2, code, value: cell.slice(0, 200) }]);
      const forgiven = shop(['a', 'b', cell, '7'], { errorPolicy: 'ignore_failed' });
      expect(forgiven).toMatchObject({ warnings: [{ column: 2, code }] });
      expect(json(forgiven)).toBe('{"__proto__":"7"}');
    });
  });

  it('loses invalid cells of optional fields with a warning, when failures are to be ignored', () => {
    const forgiving = reader({ errorPolicy: 'ignore_failed' });
    expect(forgiving(['a', 'b', 'x\0', 'maybe'])).toMatchObject({
      key: 'a',
      values: ['a', 'b', null, null, null],
      warnings: [
        { column: 2, code: 'control_character' },
        { column: 3, code: 'boolean', value: 'maybe', message: expect.stringContaining('left out') },
      ],
    });
    expect(forgiving(['', 'b', '', 'maybe'])).toMatchObject([{ column: 0, code: 'required' }]);
    expect(forgiving(['a'])).toMatchObject([{ code: 'column_count' }]);
  });

  it.each([
    ['1.23E+12', 'sku_damaged'],
    ['1,23E+12', 'sku_damaged'],
    ['1e+5', 'sku_damaged'],
    ['#REF!', 'sku_damaged'],
    ['#N/A', 'sku_damaged'],
    ['#NAME?', 'sku_damaged'],
    ['#####', 'sku_damaged'],
    ['=1+1', 'formula_like'],
    ['+cmd', 'formula_like'],
    ['-x', 'formula_like'],
    ['@x', 'formula_like'],
    ['\uff1d1', 'formula_like'],
    ['\uff20x', 'formula_like'],
    ['\t=1', 'formula_like'],
  ])('passes with a warning for the SKU %j: %s', (sku, code) =>
    expect(read([sku, 'b', '', ''])).toMatchObject({ warnings: [{ column: 0, code, value: sku }] }),
  );

  it.each([
    '1E5',
    '1.23',
    '12E+',
    'E+12',
    '-5',
    '+1',
    '-1.234,5',
    '#1',
    '##',
    '#17',
    '0017',
    '2024-01-02',
    'Jan-12',
    '\ttab',
    'a=b',
    '商品',
    '\uff21',
    '_x',
  ])('passes without a warning for the SKU %j', (sku) => expect(read([sku, 'b', '', ''])).not.toHaveProperty('warnings'));

  it('warns of a name that is a formula, and of a description never', () =>
    expect(read(['a', '=HYPERLINK("x")', '=1', ''])).toMatchObject({ warnings: [{ column: 1, code: 'formula_like' }] }));
});
