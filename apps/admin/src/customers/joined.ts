import type { Purchase } from '@app/domain';

export type JoinedPurchase = { event: Purchase; cancellation?: Purchase };

/** Puts each cancellation to its purchase, where both are there; the others keep their place. */
export function joined(events: Purchase[]): JoinedPurchase[] {
  const byId = new Map(events.map((event) => [event.id, event]));
  return events
    .filter(({ cancelsId }) => cancelsId === null || !byId.has(cancelsId))
    .map((event) => ({ event, cancellation: event.canceledById === null ? undefined : byId.get(event.canceledById) }));
}
