import { describe, expect, it } from '@jest/globals';
import { skuKey } from './sku-key.js';

describe('the key of a SKU', () => {
  it.each([
    ['case', 'ab-1', 'AB-1'],
    ['blanks around it', 'AB-1', '\u00a0 AB-1\t'],
    ['zero-width characters around it', 'AB-1', '\u200bAB-1\ufeff'],
    ['sharp s', 'straße', 'STRASSE'],
    ['capital sharp s', 'STRAẞE', 'strasse'],
    ['dotted I', 'i\u0307', '\u0130'],
    ['final sigma', 'ΟΔΟΣ', 'οδος'],
    ['kelvin sign', 'k', '\u212a'],
    ['composition', 'café', 'cafe\u0301'],
  ])('is the same whatever the %s', (_, a, b) => expect(skuKey(a)).toBe(skuKey(b)));

  it.each([
    ['blanks inside', 'PAD 1', 'PAD-1'],
    ['leading zeros', '00123', '123'],
    ['number formats', '1E5', '100000'],
    ['full-width digits', '商品-１', '商品-1'],
  ])('differs by %s', (_, a, b) => expect(skuKey(a)).not.toBe(skuKey(b)));

  it('of a key is the key itself', () => {
    for (const sku of ['Straße', 'ΟΔΟΣ', '\u0130', 'ǅ', 'ﬁ', 'ŉ', 'AB']) expect(skuKey(skuKey(sku))).toBe(skuKey(sku));
  });
});
