import type { Purchase } from '@app/domain';
import { useGetManyAggregate } from 'react-admin';
import { CellLink } from '../parts/CellLink';
import { utcDay } from '../parts/UtcTime';

/** Of which day what an event cancels is, or its own cancellation; nothing for a purchase that is live. */
export function Counterpart({ purchase: { status, cancelsId, canceledById } }: { purchase: Purchase }) {
  const id = cancelsId ?? canceledById;
  const { data = [] } = useGetManyAggregate<Purchase>('purchases', { ids: id ? [id] : [] }, { enabled: id !== null });
  const day = data[0] ? utcDay(data[0].purchasedAt) : '…';
  if (id === null) return status === 'canceled' ? <>no purchase known</> : null;
  return status === 'canceled' ? (
    <CellLink to={`/purchases/${id}`} aria-label={`Cancels the purchase of ${day}`}>
      of {day}
    </CellLink>
  ) : (
    <CellLink to={`/purchases/${id}`} aria-label={`Canceled on ${day}`}>
      on {day}
    </CellLink>
  );
}
