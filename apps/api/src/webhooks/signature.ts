import { createHmac } from 'node:crypto';

/**
 * The header `webhook-signature` of Standard Webhooks 1.0: a signature per key, in their order. `timestamp` is in seconds, as the header
 * `webhook-timestamp` has it; `body` are the bytes that are sent.
 */
export function signature(keys: Buffer[], id: string, timestamp: number, body: Buffer): string {
  return keys.map((key) => `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.`).update(body).digest('base64')}`).join(' ');
}

/** A key as a receiver is told it. */
export const secretText = (key: Buffer): string => `whsec_${key.toString('base64')}`;
