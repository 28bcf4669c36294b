import { productLimits, type KeptProduct } from '@app/domain';
import { Link, Skeleton, Table, TableBody, TableCell, TableContainer, TableHead, TableRow } from '@mui/material';
import { useState } from 'react';
import { Link as RouterLink } from 'react-router-dom';
import { count } from './count';
import { Pager } from './Pager';
import { ProblemAlert } from './ProblemAlert';
import { RelativeTime } from './RelativeTime';
import { usePaged } from './usePaged';
import { monospace } from '../theme';
import { Who } from './Who';

const reasons: Record<KeptProduct['reason'], string> = {
  changed: 'Changed since',
  deleted: 'Deleted since',
  sku_taken: 'Another product has this SKU now',
  too_many_attributes: `It has ${count(productLimits.attributes)} attributes, which is the most`,
};

/** The product is gone; shown is the one that has its SKU now. */
const holderOf = (sku: string) => `/products?${new URLSearchParams({ filter: JSON.stringify({ sku_eq: sku }) })}`;

/** Products that were left as they are, why, by whom they were changed, and when. `path`: which list of the API. */
export function KeptProducts({ path }: { path: string }) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = usePaged<KeptProduct>(path, page);
  if (error) return <ProblemAlert title="The products could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={120} sx={{ m: 2 }} />;
  return (
    <>
      <TableContainer>
        <Table size="small" aria-label="Products kept">
          <TableHead>
            <TableRow>
              <TableCell>SKU</TableCell>
              <TableCell>Why</TableCell>
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
                    <Link component={RouterLink} to={reason === 'sku_taken' ? holderOf(sku) : `/products/${productId}`}>
                      {sku}
                    </Link>
                  )}
                </TableCell>
                <TableCell>{reasons[reason]}</TableCell>
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
