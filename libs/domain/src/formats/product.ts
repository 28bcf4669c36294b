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

/**
 * Files of products. The names come from the exports of Shopify (old and new), WooCommerce, Magento, PrestaShop, BigCommerce (old and
 * new), Medusa, Vendure, UnoPim, Etsy, Wix, Squarespace, Square, Ecwid, Amazon, eBay, OpenCart and Shopware. What is sure is taken with nobody looking, so
 * it holds only what names nothing else: Magento's `product_online`, where 2 means no, and numbers that a shop gives itself are not.
 */
export const productFormat: ImportFormat = {
  kind: 'products',
  keyField: 'sku',
  key: ([sku]) => skuKey(sku as string),
  headless: null,
  unquoted: [],
  keepsAttributes: true,
  fields: [
    {
      name: 'sku',
      required: true,
      aliases: [
        'sku',
        'variant sku',
        'product code/sku',
        'product sku',
        'item sku',
        'seller sku',
        'reference #',
        'custom label (sku)',
        'sku code',
        'sku number',
      ],
      weakAliases: [
        'custom label',
        'product code',
        'item number',
        'article number',
        'part number',
        'product number',
        'internal reference',
        'reference',
        'code',
        'item code',
        'article code',
        'model',
        'mpn',
        'artikelnummer',
        'artikel nr',
        'référence',
        'referencia',
        'identifier',
        'product id',
        'item id',
        'article id',
        'product variant sku',
        'external id',
        'handle',
        'url handle',
        'handleid',
        'product handle',
        'slug',
        'id',
        'asin',
        'gtin',
        'ean',
        'upc',
        'barcode',
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
      aliases: ['name', 'title', 'product name', 'product title', 'item name', 'item title', 'listing title'],
      weakAliases: [
        'product display name',
        'display name',
        'product',
        'item',
        'label',
        'article type',
        'article name',
        'product label',
        'short name',
        'headline',
        'artikelname',
        'produktname',
        'bezeichnung',
        'artikelbezeichnung',
        'nom',
        'nombre',
        'naam',
        'titre',
        'titel',
        'us title short',
        'product type',
      ],
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
      aliases: [
        'description',
        'body (html)',
        'body html',
        'product description',
        'item description',
        'description html',
        'plain description',
      ],
      weakAliases: [
        'long description',
        'full description',
        'description long',
        'body',
        'short description',
        'product short description',
        'description short',
        'desc',
        'details',
        'summary',
        'text',
        'content',
        'beschreibung',
        'artikelbeschreibung',
        'produktbeschreibung',
        'descripción',
        'descrizione',
        'omschrijving',
      ],
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
      aliases: [
        'active',
        'status',
        'published',
        'published on online store',
        'product status',
        'enabled',
        'is active',
        'is enabled',
        'is published',
        'is visible',
        'product visible?',
        'product visible',
        'visible',
      ],
      weakAliases: [
        'visibility',
        'sellable online',
        'available',
        'availability',
        'product online',
        'product is available',
        'online',
        'state',
        'aktiv',
        'actif',
        'activo',
      ],
      onEmpty: 'keep',
      emptyValue: true,
      maxLength: null,
      examples: ['true', 'false'],
      fillsDown: false,
      read: booleanCell,
    },
  ],
};
