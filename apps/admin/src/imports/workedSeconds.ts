import type { ImportJob } from '@app/domain';

/** How long an import has worked: while it waits for a person no phase runs, and that is not its time. */
export function workedSeconds({ startedAt, createdAt, finishedAt, phaseSeconds }: ImportJob): number | undefined {
  if (!finishedAt) return undefined;
  const worked = Object.values(phaseSeconds).reduce((sum, seconds) => sum + seconds, 0);
  return worked || (Date.parse(finishedAt) - Date.parse(startedAt ?? createdAt)) / 1000;
}

/** Rows a second while it works, or over all of its work. */
export function speed(importJob: ImportJob): number | null {
  const worked = workedSeconds({ ...importJob, phaseSeconds: { ...importJob.phaseSeconds, reverting: 0 } });
  if (worked === undefined || importJob.status !== 'completed') return importJob.rowsPerSecond;
  return worked > 0 ? Math.round(importJob.rows / worked) : null;
}
