import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Attempt, Delivery, DeliveryDetails, Problem, Replay, type NewWebhook } from '@app/domain';
import { DeliveryRepository } from '../src/webhooks/delivery.repository.js';
import { eventsOf, startReceiver, type Receiver } from './support/receiver.mjs';
import { follow } from './support/sse.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

let app: App;
let receiver: Receiver;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());
beforeEach(async () => {
  receiver = await startReceiver();
});
afterEach(async () => {
  await receiver.stop();
  await app.db.query('delete from webhooks');
});

let made = 0;
const has = () => app.has({ sku: `D-${++made}`, name: 'Mug' });
const importOf = (count: number) => app.import(`sku,name\n${Array.from({ length: count }, () => `D-${++made},Mug\n`).join('')}`);
const subscribe = async (settings: Partial<NewWebhook> = {}): Promise<number> => {
  const { body } = await app.http.post('/api/webhooks').send({ url: receiver.url, eventTypes: ['*'], ...settings }).expect(201); // prettier-ignore
  receiver.secrets.push(body.secret);
  return body.id;
};
const list = async (id: number, query: Record<string, unknown> = {}): Promise<Delivery[]> =>
  (await app.http.get(`/api/webhooks/${id}/deliveries`).query(query).expect(200)).body.map((row: object) => Delivery.parse(row));
const details = async (id: number): Promise<DeliveryDetails> =>
  DeliveryDetails.parse((await app.http.get(`/api/deliveries/${id}`).expect(200)).body);
const attempts = async (id: number, query: Record<string, unknown> = {}): Promise<Attempt[]> =>
  (await app.http.get(`/api/webhooks/${id}/attempts`).query(query).expect(200)).body.map((row: object) => Attempt.parse(row));
/** All deliveries of a webhook, once there are so many that have got so far. */
const reached = (id: number, state: Delivery['state'], count = 1) =>
  until(async () => {
    const found = await list(id, { state });
    return found.length >= count && found;
  });
const resend = (id: number) => app.http.post(`/api/deliveries/${id}/resend`);
const replay = (id: number, request: object) => app.http.post(`/api/webhooks/${id}/replay`).send(request);
/** Asks how many events that is, confirms it, and follows the replay to its end. */
const replayed = async (id: number, request: object): Promise<Replay> => {
  const { body } = await replay(id, request).expect(422);
  expect(Problem.parse(body).code).toBe('confirmation_required');
  const { body: begun, headers } = await replay(id, { ...request, ...(!('from' in request) || 'to' in request ? {} : { to: body.to }), expect: body.count }).expect(202); // prettier-ignore
  expect(headers.location).toBe(`/api/webhooks/${id}/replays/${begun.id}`);
  const seen = await follow(`${app.url}/api/webhooks/${id}/replays/${begun.id}/progress`, adminKey);
  expect(seen.at(-1)!.type).toBe('done');
  return Replay.parse(seen.at(-1)!.data);
};
const idsOf = (requests: Receiver['requests']) => requests.flatMap(({ json }) => eventsOf(json).map(({ id }) => id));
const code = async (answer: PromiseLike<{ body: object }>) => Problem.parse((await answer).body).code;

