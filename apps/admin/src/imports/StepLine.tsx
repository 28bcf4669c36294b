import { ButtonBase, Step, StepLabel, Stepper } from '@mui/material';
import { stepTexts, type WizardStep } from './wizardStep';

export type StepLineProps = {
  steps: readonly WizardStep[];
  /** Those of the steps that stand in this line. */
  shown: readonly WizardStep[];
  upright: boolean;
  label: string;
  active: WizardStep;
  /** The steps that are behind the import. */
  done?: readonly WizardStep[];
  open?: readonly WizardStep[];
  failed?: boolean;
  onStep?: (step: WizardStep) => void;
};

/** Steps of the wizard: done, active, to come; those that can be opened are buttons. */
export const StepLine = ({ steps, shown, upright, label, active, done = [], open = [], failed = false, onStep }: StepLineProps) => (
  <Stepper
    nonLinear
    activeStep={steps.indexOf(active)}
    orientation={upright ? 'vertical' : 'horizontal'}
    role="list"
    aria-label={label}
    sx={upright ? uprightSx : { mb: 3, maxWidth: 900 }}
  >
    {shown.map((step) => (
      <Step key={step} index={steps.indexOf(step)} completed={done.includes(step)} active={step === active}>
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
      </Step>
    ))}
  </Stepper>
);

const buttonSx = {
  borderRadius: 1,
  px: 1,
  mx: -1,
  py: 0.5,
  '&:hover, &:focus-visible': { bgcolor: 'action.hover' },
  '& .MuiStepLabel-root': { cursor: 'pointer' },
  '& .MuiStepLabel-label': { textDecoration: 'underline', textUnderlineOffset: '3px' },
} as const;

const uprightSx = { my: 1, '& .MuiStepConnector-root': { display: 'none' }, '& .MuiStepLabel-root': { py: 0.5 } } as const;
