import type { ImportJob } from '@app/domain';
import { duration } from '../../parts/duration';

/** How long an import ran; "–" before its end. */
export const Took = ({ importJob }: { importJob: ImportJob }) => <>{took(importJob) ?? '–'}</>;

export function took({ startedAt, createdAt, finishedAt, phaseSeconds }: ImportJob): string | undefined {
  if (!finishedAt) return undefined;
  // While it waits for a person no phase runs: that is not its time.
  const worked = Object.values(phaseSeconds).reduce((sum, seconds) => sum + seconds, 0);
  return duration(worked || (Date.parse(finishedAt) - Date.parse(startedAt ?? createdAt)) / 1000);
}
