import { describe, expect, it } from '@jest/globals';
import { createHmac, randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { Webhook } from 'standardwebhooks';
import { verifyWebhook, WebhookVerificationError } from './verify-webhook.js';

const secret = `whsec_${randomBytes(24).toString('base64')}`;
const event = { id: 'evt_k3f9_1042_7', type: 'import.completed', timestamp: '2026-11-21T08:00:00.123Z', data: { importId: 7 } };
const body = JSON.stringify(event);
const real = { events: [event], isTest: false };

/** What the reference implementation of Standard Webhooks sends. */
function headersOf(text = body, { at = new Date(), by = secret, id = 'msg_1' } = {}) {
  return {
    'webhook-id': id,
    'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)),
    'webhook-signature': new Webhook(by).sign(id, at, text),
  };
}
const minutesAgo = (minutes: number) => new Date(Date.now() - minutes * 60_000);

describe('a message signed as Standard Webhooks has it', () => {
  it('is taken as text and as bytes, with the headers of fetch and of Node', async () => {
    for (const content of [body, Buffer.from(body)])
      for (const headers of [headersOf(), new Headers(headersOf()), { 'Webhook-Id': 'msg_1', ...headersOf() }])
        await expect(verifyWebhook(content, headers, secret)).resolves.toEqual(real);
  });

  it('may hold characters of any kind', async () => {
    const text = JSON.stringify({ ...event, data: { sku: 'Tässchen-☕-🫖' } });
    await expect(verifyWebhook(Buffer.from(text), headersOf(text), secret)).resolves.toMatchObject({
      events: [{ data: { sku: 'Tässchen-☕-🫖' } }],
    });
  });

  it('gives the events of a batch one by one', async () => {
    const text = JSON.stringify({ type: 'batch', timestamp: event.timestamp, data: { from: '1:1', to: '1:2', items: [event, event] } });
    await expect(verifyWebhook(text, headersOf(text), secret)).resolves.toEqual({ ...real, events: [event, event] });
  });

  it('may be a test, of which nothing happened', async () => {
    for (const headers of [{ ...headersOf(), 'webhook-test': 'true' }, new Headers({ ...headersOf(), 'Webhook-Test': 'true' })])
      await expect(verifyWebhook(body, headers, secret)).resolves.toEqual({ ...real, isTest: true });
  });

  it('may carry signatures of several secrets, and of versions to come', async () => {
    const old = new Webhook(`whsec_${randomBytes(24).toString('base64')}`).sign('msg_1', new Date(), body);
    const headers = headersOf();
    headers['webhook-signature'] = `v1a,whatever ${old} ${headers['webhook-signature']}`;
    await expect(verifyWebhook(body, headers, secret)).resolves.toEqual(real);
    expect(new Webhook(secret).verify(body, headers)).toEqual(event);
  });

  it('may be packed: what is signed is what came', async () => {
    const packed = gzipSync(body);
    const signed = Buffer.concat([Buffer.from(`msg_1.${headersOf()['webhook-timestamp']}.`), packed]);
    const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
    const signature = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
    const headers = { ...headersOf(), 'webhook-signature': signature, 'content-encoding': 'gzip' };
    await expect(verifyWebhook(packed, headers, secret)).resolves.toEqual(real);
    await expect(verifyWebhook(gzipSync(`${body} `), headers, secret)).rejects.toThrow(WebhookVerificationError);
  });

  it('is taken while it is not older than five minutes', async () => {
    await expect(verifyWebhook(body, headersOf(body, { at: minutesAgo(4.5) }), secret)).resolves.toEqual(real);
    await expect(verifyWebhook(body, headersOf(body, { at: minutesAgo(-4.5) }), secret)).resolves.toEqual(real);
  });
});

describe('a message that is refused, here and by the reference implementation', () => {
  const good = headersOf();
  const { 'webhook-id': _, ...nameless } = good;
  const flipped = good['webhook-signature'].replace(/,(.)/, (_, first) => `,${first === 'A' ? 'B' : 'A'}`);
  const cases: [string, string, Record<string, string>][] = [
    ['another body', body.replace('7}', '8}'), good],
    ['another id', body, { ...good, 'webhook-id': 'msg_2' }],
    ['another time', body, { ...good, 'webhook-timestamp': String(Number(good['webhook-timestamp']) - 1) }],
    ['another signature', body, { ...good, 'webhook-signature': flipped }],
    ['no signature that is one', body, { ...good, 'webhook-signature': 'v1,%%% v1 , v2,abc' }],
    ['the signature under another version', body, { ...good, 'webhook-signature': good['webhook-signature'].replace('v1', 'v2') }],
    ['another secret', body, headersOf(body, { by: `whsec_${randomBytes(24).toString('base64')}` })],
    ['no id', body, nameless],
    ['no time', body, { ...good, 'webhook-timestamp': 'now' }],
    ['six minutes on its way', body, headersOf(body, { at: minutesAgo(6) })],
    ['six minutes too early', body, headersOf(body, { at: minutesAgo(-6) })],
  ];
  it.each(cases)('has %s', async (_, text, headers) => {
    await expect(verifyWebhook(text, headers, secret)).rejects.toThrow(WebhookVerificationError);
    expect(() => new Webhook(secret).verify(text, headers)).toThrow();
  });
});

it('refuses a secret that is none', async () => {
  await expect(verifyWebhook(body, headersOf(), 'whsec_')).rejects.toThrow(TypeError);
  await expect(verifyWebhook(body, headersOf(), 'not base64!')).rejects.toThrow(TypeError);
});
