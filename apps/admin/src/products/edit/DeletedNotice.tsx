import type { ProductVersion } from '@app/domain';
import RestoreIcon from '@mui/icons-material/RestoreFromTrashOutlined';
import { Alert, AlertTitle, Box, Button } from '@mui/material';
import { useQuery } from '@tanstack/react-query';
import { HttpError } from 'react-admin';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { readPage } from '../../parts/usePaged';
import { RelativeTime } from '../../parts/RelativeTime';
import { Who } from '../../parts/Who';
import { useRestore } from '../history/useRestore';

export const isGone = (error: unknown): boolean => error instanceof HttpError && error.status === 404;

/** A product that is not there any more: by whom, when, and the way back. */
export function DeletedNotice({ id }: { id: number }) {
  const { mutate, isPending, error } = useRestore(id);
  const { data } = useQuery({
    queryKey: ['products', 'deleted', id],
    queryFn: () => readPage<ProductVersion>(`products/${id}/versions`, 0, 2),
    retry: false,
  });
  const [deletion] = data?.items ?? [];
  if (!deletion?.isDeletion) {
    return (
      <Box sx={{ px: 3 }}>
        <Alert severity="warning">There is no such product.</Alert>
      </Box>
    );
  }
  return (
    <Box sx={{ px: 3 }}>
      <Alert severity="warning" sx={{ overflowWrap: 'anywhere' }}>
        <AlertTitle>Deleted meanwhile</AlertTitle>
        {deletion.name} ({deletion.sku}) was deleted <RelativeTime at={deletion.at} />
        {deletion.actor && (
          <>
            {' '}
            by <Who actor={deletion.actor} />
          </>
        )}
        .
        <Box sx={{ mt: 1.5 }}>
          <Button
            variant="outlined"
            color="inherit"
            startIcon={<RestoreIcon />}
            loading={isPending}
            onClick={() => mutate({ version: deletion.version, seen: deletion.version })}
          >
            Restore it
          </Button>
        </Box>
      </Alert>
      {error && <ProblemAlert title="Not restored" error={error} />}
    </Box>
  );
}
