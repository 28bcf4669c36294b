import type { RowErrorCount } from '@app/domain';
import { Box, Chip } from '@mui/material';
import { count } from '../../parts/count';
import { sayKind } from './rowErrorTexts';

type Props = { kinds: RowErrorCount[]; chosen?: RowErrorCount; onChoose: (kind: RowErrorCount | undefined) => void };

const isSame = (a: RowErrorCount | undefined, b: RowErrorCount) => a?.code === b.code && a.column === b.column;

/** How often what is wrong; a click shows these only, another one all again. */
export const ErrorSummary = ({ kinds, chosen, onChoose }: Props) => (
  <Box role="group" aria-label="Filter by what is wrong" sx={{ display: 'flex', flexWrap: 'wrap', gap: 1, minWidth: 0 }}>
    {[...kinds]
      .sort((a, b) => b.count - a.count)
      .map((kind) => {
        const active = isSame(chosen, kind);
        return (
          <Chip
            key={`${kind.code} ${kind.column}`}
            label={`${count(kind.count)} × ${sayKind(kind)}`}
            onClick={() => onChoose(active ? undefined : kind)}
            onDelete={active ? () => onChoose(undefined) : undefined}
            aria-pressed={active}
            color={active ? 'primary' : 'default'}
            variant={active ? 'filled' : 'outlined'}
            sx={{ maxWidth: '100%' }}
          />
        );
      })}
  </Box>
);
