import { Box } from '@mui/material';
import type { Listed, Selection } from './selection';

/** Which ones are meant, in words. */
export function FilterInWords({ of: { many, say }, selection }: { of: Listed; selection: Selection }) {
  if ('ids' in selection) return <>The ones that are ticked.</>;
  const filters = Object.entries(selection.filter);
  if (!filters.length) return <>All {many}: the list is not filtered.</>;
  return (
    <>
      Everything that matches:
      <Box component="ul" sx={{ my: 0.5, pl: 3, overflowWrap: 'anywhere' }}>
        {filters.map(([field, value]) => (
          <li key={field}>{say(field, value)}</li>
        ))}
      </Box>
    </>
  );
}
