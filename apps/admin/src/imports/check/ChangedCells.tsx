import type { CheckRow, ImportKindName } from '@app/domain';
import { Box } from '@mui/material';
import { visuallyHidden } from '@mui/utils';
import { kindViews } from '../kinds';

/** The cells that matter: of what is known old → new, of what is new all that is not said beside it. */
export function ChangedCells({ kind, row: { outcome, changes } }: { kind: ImportKindName; row: CheckRow }) {
  const shown = outcome === 'created' ? changes.filter(({ field }) => !kindViews[kind].row.fields.includes(field)) : changes;
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
