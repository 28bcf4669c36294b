import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { AddedWebhook, WebhookTestResult, type ErrorClass, type EventType } from '@app/domain';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { Webhook as Verifier } from 'standardwebhooks';
import { WebhookClient, type Answer } from '../src/webhooks/webhook-client.js';
import { WebhookTargets, type Target } from '../src/webhooks/webhook-targets.js';
import { startReceiver, type Answer as Misbehaviour, type Received, type Receiver } from './support/receiver.mjs';
import { startApp, type App } from './support/start-app.js';

let app: App;
let receiver: Receiver;
beforeAll(async () => {
  app = await startApp({ withWorker: false });
});
afterAll(() => app?.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver?.stop();
  await app.db.query('delete from webhooks');
});

const adds = async (more: object = {}): Promise<AddedWebhook> =>
  (
    await app.http
      .post('/api/webhooks')
      .send({ url: receiver.url, eventTypes: ['*'], timeoutMs: 1_000, ...more })
      .expect(201)
  ).body;
const tries = async ({ id }: { id: number }, eventType?: EventType): Promise<WebhookTestResult> =>
  WebhookTestResult.parse((await app.http.post(`/api/webhooks/${id}/test`).send({ eventType }).expect(200)).body);
const only = ({ requests }: Receiver): Received => {
  expect(requests).toHaveLength(1);
  return requests[0]!;
};

/** Connections to a receiver that are open. */
const sockets = (server: Receiver): Set<net.Socket> => {
  const open = new Set<net.Socket>();
  (server as unknown as { server: net.Server }).server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  return open;
};

describe('trying a webhook', () => {
  it('sends a signed message, also while it is disabled, and says all about how that went', async () => {
    const webhook = await adds({ enabled: false });
    receiver.answer = { status: 202, headers: { 'x-shop': 'open' }, body: 'thanks' };
    const result = await tries(webhook);
    expect(result).toMatchObject({
      ok: true,
      status: 202,
      remoteAddress: '127.0.0.1',
      responseBody: 'thanks',
      error: null,
      responseHeaders: { 'x-shop': 'open' },
      timings: { dns: null, connect: expect.any(Number), tls: null, firstByte: expect.any(Number), total: result.durationMs },
    });
    const { headers, body, json } = only(receiver);
    expect(result.request).toEqual({ url: receiver.url, body, headers: expect.objectContaining({ 'webhook-test': 'true' }) });
    const { connection: _, ...sent } = headers;
    expect(result.request.headers).toEqual(sent);
    expect(headers).toMatchObject({ 'content-type': 'application/json', 'webhook-id': json.id, 'accept-encoding': 'identity' });
    expect(json).toMatchObject({ type: 'webhook.test', data: { webhookId: webhook.id } });
    expect(new Verifier(webhook.secret).verify(body, headers as Record<string, string>)).toEqual(json);
  });

  it('moves nothing and counts as no failure, but is kept', async () => {
    const webhook = await adds();
    const before = await app.db.query('select * from webhook_lanes');
    receiver.answer = { status: 500, body: 'oh\0no' };
    expect(await tries(webhook)).toMatchObject({
      ok: false,
      status: 500,
      error: { class: 'status', message: 'It answered 500 Internal Server Error.' },
    });
    expect(await app.db.query('select * from webhook_lanes')).toEqual(before);
    expect((await app.http.get(`/api/webhooks/${webhook.id}`)).body).toMatchObject({
      state: 'idle',
      failingSince: null,
      lastAttemptAt: null,
      lastError: null,
      last24Hours: { attempts: 0 },
    });
    expect(await app.db.query('select * from deliveries')).toEqual([]);
    const [attempt] = await app.db.query('select * from attempts');
    expect(attempt).toMatchObject({
      webhook_id: webhook.id,
      delivery_id: null,
      trigger: 'test',
      attempt_no: 1,
      ok: false,
      status: 500,
      error_class: 'status',
      remote_address: '127.0.0.1',
      response_body: 'oh\uFFFDno',
      request_headers: { 'webhook-test': 'true' },
    });
  });

  it('sends the example of an event type, with the product or without', async () => {
    const webhook = await adds();
    await tries(webhook, 'product.updated');
    const { json, id } = only(receiver);
    expect(json).toMatchObject({ id, type: 'product.updated', data: { sku: 'MUG-1', changed: ['name'], product: { sku: 'MUG-1' } } });
    await app.http.patch(`/api/webhooks/${webhook.id}`).send({ payload: 'thin' }).expect(200);
    await tries(webhook, 'product.updated');
    expect(Object.keys(receiver.requests[1]!.json.data)).not.toEqual(expect.arrayContaining(['product']));
    expect(receiver.requests[1]!.id).not.toBe(id);
    await app.http.post(`/api/webhooks/${webhook.id}/test`).send({ eventType: 'product.moved' }).expect(422);
  });

  it('is done ten times a minute at most, however fast it is asked for', async () => {
    const [webhook, other] = [await adds(), await adds()];
    const calls = await Promise.all(Array.from({ length: 13 }, () => app.http.post(`/api/webhooks/${webhook.id}/test`)));
    const refused = calls.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    for (const { body, headers } of refused) {
      expect(body.code).toBe('rate_limited');
      expect(Number(headers['retry-after'])).toBeGreaterThan(0);
    }
    expect(receiver.requests).toHaveLength(10);
    await tries(other);
  });

  it('waits ten seconds at most', async () => {
    const webhook = await adds({ timeoutMs: 30_000 });
    receiver.answer = 'hang';
    expect(await tries(webhook)).toMatchObject({ error: { class: 'timeout', message: 'After 10 s it was still waiting for the answer.' } });
  });
});

