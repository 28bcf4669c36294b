import { z } from 'zod';
import { errorClasses, timings } from './attempt.js';
import { eventTypes } from './events.js';

/** What shall be sent to try a webhook: a test message, or the example of an event type. */
export const WebhookTest = z
  .strictObject({ eventType: z.enum(eventTypes).optional() })
  .meta({ id: 'WebhookTest', examples: [{ eventType: 'product.updated' }] });
export type WebhookTest = z.infer<typeof WebhookTest>;

/** How trying a webhook ended. */
export const WebhookTestResult = z
  .object({
    ok: z.boolean(),
    status: z.int().nullable(),
    durationMs: z.int().min(0),
    timings,
    remoteAddress: z.string().nullable(),
    responseHeaders: z.record(z.string(), z.string()),
    responseBody: z.string().nullable().describe('The first 4 KiB of the answer'),
    request: z
      .object({ url: z.string(), headers: z.record(z.string(), z.string()), body: z.string() })
      .describe('As it was sent; own headers without values'),
    error: z.object({ class: z.enum(errorClasses), message: z.string() }).nullable(),
  })
  .meta({
    id: 'WebhookTestResult',
    examples: [
      {
        ok: true,
        status: 200,
        durationMs: 41,
        timings: { dns: 2, connect: 4, tls: 12, firstByte: 40, total: 41 },
        remoteAddress: '203.0.113.7',
        responseHeaders: { 'content-type': 'text/plain' },
        responseBody: 'ok',
        request: {
          url: 'https://shop.example/hook',
          headers: { 'webhook-id': 'evt_test_1' },
          body: '{"id":"evt_test_1","type":"webhook.test"}',
        },
        error: null,
      },
    ],
  });
export type WebhookTestResult = z.infer<typeof WebhookTestResult>;
