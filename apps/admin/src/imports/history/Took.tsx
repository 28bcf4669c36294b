import type { ImportJob } from '@app/domain';
import { duration } from '../../parts/duration';

/** How long an import ran; "–" before its end. */
export const Took = ({ importJob }: { importJob: ImportJob }) => <>{took(importJob) ?? '–'}</>;

export function took({ startedAt, createdAt, finishedAt }: ImportJob): string | undefined {
  return finishedAt ? duration((Date.parse(finishedAt) - Date.parse(startedAt ?? createdAt)) / 1000) : undefined;
}
