import type { Webhook } from '@app/domain';
import { counted } from '../parts/count';
import { duration } from '../parts/duration';

/** "40 events, 2 min", or nothing when a webhook has got everything. */
export const sayBehind = ({ events, seconds }: Webhook['behind']): string | undefined =>
  events === 0 ? undefined : `${counted(events, 'event')}, ${duration(seconds)}`;
