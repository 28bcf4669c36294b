import type { Webhook } from '@app/domain';
import { count, counted } from '../../parts/count';
import { fileSize } from '../../parts/fileSize';
import type { WebhookForm } from '../form/webhookForm';
import { formatTexts } from '../webhookTexts';

/** A setting and what it is set to, in words. */
const texts: Record<keyof WebhookForm, [name: string, say: (webhook: Webhook) => string]> = {
  url: ['Address', ({ url }) => url],
  description: ['What it is for', ({ description }) => description || '–'],
  eventTypes: ['Events', ({ eventTypes }) => eventTypes.map((pattern) => (pattern === '*' ? 'everything' : pattern)).join(', ')],
  format: ['How they come', ({ format }) => formatTexts[format].name],
  payload: ['Product events', ({ payload }) => (payload === 'full' ? 'with the product' : 'without the product')],
  maxItems: ['Events a request', ({ maxItems }) => `at most ${count(maxItems)}`],
  maxBytes: ['Size of a request', ({ maxBytes }) => `at most ${fileSize(maxBytes)}`],
  parallel: ['Requests at once', ({ parallel }) => count(parallel)],
  timeoutMs: ['Time-out', ({ timeoutMs }) => counted(timeoutMs / 1_000, 'second')],
  ratePerSecond: [
    'Rate',
    ({ ratePerSecond }) => (ratePerSecond === null ? 'as fast as it answers' : `at most ${count(ratePerSecond)} requests a second`),
  ],
  gzip: ['Compression', ({ gzip }) => (gzip ? 'gzip' : 'none')],
  partialAck: ['Single events of a batch', ({ partialAck }) => (partialAck ? 'may be refused' : 'come or fail with it')],
  headers: ['Its own headers', ({ headerNames }) => headerNames.join(', ') || 'none'],
};

const fields = Object.keys(texts) as (keyof WebhookForm)[];

export const sayField = (webhook: Webhook, field: keyof WebhookForm) => `${texts[field][0]}: ${texts[field][1](webhook)}`;

/** Name and value of the settings that count for its format. */
export const sayings = (webhook: Webhook): [string, string][] =>
  fields
    .filter((field) => (field === 'parallel' ? webhook.format === 'single' : !(field.startsWith('max') && webhook.format === 'single')))
    .map((field) => [texts[field][0], texts[field][1](webhook)]);
