import type { NewWebhook, Webhook, WebhookChanges } from '@app/domain';
import { HttpError } from 'react-admin';

type Header = { name: string; value: string };

/** A webhook as the form holds it: its own headers are rows; none, as long as those that are sealed stay. */
export type WebhookForm = Omit<Required<NewWebhook>, 'headers' | 'enabled'> & { headers: Header[] | null };

export const blankForm: WebhookForm = {
  url: '',
  eventTypes: ['*'],
  description: '',
  format: 'batch',
  payload: 'full',
  gzip: false,
  maxItems: 500,
  maxBytes: 262_144,
  parallel: 1,
  timeoutMs: 15_000,
  ratePerSecond: null,
  partialAck: false,
  headers: [],
};

const fields = Object.keys(blankForm).filter((field) => field !== 'headers') as Exclude<keyof WebhookForm, 'headers'>[];

export const asForm = (webhook: Webhook): WebhookForm =>
  ({
    ...Object.fromEntries(fields.map((field) => [field, webhook[field]])),
    headers: webhook.headerNames.length ? null : [],
  }) as WebhookForm;

const headersOf = (rows: Header[]) => Object.fromEntries(rows.map(({ name, value }) => [name.trim(), value ?? '']));

export const newWebhookOf = ({ headers, ...form }: WebhookForm): NewWebhook => ({
  ...form,
  enabled: true,
  headers: headersOf(headers ?? []),
});

/** Only what is otherwise than it was: so what others have changed meanwhile stays theirs. */
export function changesOf(form: WebhookForm, before: Webhook): WebhookChanges {
  const changed = fields.filter((field) => JSON.stringify(form[field]) !== JSON.stringify(before[field]));
  const headersChanged = form.headers !== null && (form.headers.length > 0 || before.headerNames.length > 0);
  return {
    ...Object.fromEntries(changed.map((field) => [field, form[field]])),
    ...(headersChanged && { headers: headersOf(form.headers!) }),
  };
}

/** What was refused, at the fields of the form. Nothing when it is about no field. */
export function fieldErrors(error: unknown, { headers }: WebhookForm): Record<string, unknown> | undefined {
  const errors: Record<string, string> | undefined = error instanceof HttpError ? error.body?.errors : undefined;
  if (!errors) return undefined;
  const rows: Record<number, { value: string }> = {};
  const others: Record<string, string> = {};
  for (const [place, message] of Object.entries(errors)) {
    const row = headers?.findIndex(({ name }) => place === `headers/${name.trim()}`) ?? -1;
    const [field] = place.split('/') as [string];
    if (row >= 0) rows[row] = { value: message };
    else others[field in blankForm && field !== 'headers' ? field : 'root.serverError'] = message;
  }
  return { ...others, ...(Object.keys(rows).length && { headers: rows }) };
}
