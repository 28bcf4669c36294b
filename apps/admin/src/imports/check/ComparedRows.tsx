import type { CheckOutcome, CheckRow, ImportJob } from '@app/domain';
import { Skeleton, Typography, useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { Pager } from '../../parts/Pager';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { usePaged } from '../../parts/usePaged';
import { ComparedCards } from './ComparedCards';
import { ComparedTable } from './ComparedTable';

const none: Record<CheckOutcome, string> = {
  created: 'Nothing would be new.',
  updated: 'Nothing would change.',
  unchanged: 'No row is equal to what is stored.',
};

/** The rows of one outcome, page by page. */
export function ComparedRows({ importJob: { id, kind }, outcome }: { importJob: ImportJob; outcome: CheckOutcome }) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [page, setPage] = useState(0);
  const { data, error, refetch } = usePaged<CheckRow>(`imports/${id}/check`, page, { outcome });
  if (error) return <ProblemAlert title="The rows could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={240} sx={{ m: 2 }} />;
  if (!data.total) return <Typography sx={{ p: 3, color: 'text.secondary' }}>{none[outcome]}</Typography>;
  return (
    <>
      {isPhone ? (
        <ComparedCards kind={kind} rows={data.items} outcome={outcome} />
      ) : (
        <ComparedTable kind={kind} rows={data.items} outcome={outcome} />
      )}
      <Pager total={data.total} page={page} onPage={setPage} />
    </>
  );
}
