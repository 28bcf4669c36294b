import { describe, expect, it } from '@jest/globals';
import { productFormat } from './formats/product.js';
import { rowParser } from './parse-row.js';

const read = rowParser(
  productFormat,
  { mapping: { sku: 0, name: 1, description: 2, active: 3 }, onEmpty: {}, attributes: [], errorPolicy: 'reject_failed_rows' },
  4,
);

describe('a row of a file of products', () => {
  it('becomes values in the order of the format, text as written', () =>
    expect(read([' 0017 ', '=1+1', 'NULL', ''])).toEqual({ key: '0017', values: ['0017', '=1+1', 'NULL', null, null] }));

  it('says nothing of columns that the file lacks', () =>
    expect(
      rowParser(
        productFormat,
        { mapping: { sku: 1, name: 0 }, onEmpty: {}, attributes: [], errorPolicy: 'reject_failed_rows' },
        2,
      )(['Mug', 'A']),
    ).toEqual({ key: 'a', values: ['A', 'Mug', null, null, null] }));

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
});
