import type { CellReading, ImportFormat } from '../import-format.js';
import type { RowErrorCode } from '../import-job.js';
import { descriptionFault, nameFault, productLimits, skuFault, type TextFault } from '../product.js';
import { isFormulaLike, isSpreadsheetDamage } from '../spreadsheet.js';
import { skuKey } from '../sku-key.js';
import { tidy } from '../text.js';

const trueWords = 'true 1 yes y t on active enabled published visible wahr ja vrai oui verdadero si sí vero sim'.split(' ');
const falseWords =
  'false 0 no n f off inactive disabled unpublished draft proposed rejected archived hidden -1 falsch nein faux non falso não'.split(' ');
const booleans = new Map<string, boolean>([
  ...trueWords.map((word) => [word, true] as const),
  ...falseWords.map((word) => [word, false] as const),
]);

const textCell =
  (fault: (tidied: string) => TextFault | undefined, doubt: (value: string) => RowErrorCode | undefined = noDoubt) =>
  (cell: string): CellReading => {
    const value = tidy(cell);
    const found = fault(value);
    return found ? { fault: found } : { value, doubt: doubt(value) };
  };

const noDoubt = () => undefined;
const nameDoubt = (name: string) => (isFormulaLike(name) ? 'formula_like' : undefined);
const skuDoubt = (sku: string) => (isSpreadsheetDamage(sku) ? 'sku_damaged' : nameDoubt(sku));

/** Anything that is neither yes nor no is an error, never `false`. */
function booleanCell(cell: string): CellReading {
  const word = tidy(cell).toLowerCase();
  if (word === '') return { value: null };
  const value = booleans.get(word);
  return value === undefined ? { fault: 'boolean' } : { value };
}

/** Files of products. The names come from the exports of Shopify, WooCommerce, Magento, PrestaShop, BigCommerce, Medusa, Vendure. */
export const productFormat: ImportFormat = {
  kind: 'products',
  keyField: 'sku',
  key: skuKey,
  fields: [
    {
      name: 'sku',
      required: true,
      aliases: ['sku', 'variant sku', 'product code/sku', 'product sku', 'item sku', 'reference #'],
      weakAliases: [
        'id',
        'product id',
        'item id',
        'code',
        'product code',
        'item number',
        'article number',
        'part number',
        'reference',
        'handle',
        'url handle',
      ],
      onEmpty: null,
      emptyValue: null,
      maxLength: productLimits.sku,
      examples: ['MUG-BLUE', 'MUG-RED'],
      fillsDown: false,
      read: textCell(skuFault, skuDoubt),
    },
    {
      name: 'name',
      required: true,
      aliases: ['name', 'title', 'product name', 'product title'],
      weakAliases: ['product', 'item', 'label', 'product display name', 'article type'],
      onEmpty: null,
      emptyValue: null,
      maxLength: productLimits.name,
      examples: ['Blue mug', 'Red mug, 0.3 l'],
      fillsDown: true,
      read: textCell(nameFault, nameDoubt),
    },
    {
      name: 'description',
      required: false,
      aliases: ['description', 'body (html)', 'product description'],
      weakAliases: ['short description', 'desc', 'details', 'long description'],
      onEmpty: 'clear',
      emptyValue: '',
      maxLength: productLimits.description,
      examples: ['Holds 0.3 l of coffee', 'The "classic", in red'],
      fillsDown: true,
      read: textCell(descriptionFault),
    },
    {
      name: 'active',
      required: false,
      aliases: ['active', 'status', 'published', 'published on online store', 'product status', 'enabled', 'is active'],
      weakAliases: ['visible', 'visibility', 'sellable online', 'available'],
      onEmpty: 'keep',
      emptyValue: true,
      maxLength: null,
      examples: ['true', 'false'],
      fillsDown: false,
      read: booleanCell,
    },
  ],
};
