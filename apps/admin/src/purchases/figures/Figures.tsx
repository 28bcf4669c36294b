import { Box, Card, CardContent, Skeleton } from '@mui/material';
import { lazy, Suspense } from 'react';
import { useListContext } from 'react-admin';
import { count } from '../../parts/count';
import { dollars } from '../../parts/dollars';
import { Fact, Facts } from '../../parts/Fact';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { usePurchaseFigures } from './usePurchaseFigures';

/** Pictures are drawn by a large library, which only this screen needs. */
const Pictures = lazy(() => import('./Pictures'));

/** What all that the list is filtered by comes to: the sums, and two pictures. */
export function Figures() {
  const { filterValues, total } = useListContext();
  const { data: figures, error, refetch, isPlaceholderData } = usePurchaseFigures(filterValues);
  if (total === 0) return null;
  if (error) return <ProblemAlert title="The sums could not be loaded" error={error} onRetry={() => refetch()} />;
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: 'minmax(0, 1fr)', mb: 2, opacity: isPlaceholderData ? 0.6 : 1 }}>
      <Card component="section" aria-label="Sums" aria-busy={!figures || isPlaceholderData}>
        <CardContent sx={{ px: { xs: 2, sm: 3 }, py: 2, '&:last-child': { pb: 2 } }}>
          {figures ? (
            <Facts>
              <Fact word="Purchases">{count(figures.purchases)}</Fact>
              <Fact word="Cancellations">{count(figures.canceled)}</Fact>
              <Fact word="Revenue of live ones">{dollars(figures.revenue)}</Fact>
              <Fact word="Canceled amount">{dollars(figures.canceledAmount)}</Fact>
              <Fact word="Customers">{count(figures.customers)}</Fact>
            </Facts>
          ) : (
            <Skeleton variant="rounded" height={52} />
          )}
        </CardContent>
      </Card>
      <Suspense fallback={<Skeleton variant="rounded" height={300} />}>
        {figures ? <Pictures figures={figures} /> : <Skeleton variant="rounded" height={300} />}
      </Suspense>
    </Box>
  );
}
