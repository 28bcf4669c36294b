import { Card, Skeleton, TablePagination, Typography, useMediaQuery, type Theme } from '@mui/material';
import { useState } from 'react';
import { count } from '../parts/count';
import { ProblemAlert } from '../parts/ProblemAlert';
import { RowErrorCards } from './RowErrorCards';
import { RowErrorTable } from './RowErrorTable';
import { rowErrorsPerPage, useRowErrors } from './useRowErrors';

type Props = { importId: number; rejected: number };

/** What is wrong with which rows, for whoever mends the file. */
export function RowErrors({ importId, rejected }: Props) {
  const isPhone = useMediaQuery<Theme>((theme) => theme.breakpoints.down('sm'));
  const [page, setPage] = useState(0);
  const { data, error, refetch } = useRowErrors(importId, page);
  return (
    <Card component="section" aria-labelledby="row-errors">
      <Typography variant="h2" id="row-errors" sx={{ px: 2, pt: 2, pb: 1 }}>
        Rejected rows
      </Typography>
      {error && <ProblemAlert title="The list could not be loaded" error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={200} sx={{ m: 2 }} />}
      {data && (
        <>
          {data.total < rejected && (
            <Typography variant="body2" sx={{ px: 2, pb: 1, color: 'text.secondary' }}>
              The first {count(data.total)} errors are kept; {count(rejected)} rows were rejected.
            </Typography>
          )}
          {isPhone ? <RowErrorCards rowErrors={data.rowErrors} /> : <RowErrorTable rowErrors={data.rowErrors} />}
          {data.total > rowErrorsPerPage && (
            <TablePagination
              component="div"
              count={data.total}
              page={page}
              onPageChange={(_, next) => setPage(next)}
              rowsPerPage={rowErrorsPerPage}
              rowsPerPageOptions={[]}
              labelDisplayedRows={({ from, to, count: total }) => `${count(from)}–${count(to)} of ${count(total)}`}
            />
          )}
        </>
      )}
    </Card>
  );
}
