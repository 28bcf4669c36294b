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
import { changedFields, flatten } from '../productFields';
import { FieldChange } from './FieldChange';
import { useRestore } from './useRestore';

type Props = {
  id: number;
  version: ProductVersion;
  listedBefore: ProductVersion | undefined;
  onRestored: (product: Product) => void;
};

/** One version: what was done, by whom, when, and the way back to it. */
export function HistoryEntry({ id, version, listedBefore, onRestored }: Props) {
  const number = version.version;
  const isNext = listedBefore?.version === number - 1;
  const { data: read } = useQuery({
    queryKey: ['products', 'version', id, number - 1],
    queryFn: async () => (await httpClient(`/api/products/${id}/versions/${number - 1}`)).json as ProductVersion,
    enabled: !isNext && version.changed.length > 0,
    retry: false,
  });
  const before = isNext ? listedBefore : read;
  const deed = version.isDeletion ? 'Deleted' : version.isCreation ? (number === 1 ? 'Added' : 'Brought back') : 'Changed';
  const [was, is] = [before && flatten(before), flatten(version)];
  const changes = was && !version.isDeletion ? changedFields(was, is) : [];

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
          !version.isDeletion && <RestoreButton id={id} version={version} onRestored={onRestored} />
        )}
      </Box>
      {changes.map((field) => (
        <FieldChange
          key={field}
          field={field}
          before={was![field]}
          after={is[field]}
          isCut={field === 'description' && (version.descriptionCut || before!.descriptionCut)}
        />
      ))}
    </Box>
  );
}

/** Asks, then makes the product again what it was in this version. */
function RestoreButton({ id, version, onRestored }: Omit<Props, 'listedBefore'>) {
  const [asking, setAsking] = useState(false);
  const { mutate, isPending, error } = useRestore(id);
  const restore = () =>
    mutate(
      { version: version.version },
      {
        onSuccess: (product) => {
          setAsking(false);
          onRestored(product);
        },
      },
    );
  return (
    <CanAccess resource="products" action="edit">
      <Button size="small" startIcon={<RestoreIcon />} onClick={() => setAsking(true)}>
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
