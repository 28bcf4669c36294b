import { z } from 'zod';
import { controlTypes, eventTypes, type ControlType, type EventType } from './events.js';
import { ImportJob } from './import-job.js';
import { Product } from './product.js';
import { versionedFields } from './product-version.js';
import { Irregularity } from './purchase.js';

const at = '2026-11-21T08:00:00.123Z';

/** A product as it was at one version: what the catalogue keeps of every version. */
export const ProductState = Product.pick({
  id: true,
  sku: true,
  name: true,
  description: true,
  active: true,
  attributes: true,
  version: true,
  updatedAt: true,
}).meta({
  id: 'ProductState',
  examples: [
    {
      id: 7,
      sku: 'MUG-1',
      name: 'Blue mug',
      description: 'Holds 0.3 l',
      active: true,
      attributes: { colour: 'blue' },
      version: 3,
      updatedAt: at,
    },
  ],
});
export type ProductState = z.infer<typeof ProductState>;

const mug = (ProductState.meta()!.examples as ProductState[])[0]!;

/** One thing that happened, as it is pushed, pulled and listed. */
function event<T extends EventType | ControlType, D extends z.ZodType>(type: T, data: D, description: string, example: z.input<D>) {
  const id = (controlTypes as readonly string[]).includes(type) ? 'evt_k3f9_9' : 'evt_k3f9_1042_7';
  const name = type.replace(/(^|\.)[a-z]/g, (first) => first.toUpperCase()).replace('.', '');
  return z
    .object({
      id: z.string().max(100).describe('Stays the same however often the event comes: do it once'),
      type: z.literal(type),
      timestamp: z.iso.datetime().describe('When it happened'),
      data,
    })
    .describe(description)
    .meta({ id: `${name}Event`, examples: [{ id, type, timestamp: at, data: example }] });
}

const steps = z.object({
  productId: z.int().positive(),
  sku: z.string().max(255),
  version: z.int().positive().describe('One event for each. Keep what the highest version says, and ignore the rest'),
  changed: z
    .array(z.enum(versionedFields))
    .optional()
    .describe('What is other than at the version before; empty where the product came to be, or was deleted. Left out with `thin`'),
  importId: z.int().positive().optional().describe('The import that wrote it, or whose undoing did'),
  product: ProductState.optional().describe('As it was at that version. Left out with `thin`, and when history is not kept any longer'),
});
const deletion = steps.extend({
  product: ProductState.optional().describe('As it was last. Left out with `thin`, and when history is not kept any longer'),
});
const step = { productId: 7, sku: 'MUG-1', version: 3, changed: [], importId: 12, product: mug };

const links = z
  .object({ errors: z.string().max(100), changes: z.string().max(100) })
  .describe('Where the errors of its rows are, and the events of its products');
const linksOf12 = { errors: '/api/imports/12/errors', changes: '/api/imports/12/changes' };
const ended = ImportJob.pick({ kind: true }).extend({
  importId: z.int().positive(),
  status: z.enum(['completed', 'failed', 'cancelled']),
  code: z.string().max(100).optional().describe('Why it failed, as `failure.code` of the import'),
  ...ImportJob.pick({ rows: true, created: true, updated: true, unchanged: true, rejected: true, superseded: true, notProcessed: true })
    .shape,
  links,
});
const counts = { rows: 500, created: 12, updated: 3, unchanged: 480, rejected: 2, superseded: 3, notProcessed: 0 };
const end = { importId: 12, kind: 'products' as const, status: 'completed' as const, ...counts, links: linksOf12 };
const reverted = ImportJob.pick({ kind: true }).extend({
  importId: z.int().positive(),
  status: z.literal('reverted'),
  removed: z.int().min(0).describe('Products that it had created, now gone'),
  restored: z.int().min(0).describe('Products that are again what they were'),
  kept: z.int().min(0).describe('Products that others have written since, left as they are'),
  links,
});

