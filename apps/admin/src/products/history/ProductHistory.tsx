import type { Product, ProductVersion } from '@app/domain';
import { Alert, Box, Button, MenuItem, Skeleton, TextField } from '@mui/material';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Pager } from '../../parts/Pager';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { readPage, rowsPerPage } from '../../parts/usePaged';
import { HistoryEntry } from './HistoryEntry';
import { useRestore } from './useRestore';

const fields = [
  ['', 'All fields'],
  ['sku', 'SKU'],
  ['name', 'Name'],
  ['description', 'Description'],
  ['active', 'Active'],
  ['attributes', 'Attributes'],
] as const;

/** What a product was, newest first: who changed it, when, and each field from old to new. */
export function ProductHistory({ id, current }: { id: number; current: Product | undefined }) {
  const [field, setField] = useState('');
  const [page, setPage] = useState(0);
  const [restored, setRestored] = useState<{ product: Product; wasDeleted: boolean }>();
  // One more than is shown: the last one is compared with the one before it.
  const { data, error, refetch } = useQuery({
    queryKey: ['products', 'versions', id, current?.version, field, page],
    queryFn: () =>
      readPage<ProductVersion>(
        `products/${id}/versions`,
        page * rowsPerPage,
        rowsPerPage + 1,
        field ? { filter: JSON.stringify({ field }) } : {},
      ),
    placeholderData: keepPreviousData,
  });
  const newest = current?.version ?? (page === 0 && !field ? data?.items[0]?.version : undefined); // or that of its deletion

  return (
    <Box sx={{ px: 3, py: 2 }}>
      <TextField
        select
        size="small"
        label="Changes of"
        value={field}
        onChange={(event) => {
          setField(event.target.value);
          setPage(0);
        }}
        slotProps={{ select: { displayEmpty: true }, inputLabel: { shrink: true } }}
        sx={{ minWidth: 180, mb: 1 }}
      >
        {fields.map(([value, label]) => (
          <MenuItem key={value} value={value}>
            {label}
          </MenuItem>
        ))}
      </TextField>
      {restored && restored.product.version === current?.version && <Restored {...restored} />}
      {error && <ProblemAlert title="The history could not be loaded" error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={160} />}
      {data?.items.length === 0 && <Alert severity="info">Nothing of it has changed since it is kept.</Alert>}
      <Box component="ol" aria-label="Versions" sx={{ m: 0, p: 0, listStyle: 'none' }}>
        {data?.items.slice(0, rowsPerPage).map((version, at) => (
          <HistoryEntry
            key={version.version}
            id={id}
            version={version}
            listedBefore={data.items[at + 1]}
            newest={newest}
            onRestored={(product) => setRestored({ product, wasDeleted: !current })}
          />
        ))}
      </Box>
      {data && <Pager total={data.total} page={page} onPage={setPage} />}
    </Box>
  );
}

/** Said here and not in a toast: no focus gets out of the drawer. What was deleted before has no state to go back to; it can be deleted. */
function Restored({ product: { id, version }, wasDeleted }: { product: Product; wasDeleted: boolean }) {
  const { mutate, isPending, error } = useRestore(id);
  if (error) return <ProblemAlert title="Not undone" error={error} />;
  return (
    <Alert
      severity="success"
      sx={{ mb: 1 }}
      action={
        !wasDeleted && (
          <Button color="inherit" loading={isPending} onClick={() => mutate({ version: version - 1, seen: version })}>
            Undo
          </Button>
        )
      }
    >
      The product is as it was.
    </Alert>
  );
}
