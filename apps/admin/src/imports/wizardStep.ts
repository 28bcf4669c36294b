import { isFinished, type ImportJob, type ImportPhase } from '@app/domain';

export const wizardSteps = ['file', 'columns', 'check', 'run', 'result'] as const;
export type WizardStep = (typeof wizardSteps)[number];

export const stepTexts: Record<WizardStep, string> = { file: 'File', columns: 'Columns', check: 'Check', run: 'Run', result: 'Result' };

/** An import that starts by itself has nothing to match and nothing to confirm. */
export const stepsWith = (check: boolean): readonly WizardStep[] => (check ? wizardSteps : ['file', 'run', 'result']);

/** Where an import is; whoever opens its address lands there. */
export function stepOf({ status, phase, isChecked }: ImportJob): WizardStep {
  if (isFinished({ status }) || phase === 'reverting') return 'result';
  if (status === 'awaiting_mapping') return 'columns';
  if (status === 'awaiting_confirmation') return 'check';
  if (!isChecked || phase === 'importing') return 'run';
  return phase === 'uploading' || phase === 'parsing' ? 'columns' : 'check';
}

/** The steps that a person may look at: those already passed, as long as everything can still be said otherwise. */
export function openSteps({ status }: ImportJob): readonly WizardStep[] {
  if (status === 'awaiting_mapping') return ['file', 'columns'];
  if (status === 'awaiting_confirmation') return ['file', 'columns', 'check'];
  return [];
}

const stepOfPhase: Record<ImportPhase, WizardStep> = {
  uploading: 'file',
  parsing: 'columns',
  validating: 'check',
  comparing: 'check',
  importing: 'run',
  reverting: 'result',
  complete: 'result',
};

/** The steps behind an import; one that failed or was cancelled stopped in the midst of one. */
export function stepsDone(importJob: ImportJob): readonly WizardStep[] {
  const { status, phase, isChecked } = importJob;
  const steps = stepsWith(isChecked);
  if (status === 'completed' || status === 'reverted') return steps;
  const stopped = status === 'failed' || status === 'cancelled' ? stepOfPhase[phase] : stepOf(importJob);
  return steps.filter((step) => wizardSteps.indexOf(step) < wizardSteps.indexOf(stopped));
}
