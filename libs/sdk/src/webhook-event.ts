import type { EventBatch, LogEvent, WebhookGapEvent, WebhookTestEvent } from './generated/types.gen.js';

/** What comes to a receiver: something that happened, a test, or word that something is missing. `type` tells them apart. */
export type WebhookEvent = LogEvent | WebhookTestEvent | WebhookGapEvent;

/** The events of a message that is known to be genuine, in the order in which they happened. */
export const eventsOf = (body: WebhookEvent | EventBatch): WebhookEvent[] => (body.type === 'batch' ? body.data.items : [body]);
