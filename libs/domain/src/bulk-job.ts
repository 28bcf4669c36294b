import { z } from 'zod';
import { importStatuses } from './import-job.js';

export const bulkActions = ['delete'] as const;

/** Work over many products that one request asked for. It has the status words of an import. */
export const BulkJob = z
  .object({
    id: z.int().positive(),
    action: z.enum(bulkActions),
    status: z.enum(importStatuses),
    total: z.int().min(0).describe('Products that it was to touch'),
    processed: z.int().min(0).describe('Products that it has touched'),
    createdAt: z.iso.datetime(),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({
    id: 'BulkJob',
    examples: [
      {
        id: 5,
        action: 'delete',
        status: 'completed',
        total: 500_000,
        processed: 500_000,
        createdAt: '2026-11-21T08:00:00.123Z',
        finishedAt: '2026-11-21T08:00:07.456Z',
      },
    ],
  });
export type BulkJob = z.infer<typeof BulkJob>;