/** Every event by its type: a Zod schema with a description and an example. */
export const eventSchemas = {
  'product.created': event('product.created', steps, 'A product came to be, or came back after a deletion.', { ...step, version: 1, product: { ...mug, version: 1 } }), // prettier-ignore
  'product.updated': event('product.updated', steps, 'A product was changed.', { ...step, changed: ['name'] }),
  'product.deleted': event('product.deleted', deletion, 'A product was deleted. The deletion is a version of its own.', { ...step, version: 4 }), // prettier-ignore
  'import.completed': event('import.completed', ended, 'An import is through: after all events of its products.', end),
  'import.failed': event('import.failed', ended, 'An import has failed; what it had written stays.', {
    ...end,
    status: 'failed',
    code: 'quote_unclosed',
  }),
  'import.cancelled': event('import.cancelled', ended, 'An import was cancelled; what it had written stays.', {
    ...end,
    status: 'cancelled',
  }),
  'import.reverted': event('import.reverted', reverted, 'An import was undone: after all events of the products that went back.', {
    importId: 12,
    kind: 'products',
    status: 'reverted',
    removed: 12,
    restored: 2,
    kept: 1,
    links: linksOf12,
  }),
  'irregularity.detected': event(
    'irregularity.detected',
    z.object({
      irregularityId: z.int().positive(),
      ...Irregularity.pick({ rule: true, severity: true, importId: true, rowNo: true, line: true }).shape,
    }),
    'A purchase file holds something that somebody should look at.',
    { irregularityId: 5, rule: 'cancel_unknown', severity: 'serious', importId: 12, rowNo: 4, line: 4 },
  ),
  'webhook.test': event(
    'webhook.test',
    z.object({ webhookId: z.int().positive(), message: z.string().max(200) }),
    'Somebody tries whether the receiver answers. Nothing happened.',
    { webhookId: 3, message: 'This is a test: nothing happened.' },
  ),
  'webhook.gap': event(
    'webhook.gap',
    z.object({
      webhookId: z.int().positive(),
      from: z.string().max(50).describe('Position of the first event that was not sent'),
      to: z.string().max(50).describe('And of the first that is'),
    }),
    'Events were too old to be kept before they could be sent: read the products anew.',
    { webhookId: 3, from: '1042:7', to: '2001:0' },
  ),
} satisfies Record<EventType | ControlType, z.ZodType>;

/** What an event type means, in a sentence. */
export const eventDescription = (type: EventType | ControlType) => eventSchemas[type].description!;

/** A whole event of this type, to try a receiver with. */
export function eventExample(type: EventType | ControlType, payload: 'full' | 'thin' = 'full') {
  const example = (eventSchemas[type].meta()!.examples as { data: Record<string, unknown> }[])[0]!;
  const { product: _, changed: __, ...thin } = example.data;
  return payload === 'thin' ? { ...example, data: thin } : example;
}

/** An event of the log. */
export const LogEvent = z
  .discriminatedUnion('type', [
    eventSchemas['product.created'],
    eventSchemas['product.updated'],
    eventSchemas['product.deleted'],
    eventSchemas['import.completed'],
    eventSchemas['import.failed'],
    eventSchemas['import.cancelled'],
    eventSchemas['import.reverted'],
    eventSchemas['irregularity.detected'],
  ])
  .meta({ id: 'LogEvent', examples: [eventExample(eventTypes[1])] });
export type LogEvent = z.infer<typeof LogEvent>;

/** Several events in one message, in the order of the log. */
export const EventBatch = z
  .object({
    type: z.literal('batch'),
    timestamp: z.iso.datetime().describe('When the message was made'),
    data: z.object({
      from: z.string().max(50).describe('Position of the first, as `1042:7`'),
      to: z.string().max(50).describe('And of the last'),
      items: z.array(LogEvent),
    }),
  })
  .describe('Several events in one message, in the order in which they happened.')
  .meta({
    id: 'EventBatch',
    examples: [
      { type: 'batch', timestamp: at, data: { from: '1042:7', to: '1043:0', items: [eventExample('product.updated'), eventExample('import.completed')] } }, // prettier-ignore
    ],
  });
export type EventBatch = z.infer<typeof EventBatch>;

/** A page of the log. */
export const EventPage = z
  .object({
    items: z.array(LogEvent),
    next: z.string().max(50).describe('`after` of the next page; nothing of the wanted lies between, even when the page is empty'),
    head: z.int().min(0).describe('The newest number in the log; positions begin with it'),
  })
  .meta({ id: 'EventPage', examples: [{ items: [eventExample('product.updated')], next: '1042:7', head: 1_050 }] });
export type EventPage = z.infer<typeof EventPage>;
