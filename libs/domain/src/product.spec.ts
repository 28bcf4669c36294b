import { describe, expect, it } from '@jest/globals';
import { ProductChanges, ProductInput } from './product.js';

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
});

describe('changes of a product', () => {
  it('invent nothing', () => expect(Object.values(ProductChanges.parse({})).filter((value) => value !== undefined)).toEqual([]));
  it('ignore what only the server writes', () =>
    expect(ProductChanges.parse({ id: 9, createdAt: 'x', updatedAt: 'y', lastImportId: 1, name: 'New', version: 3 })).toMatchObject({
      name: 'New',
      version: 3,
    }));
});
