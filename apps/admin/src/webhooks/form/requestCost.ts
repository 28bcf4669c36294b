import type { WebhookForm } from './webhookForm';

type Shape = Pick<WebhookForm, 'format' | 'payload' | 'maxItems' | 'maxBytes' | 'parallel' | 'ratePerSecond'>;

/** Bytes of an event in a body, as a rule. */
const eventBytes = { full: 450, thin: 200 };

/** Requests that so many events of one import are, and the seconds that they take when an answer takes so many milliseconds. */
export function requestCost(events: number, msPerAnswer: number, shape: Shape): { requests: number; seconds: number } {
  const { format, payload, maxItems, maxBytes, parallel, ratePerSecond } = shape;
  if (format === 'summary') return { requests: 1, seconds: msPerAnswer / 1_000 };
  const perRequest = format === 'single' ? 1 : Math.max(1, Math.min(maxItems, Math.floor(maxBytes / eventBytes[payload])));
  const requests = Math.ceil(events / perRequest);
  const atOnce = format === 'single' ? parallel : 1;
  const seconds = Math.max((requests * msPerAnswer) / 1_000 / atOnce, ratePerSecond ? requests / ratePerSecond : 0);
  return { requests, seconds };
}
