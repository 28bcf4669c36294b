import type { Product, ProductVersion } from '@app/domain';
import RestoreIcon from '@mui/icons-material/Restore';
import { Box, Button, Typography } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { CanAccess } from 'react-admin';
import { ConfirmDialog } from '../../parts/ConfirmDialog';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { RelativeTime } from '../../parts/RelativeTime';
import { Who } from '../../parts/Who';
import { httpClient } from '../../providers/httpClient';
import { changedFields, flatten, wholeField } from '../productFields';
import { FieldChange } from './FieldChange';
import { isStale, useRestore } from './useRestore';

type Props = {
  id: number;
  version: ProductVersion;
  listedBefore: ProductVersion | undefined;
  /** The version that the product has now, or that of its deletion; nothing where that is not known. */
  newest: number | undefined;
  onRestored: (product: Product) => void;
};

/** One version: what was done, by whom, when, and the way back to it. */
export function HistoryEntry({ id, version, listedBefore, newest, onRestored }: Props) {
  const number = version.version;
  const isNext = listedBefore?.version === number - 1;
  // A list cuts descriptions; one that has changed is compared whole.
  const tellsDescription = version.changed.includes('description');
  const isListed = isNext && !(tellsDescription && listedBefore.descriptionCut);
  const isWhole = !(tellsDescription && version.descriptionCut);
  const { data: readBefore } = useVersion(id, number - 1, !isListed && version.changed.length > 0);
  const { data: readAfter } = useVersion(id, number, !isWhole);
  const before = isListed ? listedBefore : readBefore;
  const after = isWhole ? version : readAfter;
  const deed = version.isDeletion ? 'Deleted' : version.isCreation ? (number === 1 ? 'Added' : 'Brought back') : 'Changed';
  const [was, is] = [before && flatten(before), after && flatten(after)];
  const changes = was && is ? changedFields(was, is).filter((field) => version.changed.includes(wholeField(field))) : [];

  return (
    <Box component="li" sx={{ py: 2, borderBottom: 1, borderColor: 'divider', '&:last-of-type': { borderBottom: 0 } }}>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'baseline', columnGap: 1 }}>
        <Typography component="h3" sx={{ fontWeight: 600 }}>
          {deed}
        </Typography>
        <Typography sx={{ color: 'text.secondary', flexGrow: 1 }}>
          <RelativeTime at={version.at} />
          {version.actor && (
            <>
              {' '}
              by <Who actor={version.actor} />
            </>
          )}
        </Typography>
        {version.isCurrent ? (
          <Typography variant="body2" sx={{ color: 'text.secondary' }}>
            as it is now
          </Typography>
        ) : (
          !version.isDeletion && <RestoreButton id={id} version={version} newest={newest} onRestored={onRestored} />
        )}
      </Box>
      {changes.map((field) => (
        <FieldChange key={field} field={field} before={was![field]} after={is![field]} />
      ))}
    </Box>
  );
}

const useVersion = (id: number, number: number, enabled: boolean) =>
  useQuery({
    queryKey: ['products', 'version', id, number],
    queryFn: async () => (await httpClient(`/api/products/${id}/versions/${number}`)).json as ProductVersion,
    enabled,
    retry: false,
  });

/** Asks, then makes the product again what it was in this version. When someone else was faster nothing is written, and it asks again. */
function RestoreButton({ id, version, newest, onRestored }: Omit<Props, 'listedBefore'>) {
  const [asking, setAsking] = useState(false);
  const [seen, setSeen] = useState<number>();
  const { mutate, isPending, error, reset } = useRestore(id);
  const ask = () => {
    setSeen(newest); // what is written while the question stands was not seen
    reset();
    setAsking(true);
  };
  const restore = () =>
    mutate(
      { version: version.version, seen },
      {
        onSuccess: (product) => {
          setAsking(false);
          onRestored(product);
        },
        onError: (problem) => isStale(problem) && setSeen(problem.body.current?.version),
      },
    );
  return (
    <CanAccess resource="products" action="edit">
      <Button size="small" startIcon={<RestoreIcon />} onClick={ask}>
        Restore this version
      </Button>
      <ConfirmDialog
        open={asking}
        title="Restore this version?"
        confirm="Restore"
        cancel="Leave it"
        busy={isPending}
        harmless
        onConfirm={restore}
        onClose={() => setAsking(false)}
      >
        <Typography sx={{ overflowWrap: 'anywhere' }}>
          The product becomes <strong>{version.name}</strong> ({version.sku}) again, with all fields as they were{' '}
          <RelativeTime at={version.at} />. What it is now stays in the history.
        </Typography>
        {error && <ProblemAlert title="Not restored" error={error} />}
      </ConfirmDialog>
    </CanAccess>
  );
}
