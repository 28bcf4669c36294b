import { describe, expect, it } from '@jest/globals';
import { attributeKey, ProductChanges, ProductInput } from './product.js';

const codes = (input: unknown) => {
  const { error } = ProductInput.safeParse(input);
  return error?.issues.map((issue) => [issue.path.join('.'), (issue as { params?: { code: string } }).params?.code ?? issue.code]);
};

describe('a product that is stated', () => {
  it('is trimmed, and gets the defaults of what was left out', () =>
    expect(ProductInput.parse({ sku: ' A-1\u200b', name: '\ufeffMug ' })).toEqual({
      sku: 'A-1',
      name: 'Mug',
      description: '',
      active: true,
      attributes: {},
    }));

  it.each([
    ['an empty SKU', { sku: ' ', name: 'Mug' }, [['sku', 'required']]],
    ['a SKU of 256 characters', { sku: 'x'.repeat(256), name: 'Mug' }, [['sku', 'too_long']]],
    ['a SKU with a line break', { sku: 'a\nb', name: 'Mug' }, [['sku', 'sku_characters']]],
    ['a SKU with a reading direction', { sku: 'a\u202eb', name: 'Mug' }, [['sku', 'sku_characters']]],
    ['U+0000', { sku: 'a', name: 'M\0g' }, [['name', 'control_character']]],
    ['half a character pair', { sku: 'a', name: 'M\ud800g' }, [['name', 'control_character']]],
    ['a description over 1 MiB', { sku: 'a', name: 'Mug', description: 'x'.repeat(1_048_577) }, [['description', 'too_long']]],
    ['an unknown property', { sku: 'a', name: 'Mug', price: 1 }, [['', 'unrecognized_keys']]],
    ['a text for active', { sku: 'a', name: 'Mug', active: 'yes' }, [['active', 'invalid_type']]],
  ])('is refused with %s', (_, input, expected) => expect(codes(input)).toEqual(expected));

  it('may have line breaks in its description', () =>
    expect(codes({ sku: 'a', name: 'Mug', description: 'one\r\n\ttwo' })).toBeUndefined());

  it('has no attribute without a text', () =>
    expect(
      ProductInput.parse({ sku: 'a', name: 'Mug', attributes: { colour: ' blue\n', size: '', Size: '\u200b ', toString: '0' } }).attributes,
    ).toEqual({ colour: 'blue', toString: '0' }));

  it.each(['', ' a', 'a ', 'a\u200b', 'a\nb', 'a\tb', 'a\u007fb', '\ud800', 'x'.repeat(65), '__proto__', 'constructor', 'prototype'])(
    'has no attribute that is called %j',
    (key) => expect(codes({ sku: 'a', name: 'Mug', attributes: { [key]: 'x' } })).toHaveLength(1),
  );

  it.each(['a b', 'Colour', 'attributes.x', 'a,"b"', '=1', 'x'.repeat(64), 'hasOwnProperty'])(
    'may have an attribute that is called %j',
    (key) => expect(codes({ sku: 'a', name: 'Mug', attributes: { [key]: 'x' } })).toBeUndefined(),
  );
});

describe('the key of an attribute', () => {
  it.each([
    [' Colour\u200b', 'Colour'],
    ['two\r\nlines', 'two lines'],
    [`${'x'.repeat(63)} y`, 'x'.repeat(63)],
    [' \n', undefined],
    ['__proto__', undefined],
  ])('of a column called %j is %j', (name, key) => {
    expect(attributeKey(name)).toBe(key);
    expect(key && attributeKey(key)).toBe(key);
  });
});

describe('changes of a product', () => {
  it('invent nothing', () => expect(Object.values(ProductChanges.parse({})).filter((value) => value !== undefined)).toEqual([]));
  it('ignore what only the server writes', () =>
    expect(ProductChanges.parse({ id: 9, createdAt: 'x', updatedAt: 'y', lastImportId: 1, name: 'New', version: 3 })).toMatchObject({
      name: 'New',
      version: 3,
    }));
});
