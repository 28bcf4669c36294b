import type { ImportCheck, ImportJob } from '@app/domain';
import type { OutcomeCounts } from '../../parts/outcomes';

/** What a check found, as bars and numbers show outcomes. */
export const checkCounts = ({ created, updated, unchanged, rejected, superseded }: ImportCheck): OutcomeCounts => ({
  created,
  updated,
  unchanged,
  rejected,
  superseded,
  notProcessed: 0,
});

/** What the bar of an import shows: what it would do, or what it did. */
export const shownCounts = (importJob: ImportJob): OutcomeCounts =>
  importJob.status === 'awaiting_confirmation' && importJob.check ? checkCounts(importJob.check) : importJob;
