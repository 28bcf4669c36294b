import { z } from 'zod';

const count = z.int().min(0);
const time = z.iso.datetime();

/** Which events shall be sent again, beside what goes on: an import's, a stretch of the log, deliveries by id, or what has failed since a time. */
export const ReplayRequest = z
  .strictObject({
    importId: z.int().positive().optional(),
    from: z.string().max(50).optional().describe('Position, or a time in ISO 8601'),
    to: z.string().max(50).optional().describe('Position of a whole entry of the log, such as 1042:0, or time; left out: up to now'),
    deliveryIds: z.array(z.int().positive()).min(1).max(1_000).optional(),
    failedSince: time.max(40).optional().describe('Everything dead or parked whose last try failed since then'),
    latest: z.boolean().default(false).describe('Of each product only its newest event in that stretch'),
    expect: count.optional().describe('How many events that is, as the refusal without it tells'),
  })
  .check(({ value, issues }) => {
    const ways = [value.importId, value.from, value.deliveryIds, value.failedSince].filter((way) => way !== undefined).length;
    if (ways !== 1)
      issues.push({
        code: 'custom',
        input: value,
        path: [],
        message: 'Send importId, from (and to), deliveryIds or failedSince: one of them.',
      });
  })
  .meta({ id: 'ReplayRequest', examples: [{ importId: 12, expect: 500 }] });
export type ReplayRequest = z.infer<typeof ReplayRequest>;

/** A replay: a way through the log of its own. */
export const Replay = z
  .object({
    id: z.int().positive(),
    webhookId: z.int().positive(),
    status: z.enum(['processing', 'completed', 'cancelled']),
    total: count.describe('Events that it is about'),
    processed: count.describe('Events that were sent, or given up'),
    progress: z.int().min(0).max(100),
    failures: count.describe('Tries in a row that the receiver did not take'),
    actor: z.string(),
    progressVersion: z.int().positive(),
    createdAt: time,
    finishedAt: time.nullable(),
  })
  .meta({
    id: 'Replay',
    examples: [
      {
        id: 2,
        webhookId: 3,
        status: 'processing',
        total: 500,
        processed: 120,
        progress: 24,
        failures: 0,
        actor: 'user:3',
        progressVersion: 3,
        createdAt: '2026-11-21T09:00:00.000Z',
        finishedAt: null,
      },
    ],
  });
export type Replay = z.infer<typeof Replay>;
