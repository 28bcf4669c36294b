import FilterAltOffIcon from '@mui/icons-material/FilterAltOff';
import { Box, Button, Typography } from '@mui/material';
import { useListContext } from 'react-admin';

/** A list whose filters leave nothing. */
export function NothingMatches({ what }: { what: string }) {
  const { setFilters } = useListContext();
  return (
    <Box role="status" sx={{ px: 2, py: 6, textAlign: 'center' }}>
      <Typography sx={{ mb: 2 }}>No {what} match these filters.</Typography>
      <Button variant="outlined" startIcon={<FilterAltOffIcon />} onClick={() => setFilters({})}>
        Clear filters
      </Button>
    </Box>
  );
}
