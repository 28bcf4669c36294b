import { Box } from '@mui/material';
import { FilterFields } from './FilterFields';
import { QuickFilters } from './QuickFilters';
import { SavedViews } from './SavedViews';

/** All ways to narrow the list down: beside it on wide screens, in a sheet on others. */
export const FilterPanel = () => (
  <Box
    role="search"
    aria-label="Filters"
    sx={{
      '& > div:first-of-type > div:first-of-type': { mt: 0 },
      '& .MuiListItemButton-root': { borderRadius: 1, px: 1, py: 0.5 },
      '& .MuiTypography-overline': { color: 'text.secondary', fontSize: '0.75rem' },
    }}
  >
    <SavedViews />
    <QuickFilters />
    <FilterFields />
  </Box>
);
