import type { EventType } from '@app/domain';
import type { LoggedEvent } from '../outbox/event-log.js';

/** A run of events that is sent together. */
export type Piece = {
  events: LoggedEvent[];
  /** So many at its head are known to hold one that is refused: their elders were refused together, what came before them was taken. */
  suspects: number;
};

/**
 * Cuts a run at whose head so many events hold a refused one: half of them are sent first, all the rest waits. Taken, they leave their other
 * half suspect, which is cut without being sent; refused, they and the rest are one run again. So the first refused event of 500 is alone after
 * nine more requests, and what follows it leaves in one.
 */
export function narrowed(events: LoggedEvent[], suspects: number): Piece[] {
  const at = Math.max(1, suspects >> 1);
  return pieces([
    { events: events.slice(0, at), suspects: 0 },
    { events: events.slice(at), suspects: suspects - at },
  ]);
}

/** Cuts a run into two that are smaller. */
export function halved(events: LoggedEvent[]): Piece[] {
  const at = Math.ceil(events.length / 2);
  return pieces([
    { events: events.slice(0, at), suspects: 0 },
    { events: events.slice(at), suspects: 0 },
  ]);
}

/** Cuts a run into those events that are named, each alone, and the runs between them. */
export function apart(events: LoggedEvent[], named: (event: LoggedEvent) => boolean): (Piece & { isNamed: boolean })[] {
  const cut: (Piece & { isNamed: boolean })[] = [];
  for (const event of events) {
    const last = cut.at(-1);
    if (named(event) || !last || last.isNamed) cut.push({ events: [event], suspects: 0, isNamed: named(event) });
    else last.events.push(event);
  }
  return cut;
}

const pieces = (cut: Piece[]) => cut.filter(({ events }) => events.length);

type PlainEvent = { id: string; type: EventType; data: { productId?: number; importId?: number } };

/** The events of a body that was sent. */
export function eventsIn(body: string): LoggedEvent[] {
  const json: PlainEvent & { data: { items?: PlainEvent[] } } = JSON.parse(body);
  return (json.data.items ?? [json]).map((event) => {
    const [seq, item] = event.id.split('_').slice(-2).map(Number) as [number, number];
    const { productId, importId } = event.data;
    return { id: event.id, type: event.type, position: { seq, item }, productId, importId, json: JSON.stringify(event) };
  });
}
