import { Box, Typography } from '@mui/material';
import { count } from '../parts/count';
import { OutcomeBar } from '../parts/OutcomeBar';
import { outcomeFill } from '../parts/outcomeFill';
import { outcomes, outcomeTexts, type Outcome, type OutcomeCounts } from '../parts/outcomes';

type Props = {
  counts: OutcomeCounts;
  total: number;
  goesOn?: boolean;
  /** Other words, for what would happen instead of what has happened. */
  words?: Partial<Record<Outcome, string>>;
};

const always: readonly Outcome[] = ['created', 'updated', 'unchanged', 'rejected'];

/** The bar and the number of each outcome; the rarer ones show when there are any. */
export function OutcomeNumbers({ counts, total, goesOn = false, words = {} }: Props) {
  const shown = outcomes.filter((outcome) => always.includes(outcome) || counts[outcome] > 0);
  return (
    <>
      <OutcomeBar counts={counts} height={16} />
      <Box
        component="dl"
        sx={{
          m: 0,
          mt: 2,
          display: 'grid',
          gap: 2,
          gridTemplateColumns: 'repeat(auto-fit, minmax(min(124px, 40%), 1fr))',
        }}
      >
        {shown.map((outcome) => (
          <Box
            key={outcome}
            title={outcomeTexts[outcome].meaning}
            sx={{ display: 'flex', flexDirection: 'column-reverse', justifyContent: 'flex-end', minWidth: 0 }}
          >
            <Box component="dt" sx={{ display: 'flex', alignItems: 'center', gap: 0.75, color: 'text.secondary' }}>
              <Swatch outcome={outcome} />
              {goesOn && outcome === 'notProcessed' ? 'Still to do' : (words[outcome] ?? outcomeTexts[outcome].word)}
            </Box>
            <Typography component="dd" sx={{ m: 0, fontSize: '1.5rem', fontWeight: 600, lineHeight: 1.3 }}>
              {total ? count(counts[outcome]) : '–'}
            </Typography>
          </Box>
        ))}
      </Box>
    </>
  );
}

const Swatch = ({ outcome }: { outcome: Outcome }) => (
  <Box
    aria-hidden
    component="span"
    sx={{ width: 14, height: 14, borderRadius: '3px', flexShrink: 0, overflow: 'hidden', ...outcomeFill(outcome) }}
  />
);
