import { Box, ButtonBase, Step, StepContent, StepLabel, Stepper, useMediaQuery, type Theme } from '@mui/material';
import type { ReactNode } from 'react';
import { stepTexts, type WizardStep } from './wizardStep';

type Props = {
  steps: readonly WizardStep[];
  active: WizardStep;
  /** The steps that are behind the import. */
  done?: readonly WizardStep[];
  open?: readonly WizardStep[];
  failed?: boolean;
  onStep?: (step: WizardStep) => void;
  children: ReactNode;
};

/** The way of a file through the wizard; on phones from top to bottom, with the step itself in between. */
export function WizardFrame({ steps, active, done = [], open = [], failed = false, onStep, children }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  return (
    <>
      <Stepper
        nonLinear
        activeStep={steps.indexOf(active)}
        orientation={isPhone ? 'vertical' : 'horizontal'}
        role="group"
        aria-label="Steps of the import"
        sx={isPhone ? phoneSx : { mb: 3, maxWidth: 900 }}
      >
        {steps.map((step) => (
          <Step key={step} completed={done.includes(step)} active={step === active}>
            {open.includes(step) && step !== active ? (
              // MUI's StepButton would make tabs of the steps
              <ButtonBase onClick={() => onStep?.(step)} sx={buttonSx}>
                <StepLabel>{stepTexts[step]}</StepLabel>
              </ButtonBase>
            ) : (
              <StepLabel error={failed && step === active} aria-current={step === active ? 'step' : undefined}>
                {stepTexts[step]}
              </StepLabel>
            )}
            {isPhone && <StepContent transitionDuration={0}>{step === active && children}</StepContent>}
          </Step>
        ))}
      </Stepper>
      {!isPhone && <Box>{children}</Box>}
    </>
  );
}

const buttonSx = {
  borderRadius: 1,
  px: 1,
  mx: -1,
  py: 0.5,
  '&:hover, &:focus-visible': { bgcolor: 'action.hover' },
  '& .MuiStepLabel-root': { cursor: 'pointer' },
  '& .MuiStepLabel-label': { textDecoration: 'underline', textUnderlineOffset: '3px' },
} as const;

/** The content has the whole width of a phone: no line and no indent beside it. */
const phoneSx = {
  '& .MuiStepConnector-root': { display: 'none' },
  '& .MuiStepContent-root': { ml: 0, pl: 0, pr: 0, border: 0 },
  '& .MuiStepLabel-root': { py: 0.5 },
} as const;
