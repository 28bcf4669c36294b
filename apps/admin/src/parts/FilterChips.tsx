import ClearIcon from '@mui/icons-material/FilterAltOff';
import { Box, Button, Chip } from '@mui/material';
import { useListContext } from 'react-admin';

type Props = {
  /** One filter in words. */
  say: (field: string, value: unknown) => string;
  /** Fields that the screen shows otherwise; they stay when the filters are cleared. */
  except?: readonly string[];
};

/** What the list is filtered by, each to be taken off again. */
export function FilterChips({ say, except = [] }: Props) {
  const { filterValues, setFilters, total } = useListContext();
  const all = Object.entries(filterValues);
  const filters = all.filter(([field]) => !except.includes(field));
  if (!filters.length) return null;
  const keep = (isKept: (field: string) => boolean) => setFilters(Object.fromEntries(all.filter(([field]) => isKept(field))));
  const takeOff = (gone: string) => keep((field) => field !== gone);
  return (
    <Box
      component="ul"
      aria-label="Filters in use"
      sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, m: 0, mb: 2, p: 0, listStyle: 'none' }}
    >
      {filters.map(([field, value]) => {
        const words = say(field, value);
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
          <Button size="small" startIcon={<ClearIcon />} onClick={() => keep((field) => except.includes(field))}>
            Clear filters
          </Button>
        </li>
      )}
    </Box>
  );
}
