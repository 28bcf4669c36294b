import type { Duty } from './duty.js';
import { eventsIn } from './split.js';

/**
 * A row in which messages of one event each wait to be tried. Each becomes a row of its own when it was, under the id that is kept for it, and the
 * window is removed with the last: so a message that is taken at once is written once, and leaves no dead row.
 */
export type Window = Duty & { body: string; parts: number[] };

export const isWindow = (row: Duty | Window): row is Window => Boolean((row as Partial<Window>).parts);

const untried = { items: 1, state: 'open', attempts: 0, timeouts: 0, refusals: 0, suspects: 0 } as const;

/** The messages of a window. */
export const messagesOf = ({ id: window, body, parts }: Window): Duty[] =>
  eventsIn(body).map(({ id: messageId, type, position: at, json }, i) => ({
    ...untried,
    id: parts[i]!,
    messageId,
    body: json,
    at,
    unwritten: { window, type },
  }));

/** Events of a delivery `d`; of a window those that were not tried yet. */
export const itemsLeft = `(d.n_items - case when d.parts is null then 0 else (select count(*) from deliveries part where part.id = any(d.parts)) end)::int`;

/** What a window becomes that is not sent any more: a delivery of what was left of it. What that was its body does not tell, so it goes. */
export const withoutParts = `n_items = ${itemsLeft}, body = case when d.parts is null then d.body end, parts = null`;

/** Deliveries `d` that are not to be sent any more. */
export const dropping = `update deliveries d set state = 'dropped', finished_at = now(), ${withoutParts}`;
