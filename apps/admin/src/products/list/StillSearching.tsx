import { Alert } from '@mui/material';
import { useEffect } from 'react';
import { useListContext } from 'react-admin';
import { counted } from '../../parts/count';

const again = 2_000;

/** Says that a search has not come to all of what is being written, and searches again until it has. */
export function StillSearching() {
  const { meta, refetch } = useListContext();
  const unsearched: number = meta?.unsearched ?? 0;
  useEffect(() => {
    if (!unsearched) return undefined;
    const timer = setInterval(() => void refetch(), again);
    return () => clearInterval(timer);
  }, [unsearched, refetch]);
  if (!unsearched) return null;
  return (
    <Alert severity="info" sx={{ mb: 2 }}>
      {counted(unsearched, 'change')} being written {unsearched === 1 ? 'is' : 'are'} not searched yet. This list completes itself in a
      moment.
    </Alert>
  );
}
