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

  it.each<[string, string[], Record<string, number>]>([
    [
      'Shopify since 2024',
      ['Title', 'URL handle', 'Description', 'Vendor', 'Type', 'Published on online store', 'Status', 'SKU'],
      { sku: 7, name: 0, description: 2, active: 6 },
    ],
    ['BigCommerce', ['Item', 'ID', 'Name', 'Type', 'SKU', 'Description', 'Is Visible'], { sku: 4, name: 2, description: 5, active: 6 }],
    [
      'BigCommerce before',
      ['Product ID', 'Product Name', 'Product Code/SKU', 'Product Description', 'Product Visible?'],
      { sku: 2, name: 1, description: 3, active: 4 },
    ],
    [
      'Magento',
      ['sku', 'store_view_code', 'name', 'description', 'short_description', 'product_online'],
      { sku: 0, name: 2, description: 3 },
    ],
    ['Vendure', ['name', 'slug', 'description', 'assets', 'sku', 'price'], { sku: 4, name: 0, description: 2 }],
    ['UnoPim', ['sku', 'locale', 'channel', 'status', 'type', 'name', 'description'], { sku: 0, name: 5, description: 6, active: 3 }],
    ['Etsy', ['TITLE', 'DESCRIPTION', 'PRICE', 'SKU'], { sku: 3, name: 0, description: 1 }],
    ['Wix', ['handleId', 'fieldType', 'name', 'description', 'sku', 'visible'], { sku: 4, name: 2, description: 3, active: 5 }],
    [
      'Squarespace',
      ['Product ID [Non Editable]', 'Title', 'Description', 'SKU', 'Visible'],
      { sku: 3, name: 1, description: 2, active: 4 },
    ],
    [
      'Amazon, listings',
      ['item-name', 'item-description', 'listing-id', 'seller-sku', 'status'],
      { sku: 3, name: 0, description: 1, active: 4 },
    ],
    ['eBay', ['Item number', 'Title', 'Variation details', 'Custom label (SKU)'], { sku: 3, name: 1 }],
    ['OpenCart', ['product_id', 'name(en-gb)', 'sku', 'description(en-gb)', 'status'], { sku: 2, name: 1, description: 3, active: 4 }],
    ['one that writes names as one word', ['productSku', 'ProductName', 'isActive'], { sku: 0, name: 1, active: 2 }],
  ])('is understood of %s', (_, header, mapping) => expect(match(header)).toMatchObject({ mapping, failure: null }));

  it.each<[string, string[], number, string, string]>([
    ['another name', ['item_id', 'name'], 0, 'sku', '"item_id" often means sku.'],
    ['the better of two', ['Handle', 'Product Code', 'name'], 1, 'sku', '"Product Code" often means sku.'],
    ['letters that changed places', ['sku', 'Nmae'], 1, 'name', '"Nmae" is nearly "name".'],
    ['a letter less', ['sku', 'name', 'Decription'], 2, 'description', '"Decription" is nearly "description".'],
    ['a name in one language', ['sku', 'name-en_US', 'enabled'], 1, 'name', '"name-en_US" looks like the name in one language.'],
    ['two of one name', ['sku', 'Name', 'name'], 1, 'name', '"Name" and "name" have the same name: choose one.'],
  ])('is guessed by %s', (_, header, column, field, reason) => {
    const found = match(header);
    expect(found.columns[column]).toEqual({ field, certainty: 'guess', reason });
    expect(found.mapping[field]).toBeUndefined();
  });

  it.each(['sky', 'game', 'active ingredient', 'subtitle', 'stature', 'name of the brand'])(
    'has no guess for "%s" where it matters',
    (name) => expect(match(['sku', 'name', 'active', 'description', name]).columns[4]).toMatchObject({ field: null, certainty: 'none' }),
  );

  it('takes what was asked for: by name, by number, or nothing', () => {
    const header = ['name', 'name', 'sku', 'status', 'text'];
    expect(match(header, { name: 1, active: null, description: 'TEXT ' })).toMatchObject({
      mapping: { name: 1, sku: 2, description: 4 },
      failure: null,
    });
    expect(match(header, { name: 1, active: null }).columns[3]).toMatchObject({ field: null });
    expect(match(['Title', 'sku'], { description: 'Title' })).toMatchObject({ mapping: { description: 0, sku: 1 }, missing: ['name'] });
    expect(match(['code', 'sku'], { name: 'code', sku: 'code' })).toMatchObject({ mapping: { sku: 0, name: 0 }, failure: null });
  });

  it('skips the helper columns of result files without a word', () => {
    const found = match(['import__row', 'IMPORT__message', 'sku', 'name'], {}, 'attributes');
    expect(found).toMatchObject({ mapping: { sku: 2, name: 3 }, ignored: [], attributes: [] });
  });

  it.each<[string, string[], 'ignore' | 'attributes', object[], string[]]>([
    ['those named so', ['sku', 'name', 'attributes.Colour', 'x'], 'ignore', [{ column: 2, key: 'Colour' }], ['x']],
    [
      'all others when asked',
      ['sku', ' Farbe ', 'name', '', 'Größe'],
      'attributes',
      [
        { column: 1, key: 'Farbe' },
        { column: 4, key: 'Größe' },
      ],
      [],
    ],
    ['the first of equals', ['sku', 'name', 'a', 'a'], 'attributes', [{ column: 2, key: 'a' }], ['a']],
    [
      'no dangerous names',
      ['sku', 'name', '__proto__', 'attributes.constructor', 'prototype'],
      'attributes',
      [],
      ['__proto__', 'attributes.constructor', 'prototype'],
    ],
    ['at most 64 characters of a name', ['sku', 'name', `${'x'.repeat(63)}🫖`], 'attributes', [{ column: 2, key: 'x'.repeat(63) }], []],
  ])('keeps as attributes %s', (_, header, unmapped, attributes, ignored) => {
    const found = match(header, {}, unmapped);
    expect(found.attributes).toEqual(attributes);
    expect(found.ignored).toEqual(ignored);
  });

  it('keeps at most 500 attributes', () => {
    const found = match(['sku', 'name', ...Array.from({ length: 600 }, (_, i) => `c${i}`)], {}, 'attributes');
    expect(found.attributes).toHaveLength(500);
    expect(found.ignored).toHaveLength(100);
  });

  it.each([
    ['a column is missing', ['sku', 'colour'], undefined, 'header_missing_column', '"name". Columns found: "sku", "colour"'],
    ['it can only be guessed', ['product_id', 'name'], undefined, 'header_missing_column', 'Perhaps "product_id" is meant'],
    ['a name occurs twice', ['sku', 'name', 'Name '], undefined, 'header_duplicate', '"name" occurs 2 times'],
    ['what was asked for is not there', ['sku', 'name'], { sku: 'ean' }, 'header_missing_column', 'no column "ean"'],
    ['a number is beyond the last column', ['sku', 'name'], { sku: 2 }, 'header_missing_column', 'no column number 2 (from 0)'],
    ['what was asked for occurs twice', ['sku', 'name', 'x', 'X'], { sku: 'x' }, 'header_duplicate', 'by number (from 0): 2, 3'],
    ['it names two languages', ['sku', 'name(en)', 'name(de)'], {}, 'header_duplicate', '"name(en)" and "name(de)"'],
    ['a required field is asked for nowhere', ['sku', 'name'], { name: null }, 'header_missing_column', 'no column "name"'],
    ['there are no names', ['', ''], {}, 'header_missing_column', '2 columns without names'],
    ['it has 1,001 columns', Array.from({ length: 1_001 }, (_, i) => `c${i}`), undefined, 'too_many_columns', '1001 columns'],
  ])('is refused when %s', (_, header, asked, code, message) => {
    expect(match(header, asked)).toMatchObject({ failure: { code, message: expect.stringContaining(message) } });
  });

  it('is no object: names like __proto__ are names', () =>
    expect(match(['__proto__', 'sku', 'name', 'constructor'])).toMatchObject({ ignored: ['__proto__', 'constructor'] }));
});
