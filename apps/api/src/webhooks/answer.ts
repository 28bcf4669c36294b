import type { Answer } from './webhook-client.js';

/**
 * What an answer means. `refused`: this message is not wanted, others may be; `too_large`: neither is it, but its parts may be; `partly`: all but
 * the events that it names are taken; `failed`: the receiver cannot take anything now.
 */
export type Verdict = 'delivered' | 'partly' | 'refused' | 'too_large' | 'failed';

const refusals = [400, 409, 415, 422, 431];

/** What becomes of a message, from the answer to it. Whether it asks to be left alone for good (`asksToStop`) is another matter. */
export function verdictOf({ ok, status, failedIds }: Pick<Answer, 'ok' | 'status' | 'failedIds'>): Verdict {
  if (ok) return failedIds.length ? 'partly' : 'delivered';
  if (status === 413) return 'too_large';
  return status !== null && refusals.includes(status) ? 'refused' : 'failed';
}
