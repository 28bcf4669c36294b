import { isFinished, type ImportJob } from '@app/domain';
import { resultTitle } from './result/resultTitle';
import { stepOf } from './wizardStep';

/** What an import is about right now, in a headline. */
export function wizardTitle(importJob: ImportJob): string {
  const { status, phase, fileName } = importJob;
  if (phase === 'reverting' && !isFinished(importJob)) return `Reverting ${fileName}`;
  if (isFinished(importJob)) return resultTitle(importJob);
  if (status === 'awaiting_mapping') return `Match the columns of ${fileName}`;
  if (status === 'awaiting_confirmation') return `What ${fileName} would change`;
  return stepOf(importJob) === 'run' ? `Importing ${fileName}` : `Checking ${fileName}`;
}
