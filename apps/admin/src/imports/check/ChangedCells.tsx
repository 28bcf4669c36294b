import type { CheckRow } from '@app/domain';
import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';

/** The cells that matter: of a known product old → new, of a new one what it gets beside SKU and name. */
export function ChangedCells({ row: { outcome, changes } }: { row: CheckRow }) {
  const shown = outcome === 'created' ? changes.filter(({ field }) => field !== 'sku' && field !== 'name') : changes;
  return (
    <Box component="dl" sx={{ m: 0, display: 'grid', gap: 0.5 }}>
      {shown.map((change) => {
        const [was, is] = excerpts(change);
        return (
          <Box key={change.field} sx={{ overflowWrap: 'anywhere' }}>
            <Box component="dt" sx={{ display: 'inline', color: 'text.secondary' }}>
              {change.field}:{' '}
            </Box>
            <Box component="dd" sx={{ display: 'inline', m: 0 }}>
              {outcome === 'updated' && (
                <>
                  <Box component="del" sx={{ color: 'text.secondary' }}>
                    <span style={visuallyHidden}>was </span>
                    {was}
                  </Box>
                  {' → '}
                </>
              )}
              <Box component="ins" sx={{ textDecoration: 'none', fontWeight: outcome === 'updated' ? 600 : 400 }}>
                <span style={visuallyHidden}>becomes </span>
                {is}
              </Box>
            </Box>
          </Box>
        );
      })}
    </Box>
  );
}

const longest = 160;
const before = 30;

/** Both texts from shortly before they part, for a change far down a long description would not be seen otherwise. */
function excerpts({ old, new: now }: CheckRow['changes'][number]): [string, string] {
  const [was, is] = [old ?? '', now ?? ''];
  let same = 0;
  while (same < was.length && was[same] === is[same]) same++;
  const from = Math.max(was.length, is.length) > longest && same > 2 * before ? same - before : 0;
  return [excerpt(was, from), excerpt(is, from)];
}

function excerpt(text: string, from: number): string {
  if (text === '') return 'empty';
  return `${from ? '…' : ''}${text.slice(from, from + longest)}${text.length > from + longest ? '…' : ''}`;
}
