import { z } from 'zod';

/** Why a product is kept. Stable. */
export const keptReasons = ['changed', 'deleted', 'sku_taken', 'too_many_attributes'] as const;

/**
 * A product that work over many products left as it is. Undoing keeps what others have changed or deleted since, and does not
 * return a deleted product whose SKU another one has now; a bulk job keeps a product that would have too many attributes.
 */
export const KeptProduct = z
  .object({
    productId: z.int().positive(),
    sku: z.string(),
    reason: z.enum(keptReasons),
    actor: z.string().nullable().describe('Who has changed or deleted it, or taken its SKU'),
    at: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'KeptProduct',
    examples: [{ productId: 7, sku: 'MUG-1', reason: 'changed', actor: 'user:3', at: '2026-11-21T08:30:00.000Z' }],
  });
export type KeptProduct = z.infer<typeof KeptProduct>;
