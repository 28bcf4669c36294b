import { isFinished, isWaiting, type ImportJob } from '@app/domain';
import { resultTitle } from './result/resultTitle';
import type { WizardStep } from './wizardStep';

/** What the screen is about, in a headline. */
export function wizardTitle(importJob: ImportJob, step: WizardStep): string {
  const { status, phase, fileName } = importJob;
  if (phase === 'reverting' && !isFinished(importJob)) return `Reverting ${fileName}`;
  if (isFinished(importJob)) return resultTitle(importJob);
  if (step === 'run') return `Importing ${fileName}`;
  if (!isWaiting(importJob) || status === 'paused') return `Checking ${fileName}`;
  if (step === 'file') return `How ${fileName} is read`;
  return step === 'columns' ? `Match the columns of ${fileName}` : `What ${fileName} would change`;
}
