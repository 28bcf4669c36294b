import type { Delivery } from '@app/domain';
import { clock } from '../../parts/clock';
import { counted } from '../../parts/count';

/** "product.updated", or "500 events". */
export const sayContents = ({ type, items }: Delivery) => (type === 'batch' ? counted(items, 'event') : type);

/** "200", "no answer", and when it is tried again. */
export function sayResult({ state, attempts, lastStatus, nextAttemptAt }: Delivery): string {
  const result = attempts === 0 ? (state === 'open' ? 'not sent yet' : 'not sent') : lastStatus === null ? 'no answer' : String(lastStatus);
  return nextAttemptAt ? `${result}, again ${clock(nextAttemptAt)}` : result;
}

/** A filter that came by a link. */
export const sayFilter = (field: string, value: unknown) =>
  field === 'parentId'
    ? `Cut out of delivery ${String(value)}`
    : field === 'id'
      ? `Delivery ${String(value)}`
      : `${field}: ${String(value)}`;
