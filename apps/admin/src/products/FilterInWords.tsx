import { Box } from '@mui/material';
import { sayFilter } from './filterWords';
import type { Selection } from './selection';

/** Which products are meant, in words. */
export function FilterInWords({ selection }: { selection: Selection }) {
  if ('ids' in selection) return <>The ones that are ticked.</>;
  const filters = Object.entries(selection.filter);
  if (!filters.length) return <>All products: the list is not filtered.</>;
  return (
    <>
      Everything that matches:
      <Box component="ul" sx={{ my: 0.5, pl: 3, overflowWrap: 'anywhere' }}>
        {filters.map(([field, value]) => (
          <li key={field}>{sayFilter(field, value)}</li>
        ))}
      </Box>
    </>
  );
}
