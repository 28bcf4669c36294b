import type { Delivery, Webhook } from '@app/domain';
import { Card, Typography, useMediaQuery, type Theme } from '@mui/material';
import { ListBase, ListView } from 'react-admin';
import { useSearchParams } from 'react-router-dom';
import { ListError } from '../../parts/ListError';
import { ListPages } from '../../parts/ListPages';
import { listSx } from '../../parts/listSx';
import { refreshEvery } from '../useWebhooks';
import { DeliveryCards } from './DeliveryCards';
import { DeliveryFilters } from './DeliveryFilters';
import { DeliveryTable } from './DeliveryTable';

/** Searched for among all that was sent, and so asked less often: other filters go by an index. */
const searches = /"(eventType|importId|createdAt_\w+)"/;

/** What was sent, newest first, and what came back. The address alone holds what is shown. */
export function DeliveriesTab({ webhook: { id } }: { webhook: Webhook }) {
  const isNarrow = useMediaQuery<Theme>((theme) => theme.breakpoints.down('md'));
  const [address] = useSearchParams();
  return (
    <ListBase<Delivery>
      resource={`webhooks/${id}/deliveries`}
      perPage={25}
      sort={{ field: 'id', order: 'DESC' }}
      storeKey={false}
      queryOptions={{ refetchInterval: searches.test(address.get('filter') ?? '') ? 10 * refreshEvery : refreshEvery }}
    >
      <ListView
        title={false}
        actions={<DeliveryFilters webhookId={id} />}
        pagination={<ListPages />}
        empty={<NothingSent />}
        error={<ListError what="Deliveries" />}
        sx={listSx}
      >
        {isNarrow ? <DeliveryCards /> : <DeliveryTable webhookId={id} />}
      </ListView>
    </ListBase>
  );
}

const NothingSent = () => (
  <Card sx={{ px: 3, py: 8, textAlign: 'center' }}>
    <Typography variant="h2">Nothing was sent yet</Typography>
    <Typography sx={{ color: 'text.secondary', mt: 0.5 }}>
      Deliveries appear here as soon as something happens that this webhook has asked for. Tests are not among them.
    </Typography>
  </Card>
);
