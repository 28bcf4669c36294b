import { z } from 'zod';

/** What is removed when it is old enough, and the setting that says when; null: nobody chooses. */
export const retentionSettings = {
  versions: 'HISTORY_DAYS',
  events: 'EVENT_DAYS',
  deliveries: 'EVENT_DAYS',
  attempts: null,
  files: 'FILE_DAYS',
  row_errors: 'FILE_DAYS',
  audit: 'AUDIT_DAYS',
  uploads: null,
} as const;
export type RetainedThing = keyof typeof retentionSettings;
export const retainedThings = Object.keys(retentionSettings) as [RetainedThing, ...RetainedThing[]];

/** A try to send something that failed is kept so long; one that succeeded, and the body of a delivery, go sooner. */
export const attemptDays = 30;

/** What there is of a thing that is kept for some time. */
export const Retained = z
  .object({
    what: z
      .enum(retainedThings)
      .describe(
        'versions: of products, and what undoing rests on; events; deliveries, attempts: what webhooks were sent, and each try; files, row_errors: of imports; audit; uploads: unfinished',
      ),
    days: z
      .int()
      .positive()
      .describe('How long it is kept: a version since it was replaced, a file since its import ended, an upload since it stood still'),
    setting: z.string().nullable().describe('The variable that says so; null where it is fixed'),
    count: z.int().min(0),
    isEstimate: z.boolean().describe('`count` is about right'),
    bytes: z.int().min(0).describe('On disk, with indexes; of files and uploads what came'),
    oldest: z.iso.datetime().nullable().describe('Since when the oldest one waits to be removed; null when there is none'),
    lastSweptAt: z.iso.datetime().nullable().describe('When a worker last removed what was too old; null: not yet'),
  })
  .meta({
    id: 'Retained',
    examples: [
      {
        what: 'versions',
        days: 90,
        setting: 'HISTORY_DAYS',
        count: 1_200_000,
        isEstimate: true,
        bytes: 430_000_000,
        oldest: '2026-08-23T08:00:00.000Z',
        lastSweptAt: '2026-11-21T03:00:00.000Z',
      },
    ],
  });
export type Retained = z.infer<typeof Retained>;
