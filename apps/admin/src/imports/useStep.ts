import type { ImportJob } from '@app/domain';
import { useSearchParams } from 'react-router-dom';
import { openSteps, stepOf, type WizardStep } from './wizardStep';

/** The step on the screen: the one the import is in, or a passed one that somebody opened; it is part of the address. */
export function useStep(importJob: ImportJob): [WizardStep, (step: WizardStep) => void] {
  const [params, setParams] = useSearchParams();
  const asked = openSteps(importJob).find((step) => step === params.get('step'));
  const own = stepOf(importJob);
  return [asked ?? own, (step) => setParams(step === own ? {} : { step })];
}
