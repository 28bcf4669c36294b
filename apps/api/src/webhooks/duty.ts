import type { DeliveryState, EventType } from '@app/domain';
import type { LoggedEvent, Position } from '../outbox/event-log.js';

/** A message that is to be sent, or sent again. */
export type Duty = {
  id: number;
  messageId: string;
  body: string | null;
  items: number;
  state: DeliveryState;
  attempts: number;
  timeouts: number;
  refusals: number;
  suspects: number;
  /** Where it begins in the log. */
  at: Position;
  /** Not written down yet: one event of a window, which is. */
  unwritten?: { window: number; type: EventType };
};

/** A message that is to be made: of these events, or of none (`control`). */
export type NewDuty = {
  events: LoggedEvent[];
  control?: { type: 'webhook.gap'; id: string; body: string; from: Position; to: Position };
  suspects?: number;
  parentId?: number;
  state?: DeliveryState;
  refusals?: number;
  /** Milliseconds until it is tried again. */
  delay?: number;
  /** What was accepted as part of another message has no body of its own. */
  hasBody?: boolean;
  /** Each event is a message of its own. */
  isWindow?: boolean;
};
