import type { ImportJob } from '@app/domain';
import { duration } from '../../parts/duration';
import { workedSeconds } from '../workedSeconds';

/** How long an import worked; "–" before its end. */
export const Took = ({ importJob }: { importJob: ImportJob }) => <>{took(importJob) ?? '–'}</>;

export function took(importJob: ImportJob): string | undefined {
  const worked = workedSeconds(importJob);
  return worked === undefined ? undefined : duration(worked);
}
