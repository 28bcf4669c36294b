import { alpha, type Theme } from '@mui/material';
import type { Outcome } from './outcomes';

/** A second sign beside the colour, for eyes that do not tell colours apart. `ink` is the colour of what lies beneath. */
const patterns: Record<Outcome, (ink: string) => string> = {
  created: () => 'none',
  updated: (ink) => `repeating-linear-gradient(45deg, transparent 0 4px, ${ink} 4px 6px)`,
  unchanged: (ink) => `radial-gradient(${ink} 1px, transparent 1.5px) 0 0 / 5px 5px`,
  superseded: (ink) => `repeating-linear-gradient(135deg, transparent 0 3px, ${ink} 3px 4px)`,
  rejected: (ink) => `repeating-linear-gradient(90deg, transparent 0 3px, ${ink} 3px 5px)`,
  notProcessed: (ink) => `repeating-linear-gradient(135deg, ${ink} 0 5px, transparent 5px 6px)`,
};

/** How bars and legends paint an outcome. Rows not reached are hatched only: they are the lack of an outcome. */
export const outcomeFill = (outcome: Outcome) => ({
  bgcolor: ({ palette }: Theme) => palette.outcome[outcome],
  '&::after': {
    content: '""',
    display: 'block',
    height: '100%',
    background: ({ palette }: Theme) =>
      patterns[outcome](outcome === 'notProcessed' ? palette.background.paper : alpha(palette.background.paper, 0.45)),
  },
});
