import { lazy } from 'react';
import type { ResourceProps } from 'react-admin';

// Fetched when they are first looked at, with the charts that they draw.
const WebhookList = lazy(async () => ({ default: (await import('./list/WebhookList')).WebhookList }));
const WebhookPage = lazy(async () => ({ default: (await import('./WebhookPage')).WebhookPage }));

/** A new webhook is added in a drawer over the list; one has its address, /webhooks/:id, which is react-admin's route for `edit`. */
export const webhooks: Omit<ResourceProps, 'name'> = {
  list: WebhookList,
  create: WebhookList,
  edit: WebhookPage,
  recordRepresentation: 'url',
};