describe('the deliveries of a webhook', () => {
  it('are listed newest first, with what they hold and how they went', async () => {
    const id = await subscribe();
    const job = await importOf(3);
    await receiver.until('the import', ({ events }) => events.length === 4);
    const { sku } = await has();
    await receiver.until('the product', ({ events }) => events.length === 5);
    const all = await reached(id, 'delivered', receiver.requests.length);

    expect(all.map(({ id }) => id)).toEqual(all.map(({ id }) => id).toSorted((a, b) => b - a));
    expect(all[0]).toEqual({
      id: all[0]!.id,
      webhookId: id,
      messageId: receiver.requests.at(-1)!.id,
      parentId: null,
      isReplay: false,
      type: 'product.created',
      eventTypes: ['product.created'],
      from: expect.stringMatching(/^\d+:0$/),
      to: all[0]!.from,
      items: 1,
      state: 'delivered',
      attempts: 1,
      lastStatus: 200,
      lastError: null,
      nextAttemptAt: null,
      createdAt: expect.any(String),
      finishedAt: expect.any(String),
    });
    expect((await details(all[0]!.id)).body).toContain(`"sku":"${sku}"`);
    const ofImport = await list(id, { importId: job.id });
    expect(ofImport.reduce((sum, { items }) => sum + items, 0)).toBe(4);
    expect((await list(id, { eventType: 'import.completed' })).every(({ eventTypes }) => eventTypes.includes('import.completed'))).toBe(
      true,
    );
    expect(await list(id, { filter: '{"eventType":["product.deleted","import.failed"]}' })).toEqual([]);
    expect(await list(id, { failed: true })).toEqual([]);
    expect(await list(id, { failed: 'false' })).toEqual(all);
    expect(await list(id, { createdAt_gte: all[0]!.createdAt, createdAt_lte: new Date().toISOString() })).toEqual([all[0]]);
    expect(await list(id, { createdAt_lte: '2020-01-01' })).toEqual([]);
    expect(await list(id, { id: all[0]!.id })).toEqual([all[0]]);
  });

  it('come by pages and by cursor', async () => {
    const id = await subscribe({ format: 'single' });
    await importOf(9);
    const all = await reached(id, 'delivered', 10);
    const [pages, ranges]: [Delivery[][], (string | undefined)[]] = [[], []];
    let path: string | undefined = `/api/webhooks/${id}/deliveries?perPage=4`;
    while (path) {
      const { body, headers }: { body: Delivery[]; headers: Record<string, string> } = await app.http.get(path).expect(200);
      pages.push(body);
      ranges.push(headers['content-range']);
      path = /^<(.*)>; rel="next"$/.exec(headers.link ?? '')?.[1];
    }
    expect(pages.map(({ length }) => length)).toEqual([4, 4, 2]);
    expect(ranges).toEqual(['deliveries 0-3/10', undefined, undefined]);
    expect(pages.flat()).toEqual(all);
    expect(await list(id, { range: '[8,20]' })).toEqual(all.slice(8));
    const tries = await attempts(id, { sort: '["sentAt","ASC"]', perPage: 3 });
    expect(tries.map(({ deliveryId }) => deliveryId)).toEqual(all.map(({ id }) => id).toReversed().slice(0, 3)); // prettier-ignore
  });

  it('are not all counted when they are many', async () => {
    const id = await subscribe();
    await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    await app.db.query(
      `insert into deliveries (webhook_id, message_id, type, event_types, n_items, state)
       select $1, 'm' || n, 'product.updated', '{product.updated}', 1, case when n > 20 then 'delivered' else 'dead' end from generate_series(1, 60000) n`,
      [id],
    );
    await app.db.query('analyze deliveries');
    const asked = (query: object) => app.http.get(`/api/webhooks/${id}/deliveries`).query(query).expect(200);
    const { headers } = await asked({});
    expect(headers['x-total-estimated']).toBe('true');
    expect(Number(headers['content-range']!.split('/')[1])).toBeGreaterThan(30_000);
    const dead = await asked({ state: 'dead', perPage: 50 });
    expect([dead.headers['content-range'], dead.headers['x-total-estimated']]).toEqual(['deliveries 0-19/20', undefined]);
  });

  it('keep what was sent and answered, which only those see who may change webhooks', async () => {
    receiver.answer = { status: 422, body: 'no mugs' };
    const id = await subscribe({ headers: { 'x-shop': 'hidden' } });
    await has();
    const [parked] = await reached(id, 'parked');
    const { body, tries, ...delivery } = await details(parked!.id);
    expect(delivery).toEqual(parked);
    expect(parked).toMatchObject({ attempts: 1, lastStatus: 422, nextAttemptAt: expect.any(String), finishedAt: null });
    expect(body).toBe(receiver.requests[0]!.body);
    expect(tries).toEqual(await attempts(id, { deliveryId: parked!.id, ok: false, trigger: 'automatic' }));
    expect(tries).toMatchObject([{ attemptNo: 1, ok: false, status: 422, responseBody: 'no mugs', error: { class: 'status' } }]);
    expect(tries[0]!.requestHeaders['webhook-id']).toBe(parked!.messageId);
    expect(JSON.stringify(tries)).not.toContain('hidden');

    const blind = await app.app.get(DeliveryRepository).details(parked!.id, 'no contents');
    expect(blind).toMatchObject({ ...delivery, body: null, tries: [{ status: 422, responseBody: null }] });
    expect(Object.keys(blind.tries[0]!.requestHeaders)).toEqual(Object.keys(tries[0]!.requestHeaders));
    expect(new Set(Object.values(blind.tries[0]!.requestHeaders))).toEqual(new Set(['']));
  });

  it('are refused to what does not fit', async () => {
    const id = await subscribe();
    for (const query of ['state=gone', 'failed=maybe', 'eventType=product', 'importId=x', 'createdAt_gte=yesterday', 'url=x', 'sort=state'])
      expect(await code(app.http.get(`/api/webhooks/${id}/deliveries?${query}`).expect(422))).toBe('invalid');
    for (const query of ['trigger=x', 'ok=1', 'deliveryId=0', 'status=500'])
      expect(await code(app.http.get(`/api/webhooks/${id}/attempts?${query}`).expect(422))).toBe('invalid');
    expect(await code(app.http.get(`/api/webhooks/${id}/deliveries?after=x`).expect(400))).toBe('invalid_parameter');
    for (const path of [
      'webhooks/999/deliveries',
      'webhooks/999/attempts',
      'webhooks/999/replays',
      'deliveries/999',
      `webhooks/${id}/replays/999`,
    ])
      await app.http.get(`/api/${path}`).expect(404);
    await resend(999).expect(404);
  });
});

