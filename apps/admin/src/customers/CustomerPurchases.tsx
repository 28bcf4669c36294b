import type { Purchase } from '@app/domain';
import { Box, Skeleton, Typography } from '@mui/material';
import { useState } from 'react';
import { counted } from '../parts/count';
import { dollars } from '../parts/dollars';
import { CellLink } from '../parts/CellLink';
import { ImportLink } from '../parts/ImportLink';
import { Pager } from '../parts/Pager';
import { ProblemAlert } from '../parts/ProblemAlert';
import { Section } from '../parts/Section';
import { usePaged } from '../parts/usePaged';
import { UtcTime } from '../parts/UtcTime';
import { Counterpart } from '../purchases/Counterpart';
import { PurchasedProduct } from '../purchases/PurchasedProduct';
import { PurchaseState } from '../purchases/PurchaseState';
import { joined } from './joined';

/** What a customer bought, the latest first; a cancellation stands with the purchase that it cancels. */
export function CustomerPurchases({ id }: { id: number }) {
  const [page, setPage] = useState(0);
  const { data, error, refetch } = usePaged<Purchase>(`customers/${id}/purchases`, page);
  return (
    <Section title="Purchases" lead={data && counted(data.total, 'purchase or cancellation', 'purchases and cancellations')} flush>
      {error && <ProblemAlert title="The purchases could not be loaded" error={error} onRetry={() => refetch()} />}
      {!data && !error && <Skeleton variant="rectangular" height={200} sx={{ m: 2 }} />}
      {data && (
        <Box component="ul" aria-label="Purchases" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {joined(data.items).map(({ event, cancellation }) => (
            <Box component="li" key={event.id} sx={{ borderTop: 1, borderColor: 'divider', px: { xs: 2, sm: 3 }, py: 1.5 }}>
              <Event event={event} />
              {cancellation ? (
                <Box sx={{ mt: 1, pl: 2, borderLeft: 2, borderColor: 'divider' }}>
                  <Event event={cancellation} isPart />
                </Box>
              ) : (
                <Typography variant="body2" component="div" sx={{ color: 'text.secondary' }}>
                  <Counterpart purchase={event} />
                </Typography>
              )}
            </Box>
          ))}
        </Box>
      )}
      {data && <Pager total={data.total} page={page} onPage={setPage} />}
    </Section>
  );
}

/** `isPart`: it stands below the purchase that it is about, which has said what was bought. */
const Event = ({ event, isPart = false }: { event: Purchase; isPart?: boolean }) => (
  <Box sx={{ display: 'grid', gridTemplateColumns: '1fr auto', columnGap: 2, alignItems: 'baseline' }}>
    <Box sx={{ minWidth: 0, overflowWrap: 'anywhere', fontWeight: isPart ? undefined : 600 }}>
      {isPart ? <PurchaseState purchase={event} /> : <PurchasedProduct product={event.product} />}
    </Box>
    <Box sx={{ textAlign: 'right', textDecoration: event.canceledById ? 'line-through' : undefined }}>{dollars(event.amount)}</Box>
    <Box
      sx={{
        gridColumn: '1 / -1',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.5,
        color: 'text.secondary',
        fontSize: '0.875rem',
      }}
    >
      {!isPart && <PurchaseState purchase={event} />}
      <CellLink to={`/purchases/${event.id}`}>
        <UtcTime at={event.purchasedAt} />
      </CellLink>
      <span>
        import <ImportLink id={event.importId} rowNo={event.rowNo} />
      </span>
    </Box>
  </Box>
);
