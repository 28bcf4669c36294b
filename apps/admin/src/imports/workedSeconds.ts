import type { ImportJob } from '@app/domain';

/**
 * How long an import has worked. While it waits for a person no phase runs, and that is not its time; nor is that of undoing it.
 */
export function workedSeconds({ startedAt, createdAt, finishedAt, phaseSeconds }: ImportJob): number | undefined {
  if (!finishedAt) return undefined;
  const { reverting: _, ...phases } = phaseSeconds;
  const worked = Object.values(phases).reduce((sum, seconds) => sum + seconds, 0);
  return worked || (Date.parse(finishedAt) - Date.parse(startedAt ?? createdAt)) / 1000;
}

/** Rows a second: lately while it runs, over all of its work when it has ended. */
export function speed(importJob: ImportJob): number | null {
  const worked = workedSeconds(importJob);
  if (worked === undefined) return importJob.rowsPerSecond;
  return worked > 0 && importJob.status !== 'failed' ? Math.round((importJob.rows - importJob.notProcessed) / worked) : null;
}
