import type { Webhook } from '@app/domain';
import { Typography } from '@mui/material';
import { counted } from '../../parts/count';
import { duration } from '../../parts/duration';
import { requestCost } from '../form/requestCost';
import { useWebhook } from '../useWebhooks';

type Props = { webhookId: number; events: number; hasChanged: boolean };

/** What so many events once more mean: number, requests, time. */
export function ReplaySize({ webhookId, events, hasChanged }: Props) {
  const { data: webhook } = useWebhook(webhookId);
  if (events === 0) return <Typography>There are no such events: nothing is to be sent.</Typography>;
  return (
    <Typography>
      {hasChanged && 'Meanwhile it is another number. '}
      <strong>{counted(events, 'event')}</strong>
      {webhook && `, ${sayCost(webhook, events)}`}. They keep their ids, so that a receiver knows those that it has; new events are not held
      up.
    </Typography>
  );
}

function sayCost(webhook: Webhook, events: number): string {
  const format = webhook.format === 'single' ? 'single' : 'batch'; // what a summary does not leave out comes in batches
  const { requests, seconds } = requestCost(events, webhook.last24Hours.p50Ms ?? 50, { ...webhook, format });
  return `${counted(requests, 'request')}, about ${duration(seconds)}`;
}
