import { Box, useMediaQuery, type Theme } from '@mui/material';
import type { ReactNode } from 'react';
import { StepLine, type StepLineProps } from './StepLine';

type Props = Omit<StepLineProps, 'shown' | 'upright' | 'label'> & { children: ReactNode };

/**
 * The way of a file through the wizard; on phones from top to bottom, with the step itself in between. The step keeps its place
 * in the tree when the window changes its width: an upload goes on.
 */
export function WizardFrame({ children, ...props }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const { steps, active } = props;
  const upTo = isPhone ? steps.indexOf(active) + 1 : steps.length;
  return (
    <>
      <StepLine {...props} shown={steps.slice(0, upTo)} upright={isPhone} label="Steps of the import" />
      <Box>{children}</Box>
      {upTo < steps.length && <StepLine {...props} shown={steps.slice(upTo)} upright label="Steps to come" />}
    </>
  );
}
