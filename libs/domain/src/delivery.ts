import { z } from 'zod';
import { Attempt } from './attempt.js';
import { controlTypes, eventTypes } from './events.js';

const count = z.int().min(0);
const time = z.iso.datetime();

export const deliveryStates = ['open', 'delivered', 'split', 'parked', 'dead', 'dropped'] as const;
export type DeliveryState = (typeof deliveryStates)[number];

/** One message to one webhook: an event, or several that follow one another in the log. */
export const Delivery = z
  .object({
    id: z.int().positive(),
    webhookId: z.int().positive(),
    messageId: z.string().describe('The header `webhook-id`; the same at every attempt'),
    parentId: z.int().positive().nullable().describe('The delivery that was split into this one and others'),
    isReplay: z.boolean(),
    type: z.string().describe('An event type, or `batch`'),
    eventTypes: z.array(z.enum([...eventTypes, ...controlTypes])).describe('What it holds'),
    from: z.string().nullable().describe('Position of its first event in the log, as `1042:7`'),
    to: z.string().nullable().describe('And of its last'),
    items: count.describe('Events in it'),
    state: z
      .enum(deliveryStates)
      .describe(
        'open: to be sent; split: cut into smaller ones, because it was refused or, with no attempts, came after what was; parked: refused alone, tried again apart; dead: given up; dropped: skipped by a person',
      ),
    attempts: count,
    lastStatus: z.int().nullable(),
    lastError: z.string().nullable(),
    nextAttemptAt: time.nullable(),
    createdAt: time,
    finishedAt: time.nullable(),
  })
  .meta({
    id: 'Delivery',
    examples: [
      {
        id: 40,
        webhookId: 3,
        messageId: 'evt_k3f9_1042_7',
        parentId: null,
        isReplay: false,
        type: 'product.updated',
        eventTypes: ['product.updated'],
        from: '1042:7',
        to: '1042:7',
        items: 1,
        state: 'delivered',
        attempts: 1,
        lastStatus: 200,
        lastError: null,
        nextAttemptAt: null,
        createdAt: '2026-11-21T08:00:00.140Z',
        finishedAt: '2026-11-21T08:00:00.191Z',
      },
    ],
  });
export type Delivery = z.infer<typeof Delivery>;

/** A delivery with what was sent, and every try. */
export const DeliveryDetails = Delivery.extend({
  body: z.string().nullable().describe('As it is sent, before compression; null: not kept any longer'),
  tries: z.array(Attempt).max(1_000).describe('Oldest first'),
}).meta({
  id: 'DeliveryDetails',
  examples: [
    {
      ...(Delivery.meta()!.examples as object[])[0],
      body: '{"id":"evt_k3f9_1042_7","type":"product.updated","timestamp":"2026-11-21T08:00:00.123Z","data":{"productId":7}}',
      tries: Attempt.meta()!.examples,
    },
  ],
});
export type DeliveryDetails = z.infer<typeof DeliveryDetails>;