describe('resending', () => {
  it('sends what was delivered once more, as it was', async () => {
    const id = await subscribe();
    await has();
    const [delivered] = await reached(id, 'delivered');
    expect(Delivery.parse((await resend(delivered!.id).expect(202)).body).id).toBe(delivered!.id);
    await receiver.until('both', ({ requests }) => requests.length === 2);
    const [first, second] = receiver.requests;
    expect([second!.id, second!.body]).toEqual([first!.id, first!.body]);
    expect([first!.headers['webhook-replay'], second!.headers['webhook-replay']]).toEqual([undefined, expect.any(String)]);
    expect(receiver.unverified()).toEqual([]);
    const tries = await until(async () => {
      const { tries } = await details(delivered!.id);
      return tries.length === 2 && tries;
    });
    expect(tries.map(({ trigger, ok }) => [trigger, ok])).toEqual([
      ['automatic', true],
      ['resend', true],
    ]);
    const [note] = await app.db.query(`select actor, target from audit where action = 'delivery.resend'`);
    expect(note).toEqual({ actor: 'key:0', target: `delivery:${delivered!.id}` });
  });

  it('sends once what is asked for twice under one key', async () => {
    const id = await subscribe();
    await has();
    const [delivered] = await reached(id, 'delivered');
    const twice = () => resend(delivered!.id).set('Idempotency-Key', `resend-${id}`).expect(202);
    const [{ body: first }, second] = [await twice(), await twice()];
    expect([second.body, second.headers['idempotency-replayed']]).toEqual([first, 'true']);
    expect(await app.db.query(`select from webhook_lanes where webhook_id = $1 and kind = 'replay'`, [id])).toHaveLength(1);
  });

  it('tries at once what waits for its next try, or was refused', async () => {
    receiver.answer = 503;
    const id = await subscribe();
    await has();
    const [open] = await until(async () => {
      const found = await list(id, { state: 'open' });
      return found[0]?.nextAttemptAt ? found : undefined;
    });
    receiver.answer = 422;
    await resend(open!.id).expect(202);
    const [parked] = await reached(id, 'parked');
    expect(parked!.id).toBe(open!.id);
    receiver.answer = 200;
    await resend(open!.id).expect(202);
    await reached(id, 'delivered');
    expect(new Set(receiver.requests.map(({ body }) => body)).size).toBe(1);
  });

  it('is refused for what was split, has no body any more, or belongs to a disabled webhook', async () => {
    receiver.answer = ({ json }) => (eventsOf(json).length > 1 ? 413 : 200);
    const id = await subscribe();
    await importOf(4);
    await receiver.until('single events', ({ requests }) => requests.filter(({ answer }) => answer === 200).length >= 4);
    const [split] = await reached(id, 'split');
    expect((await resend(split!.id).expect(409)).body).toMatchObject({ code: 'wrong_state', state: 'split' });
    const [delivered] = await reached(id, 'delivered');
    await app.db.query('update deliveries set body = null where id = $1', [delivered!.id]);
    expect(await code(resend(delivered!.id).expect(410))).toBe('body_gone');
    expect((await details(delivered!.id)).body).toBeNull();
    expect(await code(replay(id, { deliveryIds: [delivered!.id] }).expect(410))).toBe('body_gone');
    await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    for (const refused of [resend(delivered!.id), replay(id, { from: '1:0' }), app.http.post(`/api/webhooks/${id}/try-now`)])
      expect((await refused).body).toMatchObject({ code: 'wrong_state', state: 'disabled' });
  });

  it('“try now” does not wait for the time of what is blocked', async () => {
    receiver.answer = 500;
    const id = await subscribe();
    await has();
    await until(async () => (await list(id, { state: 'open' }))[0]?.nextAttemptAt);
    receiver.answer = 204;
    await app.http.post(`/api/webhooks/${id}/try-now`).expect(204);
    await reached(id, 'delivered');
    await app.http.post('/api/webhooks/999/try-now').expect(404);
  });
});

