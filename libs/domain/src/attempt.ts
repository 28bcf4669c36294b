import { z } from 'zod';

const time = z.iso.datetime();

/** Why an attempt failed, for programs. */
export const errorClasses = [
  'status',
  'timeout',
  'dns',
  'connect',
  'tls',
  'redirect',
  'refused_address',
  'response_too_large',
  'connection_lost',
] as const;
export type ErrorClass = (typeof errorClasses)[number];

const ms = z.int().min(0).nullable();
/** Where the time of a request went. */
export const timings = z
  .object({ dns: ms, connect: ms, tls: ms, firstByte: ms, total: ms })
  .describe(
    'Milliseconds: how long looking up the name, connecting and agreeing on TLS took; when the first byte and the end came, from the start. null where it was not come to, or a connection was used again',
  );

export const attemptTriggers = ['automatic', 'probe', 'resend', 'replay', 'test'] as const;
export type AttemptTrigger = (typeof attemptTriggers)[number];

/** One try to send a delivery. */
export const Attempt = z
  .object({
    id: z.int().positive(),
    deliveryId: z.int().positive().nullable().describe('null: a test'),
    attemptNo: z.int().positive(),
    trigger: z.enum(attemptTriggers),
    sentAt: time,
    ok: z.boolean(),
    status: z.int().nullable(),
    error: z.object({ class: z.enum(errorClasses), message: z.string() }).nullable(),
    timings,
    remoteAddress: z.string().nullable(),
    requestHeaders: z.record(z.string(), z.string()),
    responseHeaders: z.record(z.string(), z.string()),
    responseBody: z.string().nullable().describe('The first 4 KiB'),
  })
  .meta({
    id: 'Attempt',
    examples: [
      {
        id: 91,
        deliveryId: 40,
        attemptNo: 1,
        trigger: 'automatic',
        sentAt: '2026-11-21T08:00:00.150Z',
        ok: true,
        status: 200,
        error: null,
        timings: { dns: null, connect: null, tls: null, firstByte: 40, total: 41 },
        remoteAddress: '203.0.113.7',
        requestHeaders: { 'webhook-id': 'evt_k3f9_1042_7' },
        responseHeaders: {},
        responseBody: 'ok',
      },
    ],
  });
export type Attempt = z.infer<typeof Attempt>;
