import { Box } from '@mui/material';
import { counted, count } from './count';
import { outcomeFill } from './outcomeFill';
import { outcomes, outcomeTexts, type OutcomeCounts } from './outcomes';

/** The outcomes of an import's rows as one bar; the sentence for screen readers holds the numbers. */
export function OutcomeBar({ counts, height = 12 }: { counts: OutcomeCounts; height?: number }) {
  const present = outcomes.filter((outcome) => counts[outcome] > 0);
  const total = present.reduce((sum, outcome) => sum + counts[outcome], 0);
  const sentence = present.map((outcome) => `${outcomeTexts[outcome].word.toLowerCase()} ${count(counts[outcome])}`).join(', ');
  return (
    <Box
      role="img"
      aria-label={total ? `Of ${counted(total, 'row')}: ${sentence}` : 'No rows yet'}
      title={sentence}
      sx={{
        display: 'flex',
        gap: '2px',
        height,
        borderRadius: 1,
        overflow: 'hidden',
        bgcolor: total ? 'transparent' : 'action.hover',
        width: '100%',
      }}
    >
      {present.map((outcome) => (
        <Box key={outcome} sx={{ flexGrow: counts[outcome], flexBasis: 0, minWidth: 4, ...outcomeFill(outcome) }} />
      ))}
    </Box>
  );
}