describe('what a receiver does', () => {
  const lines = (text: string) => `${text.replaceAll('\n', '\r\n')}\r\n\r\n`;
  const cases: [string, Misbehaviour, object][] = [
    ['answers 200', 200, { ok: true, status: 200, error: null }],
    ['answers 204 without a body', { status: 204, body: '' }, { ok: true, status: 204, responseBody: null }],
    ['answers 400', 400, { ok: false, status: 400, error: { class: 'status', message: 'It answered 400 Bad Request.' } }],
    ['answers 410', 410, { ok: false, status: 410, error: { class: 'status' } }],
    ['answers a status that nobody knows', 799, { ok: false, status: 799, error: { class: 'status', message: 'It answered 799.' } }],
    [
      'points to a metadata address',
      { status: 302, headers: { location: 'http://169.254.169.254/latest' } },
      {
        ok: false,
        status: 302,
        error: { class: 'redirect', message: expect.stringContaining('http://169.254.169.254; redirects are not followed') },
      },
    ],
    ['points to itself', { status: 307, headers: { location: '/hook' } }, { ok: false, status: 307, error: { class: 'redirect' } }],
    [
      'says nothing',
      'hang',
      { ok: false, status: null, error: { class: 'timeout', message: 'After 1 s it was still waiting for the answer.' } },
    ],
    ['drips bytes', 'drip', { ok: false, error: { class: 'timeout', message: 'After 1 s it was still reading the answer.' } }],
    ['answers without end', 'endless', { ok: true, status: 200 }],
    ['breaks the connection', 'reset', { ok: false, status: null, error: { class: 'connection_lost' } }],
    ['sends large headers', { headers: { 'x-large': 'x'.repeat(100_000) } }, { ok: false, error: { class: 'response_too_large' } }],
  ];
  it.each(cases)('when it %s, is told as it is', async (_, answer, told) => {
    receiver.answer = answer;
    const webhook = await adds();
    expect(await tries(webhook)).toMatchObject(told);
    only(receiver);
    receiver.answer = 200;
    expect(await tries(webhook)).toMatchObject({ ok: true });
  });

  it('with a body of any size and kind costs no more than its start', async () => {
    receiver.answer = { body: 'ä'.repeat(5_000) };
    const { responseBody } = await tries(await adds());
    expect(responseBody).toBe('ä'.repeat(2_048));
    receiver.answer = { headers: { 'content-encoding': 'gzip' }, body: 'no gzip at all' };
    expect(await tries(await adds())).toMatchObject({ ok: true, responseBody: 'no gzip at all' });
  });

  const raw = async (answer: string | null, url = (port: number) => `http://127.0.0.1:${port}/`): Promise<WebhookTestResult> => {
    const server = net.createServer((socket) => {
      socket.on('error', () => {});
      socket.once('data', () => (answer === null ? socket.destroy() : socket.end(answer)));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const result = await tries(await adds({ url: url((server.address() as net.AddressInfo).port) }));
    server.close();
    return result;
  };
  it.each<[string, string, ErrorClass]>([
    ['answers in no language', 'hello\n', 'connection_lost'],
    ['ends in the middle', lines('HTTP/1.1 200 OK\ncontent-length: 100') + 'half', 'connection_lost'],
    ['sends both lengths', lines('HTTP/1.1 200 OK\ncontent-length: 2\ntransfer-encoding: chunked') + '0\r\n\r\n', 'connection_lost'],
  ])('when it %s, is told so', async (_, answer, errorClass) => {
    expect(await raw(answer)).toMatchObject({ ok: false, error: { class: errorClass } });
  });

  it('when it speaks no TLS, is told so', async () => {
    const result = await raw('HTTP/1.1 400 Bad Request\r\n\r\n', (port) => `https://127.0.0.1:${port}/`);
    expect(result).toMatchObject({ ok: false, status: null, error: { class: 'tls' }, timings: { connect: expect.any(Number), tls: null } });
  });

  it('when it takes the connection and never says a word, is given up in time', async () => {
    const silent = net.createServer((socket) => socket.resume()).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const result = await tries(await adds({ url: `https://127.0.0.1:${(silent.address() as net.AddressInfo).port}/` }));
    expect(result).toMatchObject({
      ok: false,
      error: { class: 'timeout', message: expect.stringContaining('agreeing on a secure connection') },
    });
    expect(result.durationMs).toBeLessThan(5_000);
    silent.close();
    await once(silent, 'close'); // its connection was closed
  });

  it('when nobody is there, is told so', async () => {
    const webhook = await adds();
    await receiver.stop();
    expect(await tries(webhook)).toMatchObject({ ok: false, error: { class: 'connect' }, remoteAddress: null, timings: { connect: null } });
    expect(await tries(await adds({ url: 'https://no-such-host.invalid/' }))).toMatchObject({
      ok: false,
      error: { class: 'dns' },
      timings: { dns: null, connect: null },
    });
  });
});

describe('a request', () => {
  it('is signed by every key that is live, newest first', async () => {
    const webhook = await adds();
    const { body: rotated } = await app.http.post(`/api/webhooks/${webhook.id}/rotate-secret`).expect(200);
    await tries(webhook);
    const { body, headers } = only(receiver);
    const [first, second] = (headers['webhook-signature'] as string).split(' ');
    const verified = (secret: string, signature: string) => () =>
      new Verifier(secret).verify(body, { ...(headers as Record<string, string>), 'webhook-signature': signature });
    expect(verified(rotated.secret, first!)).not.toThrow();
    expect(verified(webhook.secret, second!)).not.toThrow();

    await app.http.delete(`/api/webhooks/${webhook.id}/secrets/${rotated.secrets[1].id}`).expect(200);
    await tries(webhook);
    receiver.secrets = [rotated.secret];
    expect(receiver.unverified()).toEqual([]);
    expect(String(receiver.requests[1]!.headers['webhook-signature'])).not.toContain(' ');
  });

  it('is compressed when that is wanted, and what is signed is what is sent', async () => {
    const webhook = await adds({ gzip: true });
    const { request } = await tries(webhook, 'product.updated');
    const { bytes, body, headers, id } = only(receiver);
    expect(headers['content-encoding']).toBe('gzip');
    expect(bytes.toString()).not.toBe(body);
    expect(request.body).toBe(body);
    const key = Buffer.from(webhook.secret.replace('whsec_', ''), 'base64');
    const signature = createHmac('sha256', key)
      .update(`${id}.${headers['webhook-timestamp'] as string}.`)
      .update(bytes)
      .digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
  });

  it('carries headers of its own, which nobody is shown, not even when they come back', async () => {
    const webhook = await adds({ headers: { Authorization: 'Bearer "canary-51c2"', 'X-Shop': '' } });
    receiver.answer = ({ headers }) => ({
      headers: { 'x-echo': String(headers.authorization) },
      body: 'x'.repeat(4_080) + String(headers.authorization) + JSON.stringify(headers),
    });
    const result = await tries(webhook);
    expect(only(receiver).headers).toMatchObject({ authorization: 'Bearer "canary-51c2"', 'x-shop': '' });
    expect(result.request.headers).toMatchObject({ Authorization: '…', 'X-Shop': '…' });
    expect(result.responseHeaders['x-echo']).toBe('…');
    expect(JSON.stringify(result)).not.toContain('canary');
    expect(JSON.stringify(await app.db.query('select a::text as row from attempts a'))).not.toContain('canary');
  });

  it('does not go to an address that has been closed since', async () => {
    const webhook = await adds();
    const named = await adds({ url: receiver.url.replace('127.0.0.1', 'localhost') });
    const closed = await startApp({ withWorker: false, database: app.database, env: { WEBHOOK_ALLOW_PRIVATE: '' } });
    const open = sockets(receiver);
    try {
      for (const { id } of [webhook, named]) {
        const { body } = await closed.http.post(`/api/webhooks/${id}/test`).expect(200);
        expect(body).toMatchObject({ ok: false, status: null, remoteAddress: null, error: { class: 'refused_address' } });
      }
    } finally {
      await closed.stop();
    }
    expect({ requests: receiver.requests, open: open.size }).toEqual({ requests: [], open: 0 });
  });
});

describe('a connection', () => {
  let client: WebhookClient;
  let target: Target;
  beforeEach(async () => {
    client = app.app.get(WebhookClient);
    target = (await app.app.get(WebhookTargets).of((await adds()).id))!;
  });
  const posts = (to: Target = target): Promise<Answer> => client.post(to, { id: 'evt_1', body: '{}' });
  it('is kept for what comes next', async () => {
    const open = sockets(receiver);
    expect((await posts()).timings.connect).not.toBeNull();
    const second = await posts();
    expect(second).toMatchObject({ ok: true, remoteAddress: '127.0.0.1', timings: { dns: null, connect: null, tls: null } });
    expect(open.size).toBe(1);
  });

  it('is one for each request that is under way', async () => {
    const open = sockets(receiver);
    receiver.answer = { after: 50 };
    expect((await Promise.all(Array.from({ length: 8 }, () => posts()))).every(({ ok }) => ok)).toBe(true);
    expect({ most: receiver.mostUnderWay, open: open.size }).toEqual({ most: 8, open: 8 });
  });

  it('that its receiver has given up is followed by another, and nobody is told of a failure', async () => {
    await posts();
    receiver.answer = () => (receiver.requests.length === 1 ? 'reset' : 200); // the second request, on the kept connection
    expect(await posts()).toMatchObject({ ok: true, timings: { connect: expect.any(Number) } });
    expect(receiver.requests).toHaveLength(3);
  });

  it('is closed when its webhook goes elsewhere', async () => {
    const open = sockets(receiver);
    await posts();
    const [socket] = open;
    const closed = once(socket!, 'close');
    const other = await startReceiver();
    await posts({ ...target, url: other.url });
    await closed;
    expect(other.requests).toHaveLength(1);
    await other.stop();
  });

  it('of one webhook is not used by another', async () => {
    const open = sockets(receiver);
    await posts();
    await posts({ ...target, id: target.id + 1 });
    expect(open.size).toBe(2);
  });
});

describe('an answer', () => {
  const answered = async (answer: Misbehaviour, partialAck = false): Promise<Answer> => {
    receiver.answer = answer;
    const { id } = await adds({ partialAck });
    return app.app.get(WebhookClient).post((await app.app.get(WebhookTargets).of(id))!, { id: 'msg_1', body: '{}' });
  };

  it.each<[string, Misbehaviour, boolean, object]>([
    [
      'names the events that it refuses',
      { status: 207, body: { failed: ['evt_1', 'evt_2'] } },
      true,
      { ok: true, failedIds: ['evt_1', 'evt_2'] },
    ],
    ['refuses none', { status: 207, body: { failed: [] } }, true, { ok: true, failedIds: [] }],
    ['refuses some, and does not say which', { status: 207, body: 'some' }, true, { ok: false, errorClass: 'status', failedIds: [] }],
    ['refuses what has no name', { status: 207, body: { failed: [1] } }, true, { ok: false, failedIds: [] }],
    ['names events, and nobody had asked', { status: 207, body: { failed: ['evt_1'] } }, false, { ok: true, failedIds: [] }],
    ['says 200', { status: 200, body: { failed: ['evt_1'] } }, true, { ok: true, failedIds: [] }],
    ['asks for time', { status: 429, headers: { 'retry-after': '1.5' } }, false, { ok: false, retryAfterMs: 1_500, asksToStop: false }],
    ['asks for too much time', { status: 503, headers: { 'retry-after': '86400' } }, false, { ok: false, retryAfterMs: 3_600_000 }],
    ['is gone', 410, false, { ok: false, asksToStop: true }],
    ['takes this one, and no more', { headers: { 'webhook-delivery': 'Disable' } }, false, { ok: true, asksToStop: true }],
  ])('that %s is read', async (_, answer, partialAck, told) => expect(await answered(answer, partialAck)).toMatchObject(told));

  it('may refuse a thousand events', async () => {
    const failed = Array.from({ length: 1_000 }, (_, n) => `evt_k3f9_123456_${n}`);
    expect(await answered({ status: 207, body: { failed } }, true)).toMatchObject({ ok: true, failedIds: failed });
  });
});
