import type { Customer } from '@app/domain';
import { Box, Card, CardContent, CircularProgress, Link } from '@mui/material';
import { HttpError, useGetOne, useRequireAccess } from 'react-admin';
import { Link as RouterLink, useParams } from 'react-router-dom';
import { count } from '../parts/count';
import { dollars } from '../parts/dollars';
import { Fact, Facts } from '../parts/Fact';
import { Page } from '../parts/Page';
import { ProblemAlert } from '../parts/ProblemAlert';
import { UtcTime } from '../parts/UtcTime';
import { OpenIrregularities } from '../irregularities/OpenIrregularities';
import { AddressTimeline } from './AddressTimeline';
import { CustomerPurchases } from './CustomerPurchases';
import { fullName, place } from './customerTexts';

/** One customer: where they lived and live, and what they bought. */
export function CustomerPage() {
  const id = Number(useParams().id);
  const { isPending: isPendingAccess } = useRequireAccess({ resource: 'customers', action: 'show' });
  const { data, error, isPending, refetch } = useGetOne<Customer>('customers', { id }, { enabled: !isPendingAccess });
  if (data) return <Shown customer={data} />;
  const missing = error instanceof HttpError && error.status === 404;
  return (
    <Page title="Customer" width={1400}>
      {isPending && <CircularProgress aria-label="Loading the customer" />}
      {error && (
        <ProblemAlert
          title={missing ? 'There is no such customer' : 'The customer could not be loaded'}
          error={error}
          onRetry={missing ? undefined : () => refetch()}
        />
      )}
    </Page>
  );
}

function Shown({ customer }: { customer: Customer }) {
  const { id, customerId, address, purchases, live, spent, lastPurchaseAt, irregularities } = customer;
  return (
    <Page
      title={fullName(customer)}
      lead={
        <>
          Customer {customerId}
          {address && ` · ${place(address)}`} ·{' '}
          <Link component={RouterLink} to="/customers" underline="always">
            all customers
          </Link>
        </>
      }
      width={1400}
    >
      <Card component="section" aria-label="Numbers" sx={{ mb: 2 }}>
        <CardContent sx={{ p: { xs: 2, sm: 3 }, '&:last-child': { pb: { xs: 2, sm: 3 } } }}>
          <Facts>
            <Fact word="Purchases">{count(purchases)}</Fact>
            <Fact word="Live">{count(live)}</Fact>
            <Fact word="Spent">{dollars(spent)}</Fact>
            <Fact word="Last purchase">{lastPurchaseAt ? <UtcTime at={lastPurchaseAt} withTime={false} /> : '–'}</Fact>
            <Fact word="Open irregularities">
              <OpenIrregularities customerId={customerId} number={irregularities} />
            </Fact>
          </Facts>
        </CardContent>
      </Card>
      <Box
        sx={{
          display: 'grid',
          gap: 2,
          alignItems: 'start',
          gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(300px, 1fr) minmax(0, 2fr)' },
        }}
      >
        <AddressTimeline id={id} />
        <CustomerPurchases id={id} />
      </Box>
    </Page>
  );
}
