import type { CheckRow } from '@app/domain';
import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';

/** The cells that matter: of a known product old → new, of a new one what it gets beside SKU and name. */
export function ChangedCells({ row: { outcome, changes } }: { row: CheckRow }) {
  const shown = outcome === 'created' ? changes.filter(({ field }) => field !== 'sku' && field !== 'name') : changes;
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: 0.5 }}>
      {shown.map((change) => (
        <Box key={change.field} sx={{ overflowWrap: 'anywhere' }}>
          <Box component="dt" sx={{ display: 'inline', color: 'text.secondary' }}>
            {change.field}:{' '}
          </Box>
          <Box component="dd" sx={{ display: 'inline', m: 0 }}>
            {outcome === 'updated' && (
              <>
                <Box component="del" sx={{ color: 'text.secondary' }}>
                  <span style={visuallyHidden}>was </span>
                  {say(change.old)}
                </Box>
                {' → '}
              </>
            )}
            <Box component="ins" sx={{ textDecoration: 'none', fontWeight: outcome === 'updated' ? 600 : 400 }}>
              <span style={visuallyHidden}>becomes </span>
              {say(change.new)}
            </Box>
          </Box>
        </Box>
      ))}
    </Box>
  );
}

const longest = 240;

function say(value: string | null): string {
  if (!value) return 'empty';
  return value.length > longest ? `${value.slice(0, longest)}…` : value;
}
