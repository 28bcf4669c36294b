import type { Webhook } from '@app/domain';
import { Box, Typography } from '@mui/material';
import { useCanAccess, useGetList } from 'react-admin';
import { count, counted } from '../parts/count';
import { requestCost } from '../webhooks/form/requestCost';

const named = 5;
const all = { pagination: { page: 1, perPage: 1_000 }, sort: { field: 'id', order: 'ASC' } } as const;

/** Which webhooks will hear that so many products are deleted, and in how many requests. */
export function HeardBy({ products }: { products: number }) {
  const { canAccess } = useCanAccess({ resource: 'webhooks', action: 'list' });
  const { data } = useGetList<Webhook>('webhooks', { ...all, filter: { eventType: 'product.deleted' } }, { enabled: canAccess === true });
  if (!data) return null;
  if (data.length === 0) return <Typography sx={{ mb: 2 }}>No webhook hears of it.</Typography>;
  const hearing = data.filter(({ enabled }) => enabled).map((webhook) => ({ ...webhook, requests: requestsOf(webhook, products) }));
  const off = data.length - hearing.length;
  return (
    <Box sx={{ mb: 2 }}>
      {hearing.length > 0 && (
        <>
          <Typography>
            {counted(hearing.length, 'webhook')} {hearing.length === 1 ? 'gets' : 'get'} about{' '}
            {counted(
              hearing.reduce((sum, { requests }) => sum + requests, 0),
              'request',
            )}
            :
          </Typography>
          <Box component="ul" sx={{ m: 0, pl: 3 }}>
            {hearing.slice(0, named).map(({ id, url, requests }) => (
              <Typography component="li" variant="body2" key={id} sx={{ overflowWrap: 'anywhere' }}>
                {url}: {count(requests)}
              </Typography>
            ))}
            {hearing.length > named && (
              <Typography component="li" variant="body2">
                {count(hearing.length - named)} more
              </Typography>
            )}
          </Box>
        </>
      )}
      {off > 0 && <Typography>{counted(off, 'webhook is', 'webhooks are')} off, and will hear of it once switched on.</Typography>}
    </Box>
  );
}

/** As the events of no import: a summary has them in batches. */
function requestsOf(webhook: Webhook, events: number): number {
  const format = webhook.format === 'single' ? 'single' : 'batch';
  return requestCost(events, 0, { ...webhook, format }).requests;
}
