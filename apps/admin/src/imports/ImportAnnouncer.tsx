import { isFinished, isWaiting, type ImportJob } from '@app/domain';
import { ProgressAnnouncer } from '../parts/ProgressAnnouncer';
import { statusTexts } from '../parts/statusTexts';
import { resultTitle } from './result/resultTitle';

/** Speaks of an import: as it goes on, when it waits, and at the end. */
export function ImportAnnouncer({ importJob }: { importJob: ImportJob }) {
  if (isFinished(importJob)) return <ProgressAnnouncer says={resultTitle(importJob)} />;
  if (isWaiting(importJob)) return <ProgressAnnouncer says={statusTexts[importJob.status]} />;
  return <ProgressAnnouncer says={importJob.message} percent={importJob.progress} />;
}
