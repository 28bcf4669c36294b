import type { Delivery, DeliveryDetails } from '@app/domain';
import { Box, Link, Skeleton, Typography } from '@mui/material';
import { useGetOne, useRecordContext } from 'react-admin';
import { Link as RouterLink } from 'react-router-dom';
import { CodeBlock } from '../../parts/CodeBlock';
import { ProblemAlert } from '../../parts/ProblemAlert';
import { monospace } from '../../theme';
import { refreshEvery, useMayChange } from '../useWebhooks';
import { sayDelivery } from '../webhookTexts';
import { AttemptList } from './AttemptList';
import { readableJson } from '../../parts/readableJson';
import { ResendButton } from './ResendButton';

/** One delivery: what it means, its body as it is sent, and every attempt. */
export function DeliveryPanel() {
  const delivery = useRecordContext<Delivery>()!;
  const mayChange = useMayChange();
  const isOver = delivery.state !== 'open' && delivery.state !== 'parked';
  const { data, error, refetch } = useGetOne<DeliveryDetails>(
    'deliveries',
    { id: delivery.id, meta: isOver ? delivery.attempts : undefined }, // an attempt more is something new
    { retry: false, refetchInterval: isOver ? false : refreshEvery },
  );
  if (error) return <ProblemAlert title="The delivery could not be loaded" error={error} onRetry={() => refetch()} />;
  if (!data) return <Skeleton variant="rectangular" height={200} sx={{ m: 2 }} role="progressbar" aria-label="Loading the delivery" />;
  return (
    <Box
      sx={{
        p: { xs: 2, md: 3 },
        display: 'grid',
        gap: 3,
        alignItems: 'start',
        gridTemplateColumns: { xs: 'minmax(0, 1fr)', lg: 'minmax(0, 1fr) minmax(0, 1fr)' },
        bgcolor: 'background.default',
      }}
    >
      <Box sx={{ display: 'grid', gap: 2, minWidth: 0 }}>
        <Box sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'flex-start', gap: 1.5 }}>
          <Box sx={{ flex: '1 1 240px', minWidth: 0 }}>
            <Typography>{sayDelivery(data).meaning}</Typography>
            <Typography variant="body2" sx={{ color: 'text.secondary', overflowWrap: 'anywhere' }}>
              <Box component="span" sx={{ fontFamily: monospace }}>
                {data.messageId}
              </Box>
              {data.parentId !== null && (
                <>
                  {' '}
                  · cut out of{' '}
                  <Link
                    component={RouterLink}
                    underline="always"
                    to={`/webhooks/${data.webhookId}/deliveries?filter=${encodeURIComponent(`{"id":${data.parentId}}`)}`}
                  >
                    delivery {data.parentId}
                  </Link>
                  , which was refused
                </>
              )}
              {data.state === 'split' && data.attempts > 0 && (
                <>
                  {' '}
                  ·{' '}
                  <Link
                    component={RouterLink}
                    underline="always"
                    to={`/webhooks/${data.webhookId}/deliveries?filter=${encodeURIComponent(`{"parentId":${data.id}}`)}`}
                  >
                    what it was cut into
                  </Link>
                </>
              )}
              {data.type === 'batch' && ` · ${data.eventTypes.join(', ')}`}
            </Typography>
          </Box>
          {mayChange && data.state !== 'split' && data.body !== null && <ResendButton delivery={data} />}
        </Box>
        <Body body={data.body} mayChange={mayChange} />
      </Box>
      <AttemptList tries={data.tries} />
    </Box>
  );
}

function Body({ body, mayChange }: { body: string | null; mayChange: boolean }) {
  if (body !== null) return <CodeBlock title="Body" code={readableJson(body)} copies={body} maxHeight={480} />;
  return (
    <Typography sx={{ color: 'text.secondary' }}>
      {mayChange ? 'The body is not kept any longer.' : 'Bodies are seen only by those who may change webhooks.'}
    </Typography>
  );
}
