import type { KeptProduct } from '@app/domain';
import { Link, Skeleton, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { Pager } from '../../parts/Pager';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { RelativeTime } from '../../parts/RelativeTime';
import { usePaged } from '../../parts/usePaged';
import { monospace } from '../../theme';
import { Who } from '../Who';

/** Products that a revert left as they are, by whom they were changed, and when. */
export function KeptProducts({ importId }: { importId: number }) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = usePaged<KeptProduct>(`imports/${importId}/kept`, page);
  if (error) return <ProblemAlert title="The products could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={120} sx={{ m: 2 }} />;
  return (
    <>
      <TableContainer>
        <Table size="small" aria-label="Products kept">
          <TableHead>
            <TableRow>
              <TableCell>SKU</TableCell>
              <TableCell>Since</TableCell>
              <TableCell>By</TableCell>
              <TableCell>When</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {data.items.map(({ productId, sku, reason, actor, at }) => (
              <TableRow key={productId}>
                <TableCell sx={{ fontFamily: monospace, fontSize: '0.8125rem', overflowWrap: 'anywhere' }}>
                  {reason === 'deleted' ? (
                    sku
                  ) : (
                    <Link component={RouterLink} to={`/products/${productId}`}>
                      {sku}
                    </Link>
                  )}
                </TableCell>
                <TableCell>{reason}</TableCell>
                <TableCell>{actor ? <Who actor={actor} /> : '–'}</TableCell>
                <TableCell>{at ? <RelativeTime at={at} /> : '–'}</TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </TableContainer>
      <Pager total={data.total} page={page} onPage={setPage} />
    </>
  );
}
