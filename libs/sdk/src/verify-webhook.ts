import { eventsOf, type WebhookEvent } from './webhook-event.js';

const toleranceSeconds = 5 * 60;

/** A message that did not come from the server, came long ago, or was changed on its way. Answer it with 400. */
export class WebhookVerificationError extends Error {
  override readonly name = 'WebhookVerificationError';
}

type HeaderSource = Headers | Record<string, string | string[] | undefined>;

/** `isTest`: somebody tried the webhook. Whatever the events say, nothing of it happened: answer 204 and do nothing. */
export type WebhookMessage = { events: WebhookEvent[]; isTest: boolean };

/**
 * The events of a message, once its signature is known to be right (Standard Webhooks 1.0). `body` is the body as it came, before any
 * JSON parser, as bytes where the webhook asks for gzip; `secret` is the `whsec_…` that the webhook was made with. Throws `WebhookVerificationError`.
 */
export async function verifyWebhook(body: string | Uint8Array, headers: HeaderSource, secret: string): Promise<WebhookMessage> {
  const [id, timestamp, signatures] = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => headerOf(headers, name));
  if (!id || !timestamp || !signatures)
    throw new WebhookVerificationError('A header is missing: webhook-id, webhook-timestamp or webhook-signature.');
  const age = Date.now() / 1_000 - Number(timestamp);
  if (!/^\d{1,15}$/.test(timestamp) || Math.abs(age) > toleranceSeconds)
    throw new WebhookVerificationError('The message is older than five minutes, or from the future.');
  const bytes = typeof body === 'string' ? utf8(body) : new Uint8Array(body);
  const key = await crypto.subtle.importKey('raw', keyOf(secret), { name: 'HMAC', hash: 'SHA-256' }, false, ['verify']);
  const signed = new Uint8Array(await new Blob([utf8(`${id}.${timestamp}.`), bytes]).arrayBuffer());
  for (const signature of signatures.split(' ')) {
    const [version, base64 = ''] = signature.split(',');
    const given = version === 'v1' ? bytesOf(base64) : undefined; // verify compares in constant time
    if (!given || !(await crypto.subtle.verify('HMAC', key, given, signed))) continue;
    const text = headerOf(headers, 'content-encoding') === 'gzip' ? await unpacked(bytes) : new TextDecoder().decode(bytes);
    return { events: eventsOf(JSON.parse(text)), isTest: headerOf(headers, 'webhook-test') !== undefined };
  }
  throw new WebhookVerificationError('No signature fits.');
}

const utf8 = (text: string) => new TextEncoder().encode(text);

const unpacked = (bytes: Uint8Array<ArrayBuffer>) =>
  new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();

function headerOf(headers: HeaderSource, name: string): string | undefined {
  if (headers instanceof Headers) return headers.get(name) ?? undefined;
  const value = Object.entries(headers).find(([each]) => each.toLowerCase() === name)?.[1];
  return Array.isArray(value) ? value[0] : value;
}

function keyOf(secret: string): Uint8Array<ArrayBuffer> {
  const key = bytesOf(secret.replace(/^whsec_/, ''));
  if (!key?.length) throw new TypeError('The secret is whsec_ and Base64.');
  return key;
}

/** Undefined: it is no Base64. */
function bytesOf(base64: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
}
