import type { ImportCheck, ImportKindName } from '@app/domain';
import { Typography } from '@mui/material';
import { count, counted } from '../../parts/count';
import { plainDate } from '../../parts/plainDate';
import { RelativeTime } from '../../parts/RelativeTime';
import { revertibleUntil } from '../../parts/revertibleUntil';
import { kindViews } from '../kinds';

/** What a confirmation does, as one sentence to decide by. */
export function CheckSentence({ kind, check }: { kind: ImportKindName; check: ImportCheck }) {
  const { created, updated, unchanged, rejected, superseded, deactivated, changes, changedSince, comparedAt } = check;
  const { canRevert } = kindViews[kind];
  const parts = [
    created > 0 && `create ${count(created)}`,
    updated > 0 && `change ${count(updated)}`,
    unchanged > 0 && `leave ${count(unchanged)}`,
    rejected > 0 && `skip ${count(rejected)}`,
  ].filter((part): part is string => Boolean(part));
  const sentence = parts.join(', ') || 'do nothing: the file has no rows';
  return (
    <>
      <Typography sx={{ mt: 2.5, fontSize: '1.125rem', fontWeight: 600 }}>
        {sentence.charAt(0).toUpperCase() + sentence.slice(1)}
        {changes > 0 && canRevert ? `; can be reverted until ${plainDate(revertibleUntil(new Date(comparedAt)))}.` : '.'}
        {changes > 0 && !canRevert && ' This kind of import cannot be undone.'}
      </Typography>
      <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>
        {superseded > 0 && `${counted(superseded, 'row')} superseded: the same comes again further down, and the last one counts. `}
        {deactivated > 0 && `${counted(deactivated, 'active product')} would be switched off. `}
        {changedSince > 0 && `What ${counted(changedSince, 'row is', 'rows are')} about was changed by others since. `}
        Compared with what is stored <RelativeTime at={comparedAt} />; it waits for you 24 hours.
      </Typography>
    </>
  );
}
