import { keptRowErrors, type ImportJob, type RowError, type RowErrorCount } from '@app/domain';
import { useQuery } from '@tanstack/react-query';
import { Box, Button, Skeleton, Typography, useMediaQuery, type Theme } from '@mui/material';
import DownloadIcon from '@mui/icons-material/Download';
import { useState } from 'react';
import { HttpError } from 'react-admin';
import { count, counted } from '../../parts/count';
import { Pager } from '../../parts/Pager';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { usePaged } from '../../parts/usePaged';
import { httpClient } from '../../providers/httpClient';
import { resultUrl } from '../result/resultUrl';
import { ErrorSummary } from './ErrorSummary';
import { RowErrorCards } from './RowErrorCards';
import { RowErrorTable } from './RowErrorTable';

type Props = { importJob: ImportJob; severity: RowError['severity'] };

/** What is wrong with which rows, for whoever mends the file: by kind with exact numbers, then row by row. */
export function RowErrors({ importJob: { id, rejected, status }, severity }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [page, setPage] = useState(0);
  const [kind, setKind] = useState<RowErrorCount>();
  const { data: summary = [] } = useQuery({
    queryKey: ['imports', id, 'error-summary', status],
    queryFn: async () => (await httpClient(`/api/imports/${id}/errors/summary`)).json as RowErrorCount[],
  });
  const filter = { severity, ...(kind && { code: kind.code }), ...(kind?.column && { column: kind.column }) };
  const { data, error, refetch } = usePaged<RowError>(`imports/${id}/errors`, page, { filter: JSON.stringify(filter) });
  const kinds = summary.filter((one) => one.severity === severity);
  const total = kind ? kind.count : kinds.reduce((sum, one) => sum + one.count, 0);

  const choose = (next: RowErrorCount | undefined) => {
    setKind(next);
    setPage(0);
  };
  if (error instanceof HttpError && error.status === 410)
    return <Typography sx={{ p: 3, color: 'text.secondary' }}>{error.message}</Typography>;
  if (error) return <ProblemAlert title="The list could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={200} sx={{ m: 2 }} />;
  if (!data.total && !kind) {
    return (
      <Typography sx={{ p: 3, color: 'text.secondary' }}>
        {severity === 'error' ? 'No row has an error.' : 'Nothing looks suspicious.'}
      </Typography>
    );
  }
  return (
    <>
      <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: 1.5, px: { xs: 2, sm: 3 }, py: 1.5 }}>
        <ErrorSummary kinds={kinds} chosen={kind} onChoose={choose} />
        {severity === 'error' && rejected > 0 && (
          <Button startIcon={<DownloadIcon />} href={resultUrl(id, 'failed')} download sx={{ ml: { sm: 'auto' } }}>
            Download {counted(rejected, 'row')}
          </Button>
        )}
      </Box>
      {data.total < total && (
        <Typography variant="body2" sx={{ px: 2, pb: 1, color: 'text.secondary' }}>
          The first {count(keptRowErrors)} are kept and shown; there are {count(total)} in all.
        </Typography>
      )}
      {isPhone ? <RowErrorCards rowErrors={data.items} /> : <RowErrorTable rowErrors={data.items} />}
      <Pager total={data.total} page={page} onPage={setPage} />
    </>
  );
}
