import { Box, Step, StepButton, StepContent, StepLabel, Stepper, useMediaQuery, type Theme } from '@mui/material';
import type { ReactNode } from 'react';
import { stepTexts, type WizardStep } from './wizardStep';

type Props = {
  steps: readonly WizardStep[];
  active: WizardStep;
  /** The step that the import is in; those before it are done. */
  reached: WizardStep;
  open?: readonly WizardStep[];
  failed?: boolean;
  onStep?: (step: WizardStep) => void;
  children: ReactNode;
};

/** The way of a file through the wizard; on phones from top to bottom, with the step itself in between. */
export function WizardFrame({ steps, active, reached, open = [], failed = false, onStep, children }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const over = reached === 'result' && !failed;
  return (
    <>
      <Stepper
        nonLinear
        activeStep={steps.indexOf(active)}
        orientation={isPhone ? 'vertical' : 'horizontal'}
        aria-label="Steps of the import"
        sx={isPhone ? phoneSx : { mb: 3, maxWidth: 900 }}
      >
        {steps.map((step) => {
          const completed = steps.indexOf(step) < steps.indexOf(reached) || (step === 'result' && over);
          const error = failed && step === reached;
          return (
            <Step key={step} completed={completed} active={step === active}>
              {open.includes(step) && step !== active ? (
                <StepButton onClick={() => onStep?.(step)}>{stepTexts[step]}</StepButton>
              ) : (
                <StepLabel error={error} aria-current={step === active ? 'step' : undefined}>
                  {stepTexts[step]}
                </StepLabel>
              )}
              {isPhone && <StepContent transitionDuration={0}>{step === active && children}</StepContent>}
            </Step>
          );
        })}
      </Stepper>
      {!isPhone && <Box>{children}</Box>}
    </>
  );
}

/** The content has the whole width of a phone: no line and no indent beside it. */
const phoneSx = {
  '& .MuiStepConnector-root': { display: 'none' },
  '& .MuiStepContent-root': { ml: 0, pl: 0, pr: 0, border: 0 },
  '& .MuiStepLabel-root': { py: 0.5 },
  '& .MuiStepButton-root': { py: 0.5, my: 0 },
} as const;
