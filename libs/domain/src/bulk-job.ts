import { z } from 'zod';
import { importStatuses } from './import-job.js';
import { maxWindow } from './list-query.js';
import { AttributeKey, AttributeValue, harmless, productLimits } from './product.js';

export const bulkActions = ['delete', 'activate', 'deactivate', 'set_attribute'] as const;
export type BulkAction = (typeof bulkActions)[number];

export const bulkPhases = ['applying', 'undoing', 'complete'] as const;

/** An attribute of many products, and the value that it shall have; null takes it away, and so does an empty text. */
export const AttributeSetting = z.strictObject({
  key: AttributeKey,
  value: AttributeValue.nullable().overwrite((value) => value || null),
});
export type AttributeSetting = z.infer<typeof AttributeSetting>;

/**
 * What shall be done with which products. They are named by id, or by a filter as the list takes it; `{}` is all of them. What matches
 * at the moment in which the job is accepted is what it is about: `expect` must be their number.
 */
export const BulkRequest = z
  .strictObject({
    action: z.enum(bulkActions),
    attribute: AttributeSetting.optional().describe('With `set_attribute`, and only with it'),
    ids: z.array(z.int().positive()).min(1).max(maxWindow).optional().describe('Ids of which there is no product are passed over'),
    filter: z
      .preprocess(harmless, z.record(z.string().max('attributes.'.length + productLimits.attributeKey), z.unknown()))
      .optional()
      .describe('Field to value, as in the list of products'),
    expect: z.int().min(0).optional().describe('How many products that is, as `GET /api/products/count` or the refusal without it tells'),
  })
  .check(({ value, issues }) => {
    const refuse = (field: keyof typeof value, message: string) =>
      issues.push({ code: 'custom', input: value[field], path: [field], message });
    if ((value.ids === undefined) === (value.filter === undefined)) refuse('ids', 'Send ids or a filter, one of the two.');
    if (value.action === 'set_attribute' && !value.attribute) refuse('attribute', 'is needed to set it');
    if (value.action !== 'set_attribute' && value.attribute) refuse('attribute', 'goes with set_attribute only');
  })
  .meta({ id: 'BulkRequest', examples: [{ action: 'deactivate', filter: { name: 'mug' }, expect: 120 }] });
export type BulkRequest = z.infer<typeof BulkRequest>;

const count = z.int().min(0);

/** What undoing a bulk job did, or has done so far. */
export const BulkUndo = z
  .object({
    status: z.enum(['processing', 'completed']),
    total: count.describe('Products that it had written'),
    processed: count,
    restored: count.describe('What they were before; deleted ones are back, under their ids'),
    kept: count.describe('Left as they are, with the reason at `/kept`'),
    actor: z.string().describe('Who asked for it'),
    startedAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'BulkUndo',
    examples: [
      {
        status: 'completed',
        total: 120,
        processed: 120,
        restored: 119,
        kept: 1,
        actor: 'user:3',
        startedAt: '2026-11-21T09:00:00.000Z',
        finishedAt: '2026-11-21T09:00:01.000Z',
      },
    ],
  });
export type BulkUndo = z.infer<typeof BulkUndo>;

/** Work over many products that one request asked for. It has the status words of an import; what it writes has the actor `bulk:<id>`. */
export const BulkJob = z
  .object({
    id: z.int().positive(),
    action: z.enum(bulkActions),
    attribute: AttributeSetting.nullable(),
    status: z.enum(importStatuses),
    phase: z.enum(bulkPhases),
    total: count.describe('Products that it is about, as they were when it was accepted'),
    processed: count.describe('Products that it has come to: updated, deleted, unchanged or kept'),
    updated: count,
    deleted: count,
    unchanged: count.describe('They were so already, or others have deleted them meanwhile: not written, not told'),
    kept: count.describe('Left as they are, with the reason at `/kept`'),
    progress: z.int().min(0).max(100).describe('Percent of what is under way, applying or undoing; never falls, 100 is the end'),
    waitsFor: z.string().nullable().describe('The work ahead in line, such as `import:7`'),
    actor: z.string().describe('Who asked for it'),
    canUndo: z.boolean().describe('It has ended, has written something, and not too long ago'),
    undo: BulkUndo.nullable(),
    failure: z.object({ code: z.literal('internal'), message: z.string() }).nullable(),
    progressVersion: z.int().positive().describe('Grows with every change of what is here'),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable().describe('When it ended; undoing it leaves this as it is'),
  })
  .meta({
    id: 'BulkJob',
    examples: [
      {
        id: 5,
        action: 'deactivate',
        attribute: null,
        status: 'completed',
        phase: 'complete',
        total: 120,
        processed: 120,
        updated: 118,
        deleted: 0,
        unchanged: 2,
        kept: 0,
        progress: 100,
        waitsFor: null,
        actor: 'user:3',
        canUndo: true,
        undo: null,
        failure: null,
        progressVersion: 4,
        createdAt: '2026-11-21T08:00:00.123Z',
        startedAt: '2026-11-21T08:00:00.150Z',
        finishedAt: '2026-11-21T08:00:00.456Z',
      },
    ],
  });
export type BulkJob = z.infer<typeof BulkJob>;

/** How many products match a filter: always exact, to be shown and sent back as `expect`. */
export const ProductCount = z.object({ count }).meta({ id: 'ProductCount', examples: [{ count: 120 }] });
export type ProductCount = z.infer<typeof ProductCount>;
