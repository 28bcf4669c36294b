import type { ImportJob } from '@app/domain';

/** What became of each row of a file, in the order in which bars and numbers show it. */
export const outcomes = ['created', 'updated', 'unchanged', 'superseded', 'rejected', 'notProcessed'] as const;
export type Outcome = (typeof outcomes)[number];

export type OutcomeCounts = Pick<ImportJob, Outcome>;

export const outcomeTexts: Record<Outcome, { word: string; meaning: string }> = {
  created: { word: 'Created', meaning: 'Rows that brought something new' },
  updated: { word: 'Updated', meaning: 'Rows that changed what was stored' },
  unchanged: { word: 'Unchanged', meaning: 'Rows equal to what is stored' },
  superseded: { word: 'Superseded', meaning: 'Rows that come again further down; the last one counts' },
  rejected: { word: 'Rejected', meaning: 'Rows with an error, left out' },
  notProcessed: { word: 'Not processed', meaning: 'Rows not reached' },
};
