import { z } from 'zod';
import { Product } from './product.js';

/** What a version of a product can differ in from the one before it. */
export const versionedFields = ['sku', 'name', 'description', 'active', 'attributes'] as const;
export type VersionedField = (typeof versionedFields)[number];

/** A list of versions shows so many characters of a description; a single version has all of it. */
export const listedDescription = 2_000;

/** The widest page of a list of versions: each holds all attributes of a product. */
export const maxVersionsAPage = 100;

/** A product as it was, is, or was when it was deleted; the deletion counts as a version of its own. */
export const ProductVersion = z
  .object({
    ...Product.pick({ version: true, sku: true, name: true, description: true, active: true, attributes: true }).shape,
    actor: z.string().nullable().describe('Who wrote or deleted it: a person, a key, an import, …; null where that is not known any more'),
    at: z.iso.datetime().describe('When'),
    isCurrent: z.boolean().describe('The product is so now'),
    isCreation: z.boolean().describe('The product came to be with it, or came back after a deletion'),
    isDeletion: z.boolean().describe('The product was deleted; the values are the last that it had'),
    changed: z.array(z.enum(versionedFields)).describe('What differs from the version before; nothing where none is kept'),
    descriptionCut: z.boolean().describe(`The description is longer than the ${listedDescription} characters of it here`),
  })
  .meta({
    id: 'ProductVersion',
    examples: [
      {
        version: 3,
        sku: 'MUG-1',
        name: 'Blue mug',
        description: 'Holds 0.3 l',
        active: true,
        attributes: { colour: 'blue' },
        actor: 'import:12',
        at: '2026-11-21T08:00:00.123Z',
        isCurrent: true,
        isCreation: false,
        isDeletion: false,
        changed: ['name'],
        descriptionCut: false,
      },
    ],
  });
export type ProductVersion = z.infer<typeof ProductVersion>;

/** Which version a product shall be again. */
export const ProductRestore = z
  .strictObject({
    version: z.int().positive(),
    seen: z.int().positive().optional().describe('The newest version that the caller saw; checked like `If-Match`'),
  })
  .meta({ id: 'ProductRestore', examples: [{ version: 2, seen: 3 }] });
export type ProductRestore = z.infer<typeof ProductRestore>;
