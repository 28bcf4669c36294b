import type { ImportJob } from '@app/domain';
import { useEffect } from 'react';
import { useSearchParams } from 'react-router-dom';
import { openSteps, stepOf, wizardSteps, type WizardStep } from './wizardStep';

/** The step on the screen: the one the import is in, or a passed one that somebody opened; it is part of the address. */
export function useStep(importJob: ImportJob): [WizardStep, (step: WizardStep) => void] {
  const [params, setParams] = useSearchParams();
  const wanted = wizardSteps.find((step) => step === params.get('step'));
  const own = stepOf(importJob);
  const isOpen = wanted !== undefined && openSteps(importJob).includes(wanted);

  // The import has gone on, here or by somebody else: when it comes back, nobody has asked for that step any more.
  const isPast = wanted !== undefined && !isOpen;
  useEffect(() => {
    if (isPast) setParams({}, { replace: true });
  }, [isPast, setParams]);

  return [isOpen ? wanted : own, (step) => setParams(step === own ? {} : { step })];
}
