import { describe, expect, it } from '@jest/globals';
import { productFormat } from './formats/product.js';
import { matchHeader } from './header-match.js';

const match = (header: string[], mapping: Record<string, string | number | null> = {}, unmapped: 'ignore' | 'attributes' = 'ignore') =>
  matchHeader(productFormat, header, { mapping, unmapped });

describe('the header of a file of products', () => {
  it.each([
    ['in any case, with blanks and zero-width characters', ['\ufeffSKU', ' Name ', 'DESCRIPTION'], { sku: 0, name: 1, description: 2 }],
    ['of a Shopify export', ['Handle', 'Title', 'Body (HTML)', 'Variant SKU', 'Published'], { sku: 3, name: 1, description: 2, active: 4 }],
    [
      'of a WooCommerce export',
      ['ID', 'Type', 'SKU', 'Name', 'Published', 'Short description', 'Description'],
      { sku: 2, name: 3, description: 6, active: 4 },
    ],
    ['of a PrestaShop file', ['ID', 'Active (0/1)', 'Name*', 'Reference #'], { sku: 3, name: 2, active: 1 }],
    [
      'of a Medusa file',
      ['Product Title', 'Product Description', 'Product Status', 'Variant SKU'],
      { sku: 3, name: 0, description: 1, active: 2 },
    ],
    ['with two names for one field: the first in the table wins', ['title', 'name', 'sku'], { sku: 2, name: 1 }],
    ['with underscores', ['is_active', 'item-sku', 'product_name'], { sku: 1, name: 2, active: 0 }],
  ])('is understood %s', (_, header, mapping) => expect(match(header)).toMatchObject({ mapping }));

  it('says which columns it ignores, and minds no empty one', () =>
    expect(match(['sku', 'name', 'colour', ''])).toMatchObject({ mapping: { sku: 0, name: 1 }, ignored: ['colour'] }));

  it('takes the columns that were asked for', () =>
    expect(match(['item_id', 'name', 'sku'], { sku: 'item_id' })).toMatchObject({ mapping: { sku: 0, name: 1 } }));

  it.each([
    ['a column is missing', ['sku', 'colour'], undefined, 'header_missing_column', '"name". Columns found: "sku", "colour"'],
    ['it can only be guessed', ['product_id', 'name'], undefined, 'header_missing_column', 'Perhaps "product_id" is meant'],
    ['a name occurs twice', ['sku', 'name', 'Name '], undefined, 'header_duplicate', '"name" occurs 2 times'],
    ['what was asked for is not there', ['sku', 'name'], { sku: 'ean' }, 'header_missing_column', 'no column "ean"'],
    ['it has 1,001 columns', Array.from({ length: 1_001 }, (_, i) => `c${i}`), undefined, 'too_many_columns', '1001 columns'],
  ])('is refused when %s', (_, header, asked, code, message) => {
    expect(match(header, asked)).toMatchObject({ failure: { code, message: expect.stringContaining(message) } });
  });

  it('is no object: names like __proto__ are names', () =>
    expect(match(['__proto__', 'sku', 'name', 'constructor'])).toMatchObject({ ignored: ['__proto__', 'constructor'] }));
});