describe('a replay', () => {
  it('sends the events of an import again, under their ids, beside what goes on', async () => {
    const id = await subscribe({ maxItems: 100 });
    const job = await importOf(1_050);
    await receiver.until('the import', ({ events }) => events.length === 1_051);
    const first = idsOf(receiver.requests.splice(0));

    const ended = await replayed(id, { importId: job.id });
    expect(ended).toMatchObject({ webhookId: id, status: 'completed', total: 1_051, processed: 1_051, progress: 100, actor: 'key:0' });
    expect(idsOf(receiver.requests)).toEqual(first);
    expect(receiver.requests.every(({ headers }) => headers['webhook-replay'])).toBe(true);
    expect(receiver.unverified()).toEqual([]);
    const { body, headers } = await app.http.get(`/api/webhooks/${id}/replays`).expect(200);
    expect([headers['content-range'], body]).toEqual(['replays 0-0/1', [ended]]);
    expect((await app.http.get(`/api/webhooks/${id}/replays/${ended.id}`).expect(200)).body).toEqual(ended);
    expect((await list(id)).filter(({ isReplay }) => isReplay).reduce((sum, { items }) => sum + items, 0)).toBe(1_051);
    const [note] = await app.db.query(`select change from audit where action = 'webhook.replay' and target = $1`, [`webhook:${id}`]);
    expect(note.change).toMatchObject({ importId: job.id, replay: ended.id, expect: 1_051 });
  });

  it('is of a stretch of the log, by positions or times, of all events or the newest of each product', async () => {
    const id = await subscribe({ eventTypes: ['product.*'] });
    const since = new Date().toISOString();
    const { id: productId } = await has();
    for (const name of ['Cup', 'Bowl']) await app.http.patch(`/api/products/${productId}`).send({ name }).expect(200);
    await has();
    await receiver.until('four events', ({ events }) => events.length === 4);
    const first = idsOf(receiver.requests.splice(0));
    const position = (n: number) => first[n]!.split('_').slice(2).join(':');
    const again = async (request: object) => {
      receiver.requests.length = 0;
      const { total } = await replayed(id, request);
      expect(idsOf(receiver.requests)).toHaveLength(total);
      return idsOf(receiver.requests);
    };
    expect(await again({ from: position(1) })).toEqual(first.slice(1));
    expect(await again({ from: position(1), to: position(2) })).toEqual(first.slice(1, 3));
    expect(await again({ from: since })).toEqual(first);
    expect(await again({ from: since, to: new Date().toISOString(), latest: true })).toEqual(first.slice(2));
  });

  it('is of deliveries, or of all that failed since a time', async () => {
    receiver.answer = ({ body }) => (body.includes('"poison"') ? 422 : 200);
    const id = await subscribe();
    const since = new Date().toISOString();
    for (const name of ['sound', 'poison', 'sound', 'poison']) await app.has({ sku: `D-${++made}`, name });
    const parked = await reached(id, 'parked', 2);
    const delivered = await reached(id, 'delivered');
    await app.db.query(`update deliveries set state = 'dead', finished_at = now(), next_attempt_at = null where id = $1`, [parked[0]!.id]);
    receiver.answer = 200;
    receiver.requests.length = 0;

    expect(await replayed(id, { failedSince: since })).toMatchObject({ status: 'completed', total: 2, processed: 2 });
    expect(receiver.requests.map(({ id }) => id).toSorted()).toEqual(parked.map(({ messageId }) => messageId).toSorted()); // prettier-ignore
    expect(await list(id, { failed: true })).toEqual([]);
    receiver.requests.length = 0;
    await replayed(id, { deliveryIds: delivered.map(({ id }) => id) });
    expect(receiver.requests.map(({ id }) => id)).toEqual(delivered.map(({ messageId }) => messageId).toReversed()); // prettier-ignore
  });

  it('is of what has failed since, whenever it was made', async () => {
    receiver.answer = 503;
    const id = await subscribe();
    await has();
    const open = await until(async () => (await list(id, { state: 'open' })).find(({ nextAttemptAt }) => nextAttemptAt));
    const since = new Date().toISOString();
    receiver.answer = 422;
    await resend(open.id).expect(202);
    await reached(id, 'parked');
    const { body } = await replay(id, { failedSince: since }).expect(422);
    expect(body).toMatchObject({ code: 'confirmation_required', count: 1 });
  });

  it('asks for the number, and is done once under one key', async () => {
    const id = await subscribe();
    const job = await importOf(5);
    await receiver.until('the import', ({ events }) => events.length === 6);
    const { body } = await replay(id, { importId: job.id, expect: 7 }).expect(409);
    expect(Problem.parse(body)).toMatchObject({ code: 'count_changed', count: 6 });
    const key = { 'Idempotency-Key': `replay-${id}` };
    const { body: first } = await replay(id, { importId: job.id, expect: 6 }).set(key).expect(202);
    const { body: second, headers } = await replay(id, { importId: job.id, expect: 6 }).set(key).expect(202);
    expect([second.id, headers['idempotency-replayed']]).toEqual([first.id, 'true']);
    const seen = await follow(`${app.url}/api/webhooks/${id}/replays/${first.id}/progress`, adminKey);
    const last = seen.at(-1)!;
    const again = await fetch(`${app.url}/api/webhooks/${id}/replays/${first.id}/progress`, {
      headers: { Authorization: `Bearer ${adminKey}`, 'Last-Event-ID': last.id! },
    });
    expect(again.status).toBe(204);
    expect(await app.db.query(`select from webhook_lanes where webhook_id = $1 and kind = 'replay'`, [id])).toHaveLength(1);
  });

  it('stops when it is cancelled', async () => {
    const id = await subscribe({ maxItems: 10 });
    const job = await importOf(40);
    await receiver.until('the import', ({ events }) => events.length === 41);
    let taken = 0;
    receiver.answer = () => (++taken > 2 ? 503 : 200);
    const { body: begun } = await replay(id, { importId: job.id, expect: 41 }).expect(202);
    const path = `/api/webhooks/${id}/replays/${begun.id}`;
    const blocked = await until(async () => {
      const { body } = await app.http.get(path).expect(200);
      return body.failures > 0 && body;
    });
    expect(blocked).toMatchObject({ status: 'processing', total: 41, processed: 20, progress: 48 });
    const { body: cancelled } = await app.http.delete(path).expect(200);
    expect(Replay.parse(cancelled)).toMatchObject({ status: 'cancelled', total: 41, processed: 20, finishedAt: expect.any(String) });
    expect((await app.http.delete(path).expect(409)).body).toMatchObject({ code: 'wrong_state', state: 'cancelled' });
    expect(await list(id, { state: 'open' })).toEqual([]);
    expect((await list(id, { state: 'dropped' })).every(({ isReplay }) => isReplay)).toBe(true);
    expect((await app.http.get(path).expect(200)).body).toEqual(cancelled);
  });

  it('is refused for what does not fit, is not there, or is not kept', async () => {
    const id = await subscribe({ eventTypes: ['product.deleted'] });
    const other = await subscribe();
    const job = await importOf(1);
    const [theirs] = await reached(other, 'delivered');
    for (const [request, pointer] of [
      [{}, ''],
      [{ importId: job.id, from: '1:0' }, ''],
      [{ importId: 0 }, '/importId'],
      [{ importId: 99_999 }, '/importId'],
      [{ from: 'x' }, '/from'],
      [{ from: '1' }, '/from'],
      [{ from: '1:0', to: 'later' }, '/to'],
      [{ from: '1:0', to: '1:5' }, '/to'], // in the middle of an entry
      [{ deliveryIds: [] }, '/deliveryIds'],
      [{ deliveryIds: [theirs!.id] }, '/deliveryIds'],
      [{ deliveryIds: [theirs!.id], latest: true }, '/latest'],
      [{ failedSince: 'yesterday' }, '/failedSince'],
      [{ failedSince: new Date().toISOString() }, ''],
      [{ importId: job.id }, ''], // nothing of what this webhook asks for
      [{ from: '1:0', all: true }, '/all'],
    ] as const) {
      const { body } = await replay(id, request).expect(422);
      expect([Problem.parse(body).code, body.errors[0].pointer]).toEqual(['invalid', pointer]);
    }
    await replay(999, { importId: job.id }).expect(404);
    await app.db.query('delete from outbox where seq <= 5');
    expect(await code(replay(other, { from: '1:0' }).expect(410))).toBe('events_expired');
    await app.db.query('delete from outbox where import_id = $1', [job.id]);
    expect(await code(replay(other, { importId: job.id }).expect(410))).toBe('events_expired');
  });

  it('leaves the products of imports out where the webhook does', async () => {
    const id = await subscribe({ format: 'summary' });
    const job = await importOf(20);
    await receiver.until('the import', ({ events }) => events.length === 1);
    expect(await replayed(id, { importId: job.id })).toMatchObject({ total: 1, processed: 1 });
    expect(receiver.events.map(({ type }) => type)).toEqual(['import.completed', 'import.completed']);
  });

  it('is one of twenty at most', async () => {
    const id = await subscribe();
    await has();
    const [delivered] = await reached(id, 'delivered');
    receiver.answer = 503;
    for (let n = 0; n < 20; n++) await resend(delivered!.id).expect(202);
    const { body, headers } = await resend(delivered!.id).expect(429);
    expect([Problem.parse(body).code, headers['retry-after']]).toEqual(['busy', '10']);
  });
});
