import ClearIcon from '@mui/icons-material/FilterAltOff';
import { Box, Button, Chip } from '@mui/material';
import { useListContext } from 'react-admin';
import { sayFilter } from '../filterWords';

/** What the list is filtered by, each to be taken off again. */
export function FilterChips() {
  const { filterValues, setFilters, total } = useListContext();
  const filters = Object.entries(filterValues);
  if (!filters.length) return null;
  const takeOff = (gone: string) => setFilters(Object.fromEntries(filters.filter(([field]) => field !== gone)));
  return (
    <Box
      component="ul"
      aria-label="Filters in use"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, m: 0, mb: 2, p: 0, listStyle: 'none' }}
    >
      {filters.map(([field, value]) => {
        const words = sayFilter(field, value);
        return (
          <Box component="li" key={field} sx={{ minWidth: 0 }}>
            <Chip
              label={words}
              onClick={() => takeOff(field)}
              onDelete={() => takeOff(field)}
              aria-label={`Take off the filter ${words}`}
              sx={{ maxWidth: '100%' }}
            />
          </Box>
        );
      })}
      {total !== 0 && (
        <li>
          <Button size="small" startIcon={<ClearIcon />} onClick={() => setFilters({})}>
            Clear filters
          </Button>
        </li>
      )}
    </Box>
  );
}
