import type { IrregularityRule } from '@app/domain';
import { Box, Chip } from '@mui/material';
import { useListContext } from 'react-admin';
import { count } from '../parts/count';
import { countsHold } from './countsHold';
import { ruleTexts } from './ruleTexts';
import { useIrregularityCounts } from './useIrregularityCounts';

/** The rules that found something that is open, and how often; a click shows these only, another one all again. */
export function RuleChips() {
  const { filterValues, setFilters } = useListContext();
  const byRule = Object.entries(useIrregularityCounts()?.byRule ?? {}) as [IrregularityRule, number][];
  if (filterValues.status !== 'open' || byRule.length < 2) return null;
  const hold = countsHold(filterValues);
  const choose = (rule: IrregularityRule | undefined) => setFilters({ ...filterValues, rule });
  return (
    <Box role="group" aria-label="Rules" sx={{ display: 'flex', flexWrap: { xs: 'nowrap', sm: 'wrap' }, gap: 1, overflowX: 'auto' }}>
      {byRule
        .sort(([, a], [, b]) => b - a)
        .map(([rule, n]) => {
          const active = filterValues.rule === rule;
          return (
            <Chip
              key={rule}
              label={hold ? `${count(n)} × ${ruleTexts[rule].title}` : ruleTexts[rule].title}
              onClick={() => choose(active ? undefined : rule)}
              aria-pressed={active}
              color={active ? 'primary' : 'default'}
              variant={active ? 'filled' : 'outlined'}
              sx={{ maxWidth: { sm: '100%' }, flexShrink: 0 }}
            />
          );
        })}
    </Box>
  );
}
