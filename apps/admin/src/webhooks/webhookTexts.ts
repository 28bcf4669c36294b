import type { Delivery, DeliveryState, DisabledReason, ErrorClass, Webhook, WebhookFormat } from '@app/domain';
import { clock } from '../parts/clock';
import { counted } from '../parts/count';

/** Why nothing is sent, and what to do about it. */
export const disabledTexts: Record<DisabledReason, { words: string; remedy: string }> = {
  user: {
    words: 'switched off',
    remedy: 'Nothing is sent until somebody switches it on. What happens meanwhile waits.',
  },
  failing: {
    words: 'stopped: no success for five days',
    remedy: 'Look at what the receiver answered, put it right, send a test, then switch it on: what has happened since still waits.',
  },
  gone: {
    words: 'stopped: the receiver answered 410',
    remedy:
      'It says that nobody listens at this address any more. Enter the new address in the settings, then switch it on; or delete the webhook.',
  },
  receiver: {
    words: 'stopped: the receiver asked for it',
    remedy:
      'It answered with the header “webhook-delivery: disable”. Ask whoever runs it, then switch it on: what has happened since waits.',
  },
};

/** How a webhook fares, in words. */
export function sayState({ state, disabledReason, disabledAt, failingSince, nextAttemptAt, parked }: Webhook): string {
  switch (state) {
    case 'idle':
      return 'nothing sent yet';
    case 'ok':
      return parked ? `delivering, but for ${counted(parked, 'event')} that it refuses` : 'delivering';
    case 'disabled':
      return [disabledTexts[disabledReason ?? 'user'].words, disabledAt && clock(disabledAt)].filter(Boolean).join(', ');
    case 'failing':
      return [failingSince ? `failing since ${clock(failingSince)}` : 'failing', sayNext(nextAttemptAt)].filter(Boolean).join(', ');
  }
}

const sayNext = (at: string | null) => (at && Date.parse(at) > Date.now() ? `next try ${clock(at)}` : 'trying now');

export const stateWords: Record<Webhook['state'], string> = {
  ok: 'Delivering',
  idle: 'Nothing sent yet',
  failing: 'Failing',
  disabled: 'Off',
};

export const deliveryTexts: Record<DeliveryState, { word: string; meaning: string }> = {
  open: { word: 'To be sent', meaning: 'It is next, or waits until the receiver is back.' },
  delivered: { word: 'Delivered', meaning: 'The receiver answered 2xx.' },
  split: { word: 'Split', meaning: 'The receiver refused it; it was cut into smaller ones to find what it minds.' },
  parked: { word: 'Parked', meaning: 'The receiver refuses this one. It is tried again by itself, while the others go on.' },
  dead: { word: 'Given up', meaning: 'It is not tried again by itself.' },
  dropped: { word: 'Skipped', meaning: 'Somebody chose not to send what had waited.' },
};

/** A rest is cut anew, with or without what was refused before it; nobody was asked to take it as it was. */
const neverSent = {
  word: 'Cut anew',
  meaning: 'It was never sent: it was cut anew while the event that the receiver minds was looked for. Its events are in other deliveries.',
};

export const sayDelivery = ({ state, attempts }: Pick<Delivery, 'state' | 'attempts'>) =>
  state === 'split' && !attempts ? neverSent : deliveryTexts[state];

export const formatTexts: Record<WebhookFormat, { name: string; meaning: string }> = {
  batch: { name: 'Batches', meaning: 'Many events in a request; a single edit comes alone.' },
  single: { name: 'One by one', meaning: 'Each event in a request of its own.' },
  summary: {
    name: 'Summaries',
    meaning: 'As batches, but of an import only that it is over, with its counts and where to read the changes.',
  },
};

/** What went wrong with a request, and what helps. */
export function sayFault(errorClass: ErrorClass, status: number | null): string {
  if (errorClass === 'status' && status !== null) return sayStatus(status);
  return faults[errorClass];
}

const faults: Record<ErrorClass, string> = {
  status: 'The receiver did not answer with 2xx.',
  timeout: 'The answer did not come in time. A receiver should answer first and do its work afterwards; the time-out is in the settings.',
  dns: 'The name of the host is not known. Check the spelling of the address.',
  connect: 'Nobody takes connections there. Check that the receiver runs, and that its port is the one in the address.',
  tls: 'No safe connection came about: the certificate has expired, is for another name, or comes from an issuer that nobody knows. Renew it at the receiver.',
  redirect: 'The receiver sends us elsewhere, and webhooks do not follow. Enter the address that it leads to.',
  refused_address:
    'The address lies in a private network, where webhooks do not go; nothing was sent. Use a public address. For development the server can allow ranges by WEBHOOK_ALLOW_PRIVATE.',
  response_too_large: 'The answer went on and on. A few bytes are enough, or none at all.',
  connection_lost: 'The connection broke before the answer was whole.',
};

function sayStatus(status: number): string {
  if (status === 401 || status === 403) return 'The receiver does not know us. Check its secret, or the headers that it wants.';
  if (status === 404 || status === 405) return 'At this address nothing takes webhooks. Check the path.';
  if (status === 410) return 'The receiver says that this address is gone for good.';
  if (status === 413) return 'The body is too large for the receiver. Send fewer events or bytes a request.';
  if (status === 429) return 'The receiver asks us to go slower. Set a rate in the settings.';
  if (status >= 500) return 'The receiver broke while it worked on this. Its own log knows more.';
  if (status >= 400) return 'The receiver refuses this message. Its answer may say why.';
  return faults.status;
}
