import FilterAltOffIcon from '@mui/icons-material/FilterAltOff';
import { Box, Button, Typography } from '@mui/material';
import { useListContext } from 'react-admin';

type Props = {
  what: string;
  /** Fields that the screen shows otherwise; they stay when the filters are cleared. */
  except?: readonly string[];
};

/** A list whose filters leave nothing. */
export function NothingMatches({ what, except = [] }: Props) {
  const { filterValues, setFilters } = useListContext();
  const all = Object.entries(filterValues);
  const kept = all.filter(([field]) => except.includes(field));
  return (
    <Box role="status" sx={{ px: 2, py: 6, textAlign: 'center' }}>
      <Typography>No {what} match these filters.</Typography>
      {kept.length < all.length && (
        <Button variant="outlined" startIcon={<FilterAltOffIcon />} onClick={() => setFilters(Object.fromEntries(kept))} sx={{ mt: 2 }}>
          Clear filters
        </Button>
      )}
    </Box>
  );
}
