import { z } from 'zod';
import { eventPatterns, eventTypes } from './events.js';
import { harmless } from './product.js';
import { hasControlCharacter, tidy } from './text.js';

export const webhookFormats = ['batch', 'single', 'summary'] as const;
export type WebhookFormat = (typeof webhookFormats)[number];

/** Limits of what a webhook can be told. */
export const webhookLimits = {
  url: 2_048,
  description: 500,
  items: 1_000,
  bytes: 1_048_576,
  parallel: 8,
  timeoutMs: 30_000,
  headers: 20,
  headerName: 64,
  headerValue: 1_024,
  liveSecrets: 3,
  overlapHours: 168,
  webhooks: 100,
  testsPerMinute: 10,
} as const;

/** Header names that are ours or the connection's; a webhook's own headers cannot be called so. */
export const isReservedHeader = (name: string) =>
  /^(webhook-|content-|proxy-)/i.test(name) ||
  /^(host|connection|transfer-encoding|upgrade|te|trailer|keep-alive|expect|date|user-agent|accept-encoding)$/i.test(name);

const count = z.int().min(0);
const time = z.iso.datetime();

const HeaderName = z
  .string()
  .min(1)
  .max(webhookLimits.headerName)
  .regex(/^[!#$%&'*+.^_`|~0-9a-z-]+$/i, 'is no header name')
  .refine((name) => !isReservedHeader(name), 'is a header that is ours or the connection’s');

const Headers = z.preprocess(
  harmless,
  z
    .record(
      HeaderName,
      z
        .string()
        .max(webhookLimits.headerValue)
        .regex(/^[\t\x20-\x7e]*$/, 'holds printable ASCII only'),
    )
    .refine((headers) => Object.keys(headers).length <= webhookLimits.headers, `has more than ${webhookLimits.headers} entries`)
    .refine(
      (headers) => new Set(Object.keys(headers).map((name) => name.toLowerCase())).size === Object.keys(headers).length,
      'names a header twice',
    )
    .meta({ maxProperties: webhookLimits.headers }),
);

/** What a person or a program says about a webhook; everything but the address has a default. */
const settings = {
  url: z
    .string()
    .min(1)
    .max(16_384)
    .describe(`Where to post: https, or http where private addresses are allowed; at most ${webhookLimits.url} characters`),
  eventTypes: z.array(z.enum(eventPatterns)).min(1).max(eventPatterns.length).describe('Types, `product.*`, `import.*`, or `*` for all'),
  enabled: z.boolean().describe('Whether anything is sent; a disabled webhook loses nothing, what happens meanwhile waits'),
  description: z
    .string()
    .overwrite(tidy)
    .refine((text) => !hasControlCharacter(text), 'holds a control character')
    .max(webhookLimits.description),
  format: z
    .enum(webhookFormats)
    .describe(
      'batch: many events a request; single: one; summary: as batch, without the products of imports, whose own event has the counts',
    ),
  payload: z.enum(['full', 'thin']).describe('thin: without the product itself'),
  gzip: z.boolean().describe('Compress the body; the compressed bytes are signed'),
  maxItems: z.int().min(1).max(webhookLimits.items).describe('Events a request, in a batch'),
  maxBytes: z.int().min(1_024).max(webhookLimits.bytes).describe('Bytes of a body, before compression; a single event may be larger'),
  parallel: z.int().min(1).max(webhookLimits.parallel).describe('Requests under way at once, with `single`; never two of one product'),
  timeoutMs: z.int().min(1_000).max(webhookLimits.timeoutMs).describe('For a request, from the name look-up to the end of the answer'),
  ratePerSecond: z.number().min(0.1).max(1_000).nullable().describe('Requests a second at most; null: as fast as the receiver answers'),
  partialAck: z.boolean().describe('An answer 207 with `{"failed":["evt_…"]}` refuses those events only'),
};
const { url, eventTypes: patterns, ...rest } = settings;

/** A webhook to be added. */
export const NewWebhook = z
  .strictObject({
    url,
    eventTypes: patterns,
    enabled: rest.enabled.default(true),
    description: rest.description.default(''),
    format: rest.format.default('batch'),
    payload: rest.payload.default('full'),
    gzip: rest.gzip.default(false),
    maxItems: rest.maxItems.default(500),
    maxBytes: rest.maxBytes.default(262_144),
    parallel: rest.parallel.default(1),
    timeoutMs: rest.timeoutMs.default(15_000),
    ratePerSecond: rest.ratePerSecond.default(null),
    partialAck: rest.partialAck.default(false),
    headers: Headers.default({}).describe('Sent with each request. Sealed, and shown to nobody again: only their names are'),
  })
  .meta({
    id: 'NewWebhook',
    examples: [{ url: 'https://shop.example/hook', eventTypes: ['product.updated'] }],
  });
export type NewWebhook = z.infer<typeof NewWebhook>;

/** An address, to be looked at before a webhook gets it. */
export const WebhookUrl = z.strictObject({ url }).meta({ id: 'WebhookUrl', examples: [{ url: 'https://shop.example/hook' }] });
export type WebhookUrl = z.infer<typeof WebhookUrl>;

/** What a webhook answers beside its settings. */
const unchangeable = [
  ...(['id', 'headerNames', 'state', 'disabledReason', 'disabledAt', 'failingSince', 'lastError', 'nextAttemptAt'] as const),
  ...(['lastAttemptAt', 'lastSuccessAt', 'lastStatus', 'lastMs', 'behind', 'parked', 'last24Hours'] as const),
  ...(['secrets', 'secret', 'createdAt', 'updatedAt'] as const),
];

const changeable = z
  .object(settings)
  .partial()
  .extend({
    headers: Headers.optional().describe('All of them anew; `{}` takes them away'),
    version: z.int().positive().optional().describe('The version that the caller saw; checked like `If-Match`'),
  });

/**
 * What shall be otherwise; what is left out stays. `enabled: true` goes on where the webhook stopped. Clients may send the record as they
 * read it: what cannot be changed is ignored.
 */
export const WebhookChanges = z
  .strictObject({ ...Object.fromEntries(unchangeable.map((name) => [name, z.unknown().optional()])), ...changeable.shape })
  .transform((sent): z.infer<typeof changeable> => changeable.parse(sent))
  .meta({ id: 'WebhookChanges', examples: [{ eventTypes: ['product.*', 'import.completed'] }] });
export type WebhookChanges = z.output<typeof WebhookChanges>;

export const webhookStates = ['ok', 'idle', 'failing', 'disabled'] as const;
export type WebhookState = (typeof webhookStates)[number];

export const disabledReasons = ['user', 'failing', 'gone', 'receiver'] as const;
export type DisabledReason = (typeof disabledReasons)[number];

/** A subscriber. */
export const Webhook = z
  .object({
    id: z.int().positive(),
    ...settings,
    url: z.string().max(webhookLimits.url).describe('Where it posts to'),
    headerNames: z.array(z.string()).describe('Names of its own headers; their values are shown to nobody'),
    state: z
      .enum(webhookStates)
      .describe(
        'ok: it takes messages, though perhaps not all of them (`parked`); idle: none yet; failing: what is next does not get through; disabled',
      ),
    disabledReason: z
      .enum(disabledReasons)
      .nullable()
      .describe(
        'user: somebody did; failing: no success for five days; gone: it answered 410; receiver: it asked for it by `webhook-delivery: disable`',
      ),
    disabledAt: time.nullable(),
    failingSince: time.nullable(),
    lastError: z.string().nullable().describe('In words, of the last attempt if that failed'),
    nextAttemptAt: time.nullable().describe('When what is blocked is tried again'),
    lastAttemptAt: time.nullable(),
    lastSuccessAt: time.nullable(),
    lastStatus: z.int().nullable(),
    lastMs: z.int().nullable().describe('Milliseconds of the last attempt'),
    behind: z
      .object({
        events: count.describe('Events that it has asked for and that wait, about'),
        seconds: count.describe('Age of the oldest'),
      })
      .describe('What it has not got yet'),
    parked: count.describe('Events that the receiver refuses and that are tried again apart from the others'),
    last24Hours: z.object({
      attempts: count,
      succeeded: count,
      p50Ms: z.int().nullable(),
      p95Ms: z.int().nullable(),
      hours: z
        .array(z.object({ at: time, attempts: count, succeeded: count, p50Ms: z.int().nullable() }))
        .max(24)
        .describe('By hour, oldest first; hours without an attempt too'),
    }),
    secrets: z
      .array(z.object({ id: z.int().positive(), createdAt: time, expiresAt: time.nullable() }))
      .describe('Keys that sign now, newest first; several during a rotation'),
    version: z.int().positive(),
    createdAt: time,
    updatedAt: time,
  })
  .meta({
    id: 'Webhook',
    examples: [
      {
        id: 3,
        url: 'https://shop.example/hook',
        eventTypes: ['product.updated'],
        enabled: true,
        description: 'The shop',
        format: 'batch',
        payload: 'full',
        gzip: false,
        maxItems: 500,
        maxBytes: 262_144,
        parallel: 1,
        timeoutMs: 15_000,
        ratePerSecond: null,
        partialAck: false,
        headerNames: [],
        state: 'ok',
        disabledReason: null,
        disabledAt: null,
        failingSince: null,
        lastError: null,
        nextAttemptAt: null,
        lastAttemptAt: '2026-11-21T08:00:00.200Z',
        lastSuccessAt: '2026-11-21T08:00:00.200Z',
        lastStatus: 200,
        lastMs: 41,
        behind: { events: 0, seconds: 0 },
        parked: 0,
        last24Hours: {
          attempts: 12,
          succeeded: 12,
          p50Ms: 38,
          p95Ms: 61,
          hours: [{ at: '2026-11-21T08:00:00.000Z', attempts: 12, succeeded: 12, p50Ms: 38 }],
        },
        secrets: [{ id: 7, createdAt: '2026-11-21T07:00:00.000Z', expiresAt: null }],
        version: 1,
        createdAt: '2026-11-21T07:00:00.000Z',
        updatedAt: '2026-11-21T07:00:00.000Z',
      },
    ],
  });
export type Webhook = z.infer<typeof Webhook>;

const secret = z.string().describe('`whsec_…`, as Standard Webhooks 1.0 has it; shown this once');

/** A webhook as it was added, with the key that its receiver verifies by. */
export const AddedWebhook = Webhook.extend({ secret }).meta({
  id: 'AddedWebhook',
  examples: [{ ...(Webhook.meta()!.examples as object[])[0], secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }],
});
export type AddedWebhook = z.infer<typeof AddedWebhook>;

/** A new key is wanted; the ones before it sign on for so long. */
export const SecretRotation = z
  .strictObject({ overlapHours: z.number().min(0).max(webhookLimits.overlapHours).default(24) })
  .meta({ id: 'SecretRotation', examples: [{ overlapHours: 24 }] });
export type SecretRotation = z.infer<typeof SecretRotation>;

export const RotatedSecret = z.object({ secret, secrets: Webhook.shape.secrets }).meta({
  id: 'RotatedSecret',
  examples: [
    { secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw', secrets: [{ id: 8, createdAt: '2026-11-21T08:00:00.000Z', expiresAt: null }] },
  ],
});
export type RotatedSecret = z.infer<typeof RotatedSecret>;

/** Where an enabled webhook goes on. */
export const WebhookEnabling = z
  .strictObject({
    from: z
      .enum(['continue', 'latest', 'skip'])
      .default('continue')
      .describe('continue: all that waits; latest: of each product only the newest event up to now; skip: nothing of it'),
  })
  .meta({ id: 'WebhookEnabling', examples: [{ from: 'continue' }] });
export type WebhookEnabling = z.infer<typeof WebhookEnabling>;

/** What waits for a webhook, for whoever decides where it goes on. */
export const WebhookWaiting = z
  .object({
    events: count.describe('Events that it has asked for and has not got, about'),
    oldestAt: time.nullable().describe('When the oldest of them happened'),
    seconds: count.describe('How long ago that is'),
  })
  .meta({ id: 'WebhookWaiting', examples: [{ events: 1_204, oldestAt: '2026-11-21T07:00:00.000Z', seconds: 3_600 }] });
export type WebhookWaiting = z.infer<typeof WebhookWaiting>;

/** What webhooks may do here, for whoever sets one up. */
export const WebhookSurroundings = z
  .object({
    allowPrivate: z.array(z.string()).describe('Private ranges that webhooks may reach: for development'),
    head: count.describe('The newest number in the log'),
    events: z.array(z.object({ type: z.enum(eventTypes), description: z.string(), example: z.record(z.string(), z.unknown()) })),
  })
  .meta({
    id: 'WebhookSurroundings',
    examples: [{ allowPrivate: [], head: 1_042, events: [] }],
  });
export type WebhookSurroundings = z.infer<typeof WebhookSurroundings>;
