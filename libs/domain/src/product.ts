import { z } from 'zod';
import { disguise, hasControlCharacter, shortened, tidy } from './text.js';

/** Limits of a product, in UTF-16 units; the form, the API and every file obey the same. */
export const productLimits = { sku: 255, name: 500, description: 1_048_576, attribute: 5_000, attributeKey: 64, attributes: 500 } as const;

/** Bytes that suffice for any product as JSON, also where each unit is written as `\u00e4` is. */
export const longestProduct =
  6 *
    (productLimits.sku +
      productLimits.name +
      productLimits.description +
      productLimits.attributes * (productLimits.attributeKey + productLimits.attribute)) +
  65_536;

/** What can be wrong with a text of a product; also the codes of row errors. */
export type TextFault = 'required' | 'too_long' | 'control_character' | 'sku_characters';

/** The first fault of a SKU that was trimmed by `tidy`. */
export function skuFault(sku: string): TextFault | undefined {
  if (sku === '') return 'required';
  if (sku.length > productLimits.sku) return 'too_long';
  if (hasControlCharacter(sku)) return 'control_character';
  return disguise.test(sku) ? 'sku_characters' : undefined;
}

/** The first fault of a name that was trimmed by `tidy`. */
export function nameFault(name: string): TextFault | undefined {
  if (name === '') return 'required';
  return longTextFault(name, productLimits.name);
}

/** The first fault of a description that was trimmed by `tidy`. */
export const descriptionFault = (description: string) => longTextFault(description, productLimits.description);

/** The first fault of the text of an attribute that was trimmed by `tidy`. */
export const attributeFault = (text: string) => longTextFault(text, productLimits.attribute);

/**
 * The name of a column as an attribute has it; undefined: none can be made of it. A key is always the one of its own column, so
 * that a file of products says the same when it comes back.
 */
export function attributeKey(name: string): string | undefined {
  const key = tidy(shortened(tidy(name.replace(/[\u0000-\u001F\u007F]+/g, ' ')), productLimits.attributeKey));
  return key === '' || hasControlCharacter(key) || dangerous.has(key) ? undefined : key;
}

const dangerous = new Set(['__proto__', 'constructor', 'prototype']);

function longTextFault(text: string, limit: number): TextFault | undefined {
  if (text.length > limit) return 'too_long';
  return hasControlCharacter(text) ? 'control_character' : undefined;
}

/** What each fault says to the person who has to mend it. */
export const textFaultMessages: Record<TextFault, string> = {
  required: 'must not be empty',
  too_long: 'is too long',
  control_character: 'holds a control character',
  sku_characters: 'holds a line break, a tab or a character that changes the reading direction',
};

const text = (fault: (tidied: string) => TextFault | undefined, minLength: number, maxLength: number) =>
  z
    .string()
    .overwrite(tidy)
    .check(({ value, issues }) => {
      const code = fault(value);
      if (code) issues.push({ code: 'custom', input: value, message: textFaultMessages[code], params: { code } });
    })
    .meta({ minLength, maxLength });

/** `__proto__` is refused, not dropped: a record would lose it in silence. */
export const harmless = (value: unknown) =>
  isObject(value) && Object.hasOwn(value, '__proto__') ? '__proto__ is not allowed as a name' : value;
const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

export const AttributeKey = z
  .string()
  .min(1)
  .max(productLimits.attributeKey)
  .refine((key) => attributeKey(key) === key, 'is not allowed as a name, or has a blank at an end, a line break or a control character');

export const AttributeValue = text(attributeFault, 0, productLimits.attribute);

/** What has no text is no attribute: the empty cell of a file would not bring it back. */
const Attributes = z.preprocess(
  harmless,
  z
    .record(AttributeKey, AttributeValue)
    .overwrite((attributes) => Object.fromEntries(Object.entries(attributes).filter(([, value]) => value !== '')))
    .refine((attributes) => Object.keys(attributes).length <= productLimits.attributes, `has more than ${productLimits.attributes} entries`)
    .meta({ maxProperties: productLimits.attributes }),
);

const fields = {
  sku: text(skuFault, 1, productLimits.sku).describe('Unique, whatever the case'),
  name: text(nameFault, 1, productLimits.name),
  description: text(descriptionFault, 0, productLimits.description),
  active: z.boolean(),
  attributes: Attributes.describe('Further columns of files, as the text that they were'),
};

/** A whole product, as a form or a program states it. */
export const ProductInput = z
  .strictObject({
    ...fields,
    description: fields.description.default(''),
    active: fields.active.default(true),
    attributes: fields.attributes.default({}),
  })
  .meta({ id: 'ProductInput', examples: [{ sku: 'MUG-1', name: 'Blue mug', description: 'Holds 0.3 l', attributes: { colour: 'blue' } }] });
export type ProductInput = z.infer<typeof ProductInput>;

/**
 * Part of a product: what it leaves out stays as it is, so nothing here has a default. Clients may send the record as
 * they read it: id and dates are ignored; `version` is the one that the caller saw and is checked like `If-Match`.
 */
export const ProductChanges = z
  .strictObject({
    ...z.object(fields).partial().shape,
    id: z.unknown().optional(),
    version: z.int().positive().optional(),
    lastImportId: z.unknown().optional(),
    createdAt: z.unknown().optional(),
    updatedAt: z.unknown().optional(),
  })
  .transform(({ sku, name, description, active, attributes, version }) => ({ sku, name, description, active, attributes, version }))
  .meta({ id: 'ProductChanges', examples: [{ name: 'Light blue mug', active: false, version: 3 }] });
export type ProductChanges = z.output<typeof ProductChanges>;

/** A product as it is stored and answered. */
export const Product = z
  .object({
    id: z.int().positive(),
    sku: z.string().max(productLimits.sku),
    name: z.string().max(productLimits.name),
    description: z.string().max(productLimits.description),
    active: z.boolean(),
    attributes: z
      .record(z.string(), z.string().max(productLimits.attribute))
      .describe('Further columns of files, as the text that they were'),
    version: z.int().positive().describe('Grows by one with each change; the ETag'),
    lastImportId: z.int().positive().nullable().describe('The import that wrote it last'),
    createdAt: z.iso.datetime(),
    updatedAt: z.iso.datetime(),
  })
  .meta({
    id: 'Product',
    examples: [
      {
        id: 7,
        sku: 'MUG-1',
        name: 'Blue mug',
        description: 'Holds 0.3 l',
        active: true,
        attributes: { colour: 'blue' },
        version: 3,
        lastImportId: 12,
        createdAt: '2026-11-20T08:00:00.000Z',
        updatedAt: '2026-11-21T08:00:00.123Z',
      },
    ],
  });
export type Product = z.infer<typeof Product>;
