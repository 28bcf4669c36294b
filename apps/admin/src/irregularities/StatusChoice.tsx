import { irregularityStatuses } from '@app/domain';
import { ToggleButton, ToggleButtonGroup } from '@mui/material';
import { useListContext } from 'react-admin';
import { count } from '../parts/count';
import { countsHold } from './countsHold';
import { irregularityStatusTexts } from './ruleTexts';
import { useIrregularityCounts } from './useIrregularityCounts';

/** Which part of the inbox: what is open, what was decided, or all. */
export function StatusChoice() {
  const { filterValues, setFilters } = useListContext();
  const counts = useIrregularityCounts();
  const choose = (status: string) => setFilters({ ...filterValues, status: status || undefined });
  return (
    <ToggleButtonGroup
      exclusive
      size="small"
      value={filterValues.status ?? ''}
      onChange={(_, status: string | null) => status !== null && choose(status)}
      aria-label="Status"
      sx={{ flexWrap: 'wrap', '& .MuiToggleButton-root': { px: { xs: 0.75, sm: 1.5 }, textTransform: 'none', color: 'text.primary' } }}
    >
      {irregularityStatuses.map((status) => (
        <ToggleButton key={status} value={status}>
          {irregularityStatusTexts[status]}
          {status === 'open' && counts && countsHold(filterValues) ? ` ${count(counts.open)}` : ''}
        </ToggleButton>
      ))}
      <ToggleButton value="">All</ToggleButton>
    </ToggleButtonGroup>
  );
}
