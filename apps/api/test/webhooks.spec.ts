import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { NewWebhook } from '@app/domain';
import { eventsOf, startReceiver, type Received, type Receiver } from './support/receiver.mjs';
import { isHere, startApp, until, type App } from './support/start-app.js';

describe('a webhook', () => {
  let app: App;
  let receiver: Receiver;
  const receivers: Receiver[] = [];
  const another = async () => {
    receivers.push(await startReceiver());
    return receivers.at(-1)!;
  };
  beforeAll(async () => {
    const store = isHere('Redis') ? 'Redis' : 'PostgreSQL'; // deliveries.spec.ts rings by PostgreSQL
    app = await startApp({ store, env: { SWEEP_AFTER_MS: '8000' } });
  });
  afterAll(() => app.stop());
  beforeEach(async () => {
    receiver = await another();
  });
  afterEach(async () => {
    await Promise.all(receivers.splice(0).map((each) => each.stop()));
    await app.db.query('delete from webhooks');
    await app.db.query('delete from products');
  });

  /** A webhook at a receiver, which knows its key. */
  const subscribe = async (settings: Partial<NewWebhook> = {}, at = receiver) => {
    const { body } = await app.http
      .post('/api/webhooks')
      .send({ url: at.url, eventTypes: ['*'], ...settings })
      .expect(201);
    at.secrets.push(body.secret);
    return body.id as number;
  };
  const change = (id: number, changes: object) => app.http.patch(`/api/products/${id}`).send(changes).expect(200);
  const csv = (n: number, name = 'Name') =>
    ['sku,name', ...Array.from({ length: n }, (_, i) => `S${String(i).padStart(5, '0')},${name} ${i}`)].join('\n');
  const webhook = async (id: number) => (await app.db.query('select * from webhooks where id = $1', [id]))[0];
  const deliveries = (id: number) => app.db.query('select * from deliveries where webhook_id = $1 order by from_seq, from_item, id', [id]);
  const attempts = (id: number) => app.db.query('select * from attempts where webhook_id = $1 order by id', [id]);
  const settled = (id: number, n = 0) =>
    until(async () => {
      const [{ left, lanes }] = await app.db.query(
        `select (select count(*) from deliveries where webhook_id = $1 and state = 'open') as left,
                (select count(*) from webhook_lanes l, outbox_head where webhook_id = $1 and (cursor_seq <= head or lease_token is not null)) as lanes`,
        [id],
      );
      return left === 0 && lanes === 0 && (await deliveries(id)).length >= n;
    });
  const tried = (id: number, n: number) => until(async () => (await attempts(id)).length >= n && (await attempts(id)));
  const skus = (requests: Received[]) => requests.map(({ json }) => eventsOf(json).map(({ data }) => data.sku));
  /** Answers only when what is returned is called. */
  const hold = (answer: number | { status: number; after: number }) => {
    let release!: () => void;
    const held = new Promise<void>((go) => (release = go));
    receiver.answer = () => held.then(() => answer);
    return release;
  };
  /** The time has come for what waits. */
  const hurry = async () => {
    await app.db.query('update webhook_lanes set next_attempt_at = null');
    await app.db.query(`update deliveries set next_attempt_at = now() where state = 'parked'`);
  };

  it('hears of each change, in order, signed, with the product as it was', async () => {
    const id = await subscribe();
    const product = await app.has({ sku: 'A', name: 'One' });
    await change(product.id, { name: 'Two' });
    await app.http.delete(`/api/products/${product.id}`).expect(200);
    await receiver.until('three events', ({ events }) => events.length >= 3);

    expect(receiver.events).toMatchObject([
      { type: 'product.created', data: { productId: product.id, sku: 'A', version: 1, product: { name: 'One' } } },
      { type: 'product.updated', data: { version: 2, changed: ['name'], product: { name: 'Two' } } },
      { type: 'product.deleted', data: { version: 3, product: { name: 'Two' } } },
    ]);
    expect(receiver.unverified()).toEqual([]);
    await settled(id);
    expect(await webhook(id)).toMatchObject({ last_status: 200, last_error: null, failing_since: null, failed_attempts: 0 });
    expect((await deliveries(id)).map(({ state, attempts, n_items }: Record<string, unknown>) => [state, attempts, n_items])).toEqual(
      receiver.requests.map(({ json }) => ['delivered', 1, eventsOf(json).length]),
    );
  });

  it('hears of nothing that was before it, or before it was told to skip that', async () => {
    await app.stopWorker(); // nothing gets a number in the log
    const product = await app.has({ sku: 'A', name: 'One' });
    const id = await subscribe();
    await change(product.id, { name: 'Two' });
    await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'skip' }).expect(200);
    await change(product.id, { name: 'Three' });
    await app.startWorker();
    await receiver.until('the last change', ({ events }) => events.at(-1)?.data.version === 3);
    expect(receiver.events.map(({ data }) => data.version)).toEqual([3]);
  });

  it('hears of an import in batches, and of its end after all of its products', async () => {
    await subscribe();
    const importJob = await app.import(csv(2_345));
    await receiver.until('the end of the import', ({ events }) => events.at(-1)?.type === 'import.completed');

    const products = receiver.events.slice(0, -1);
    expect(products).toHaveLength(2_345);
    expect(products.map(({ data }) => data.sku)).toEqual(products.map(({ data }) => data.sku).toSorted());
    expect(new Set(products.map(({ id }) => id)).size).toBe(2_345);
    expect(receiver.events.at(-1).data).toMatchObject({ importId: importJob.id, created: 2_345 });
    expect(receiver.requests.length).toBeLessThan(10);
    expect(receiver.mostUnderWay).toBe(1);
    expect(receiver.unverified()).toEqual([]);
  });

  it('gets what it asked for: types, without products of imports, without the product', async () => {
    const [few, thin] = [await another(), await another()];
    await subscribe({ eventTypes: ['product.deleted', 'import.*'] }, few);
    await subscribe({ format: 'summary', payload: 'thin' }, thin);
    const product = await app.has({ sku: 'A', name: 'One' });
    await app.import(csv(10));
    await app.http.delete(`/api/products/${product.id}`).expect(200);
    for (const each of [few, thin]) await each.until('the deletion', ({ events }) => events.at(-1)?.type === 'product.deleted');

    expect(few.events.map(({ type }) => type)).toEqual(['import.completed', 'product.deleted']);
    expect(thin.events.map(({ type }) => type)).toEqual(['product.created', 'import.completed', 'product.deleted']);
    expect(thin.events[0].data).toMatchObject({ productId: product.id, sku: 'A' });
    expect(thin.events[0].data).not.toHaveProperty('product');
  });

  it('gets one event a request, several at once but never two of one product, the end of an import alone', async () => {
    const busy = new Map<number | undefined, number>();
    const overlaps: string[] = [];
    receiver.answer = async ({ json: { type, data } }) => {
      const { productId } = data;
      if (busy.has(productId) || (!productId && busy.size) || busy.has(undefined)) overlaps.push(`${type} ${productId}`);
      busy.set(productId, 1);
      await new Promise((go) => setImmediate(go));
      busy.delete(productId);
      return 200;
    };
    const id = await subscribe({ format: 'single', parallel: 8 });
    await app.import(csv(200));
    await app.import(csv(200, 'Other'));
    await receiver.until('both ends', ({ events }) => events.filter(({ type }) => type === 'import.completed').length === 2);
    await settled(id);

    expect(overlaps).toEqual([]);
    expect(receiver.requests.every(({ json }) => json.type !== 'batch')).toBe(true);
    expect(receiver.mostUnderWay).toBeGreaterThan(1);
    expect(receiver.events).toHaveLength(402);
    expect(receiver.events.filter(({ type }) => type === 'import.completed')).toHaveLength(2);
    for (const sku of ['S00000', 'S00199'])
      expect(receiver.events.filter(({ data }) => data.sku === sku).map(({ data }) => data.version)).toEqual([1, 2]);
    expect((await attempts(id)).length).toBe(402);
  });

  it('is tried again with the same id and bytes when it fails, later each time, and goes on when it is back', async () => {
    receiver.answer = ({ json }) => (receiver.requests.length < 3 ? 503 : json && 200);
    const id = await subscribe();
    const product = await app.has({ sku: 'A', name: 'One' });
    await tried(id, 1);
    await change(product.id, { name: 'Two' });
    const waits: number[] = [];
    for (const n of [1, 2, 3]) {
      await tried(id, n);
      const lane = await until(async () => {
        const [lane] = await app.db.query(
          `select failures, extract(epoch from next_attempt_at - now()) as wait from webhook_lanes where webhook_id = $1 and lease_token is null and next_attempt_at is not null`,
          [id],
        );
        return lane?.failures === n && lane;
      });
      waits.push(Number(lane.wait));
      await hurry();
    }
    await receiver.until('both changes', ({ events }) => events.length === 2);
    await settled(id);

    expect(waits[0]).toBeLessThan(6.1);
    expect(waits[1]).toBeGreaterThan(20);
    expect(waits[2]).toBeGreaterThan(90);
    expect(new Set(receiver.requests.slice(0, 4).map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
    expect(skus(receiver.requests)).toEqual([['A'], ['A'], ['A'], ['A'], ['A']]);
    expect(receiver.unverified()).toEqual([]);
    expect((await attempts(id)).map(({ attempt_no, status, ok }: Record<string, unknown>) => [attempt_no, status, ok])).toEqual([
      ...[1, 2, 3].map((no) => [no, 503, false]),
      [4, 200, true],
      [1, 200, true],
    ]);
    expect(await webhook(id)).toMatchObject({ failing_since: null, failed_attempts: 0, last_error: null });
  });

  it('waits as long as the receiver asks it to', async () => {
    receiver.answer = { status: 429, headers: { 'retry-after': '120.5' } };
    const id = await subscribe();
    await app.has({ sku: 'A', name: 'One' });
    await tried(id, 1);
    const wait = await until(async () => {
      const [lane] = await app.db.query(
        'select extract(epoch from next_attempt_at - now())::float8 as wait from webhook_lanes where webhook_id = $1 and next_attempt_at is not null',
        [id],
      );
      return lane?.wait;
    });
    expect(wait).toBeGreaterThan(110);
    expect(wait).toBeLessThanOrEqual(120.5);
    expect(await webhook(id)).toMatchObject({ failed_attempts: 1, last_status: 429 });
  });

  describe('whose receiver refuses an event', () => {
    const refusing = (poison: (sku: string) => boolean) => {
      receiver.answer = ({ json }) => (eventsOf(json).some(({ data }) => poison(data.sku ?? '')) ? 422 : 200);
    };

    it('has it alone after ten more requests, delivers the other 499 in order, and tries it again apart', async () => {
      refusing((sku) => sku === 'S00123');
      const id = await subscribe({ eventTypes: ['product.*'] });
      await app.import(csv(500));
      await receiver.until('the others', ({ events }) => events.length === 499);
      await settled(id);

      expect(receiver.events.map(({ data }) => data.sku)).toEqual(receiver.events.map(({ data }) => data.sku).toSorted());
      const first = receiver.requests.findIndex(({ json, answer }) => answer === 422 && eventsOf(json).length === 500);
      const alone = receiver.requests.findIndex(({ json }) => json.type !== 'batch');
      expect(alone - first).toBeLessThanOrEqual(10);
      expect(receiver.requests.length).toBeLessThanOrEqual(first + 12);
      const left = (await deliveries(id)).filter(({ state }: { state: string }) => !['delivered', 'split'].includes(state));
      expect(left).toMatchObject([{ state: 'parked', n_items: 1, attempts: 1, refusals: 1 }]);
      expect(await webhook(id)).toMatchObject({ failing_since: null, enabled: true });

      receiver.answer = 200;
      await hurry();
      await receiver.until('the last one', ({ events }) => events.length === 500);
      await until(async () => (await deliveries(id)).every(({ state }: { state: string }) => ['delivered', 'split'].includes(state)));
      expect(receiver.unverified()).toEqual([]);
    });

    it('gives it up after nine more tries', async () => {
      refusing((sku) => sku === 'A');
      const id = await subscribe();
      const product = await app.has({ sku: 'A', name: 'One' });
      for (let n = 1; n <= 10; n++) {
        await tried(id, n);
        await hurry();
      }
      const [delivery] = await until(async () => {
        const all = await deliveries(id);
        return all[0].state === 'dead' && all;
      });
      expect(delivery).toMatchObject({ attempts: 10, last_status: 422, refusals: 10 });
      expect(new Set(receiver.requests.map(({ id, body }) => `${id} ${body}`)).size).toBe(1);
      refusing(() => false);
      await change(product.id, { name: 'Two' });
      await receiver.until('what came after it', ({ events }) => events.length === 1);
    });

    it('waits when everything is refused, and goes on when it is taken', async () => {
      refusing((sku) => sku !== '');
      const id = await subscribe({ format: 'single', eventTypes: ['product.*'] });
      await app.import(csv(30));
      await tried(id, 21);
      await until(async () => (await webhook(id)).failed_attempts === 1);
      const states = async () => (await deliveries(id)).map(({ state }: { state: string }) => state);
      expect((await states()).filter((state: string) => state === 'parked')).toHaveLength(20);
      expect((await app.http.get(`/api/webhooks/${id}/waiting`)).body.events).toBe(10);
      await hurry();
      await tried(id, 22);

      receiver.answer = 200;
      await hurry();
      await receiver.until('all of them', ({ events }) => new Set(events.map(({ data }) => data.sku)).size === 30);
      await settled(id);
      await until(async () => (await states()).every((state: string) => state === 'delivered'));
    });

    it('as too large gets it in smaller ones', async () => {
      receiver.answer = ({ json }) => (eventsOf(json).length > 200 ? 413 : 200);
      const id = await subscribe({ eventTypes: ['product.*'] });
      await app.import(csv(500));
      await receiver.until('all', ({ events }) => events.length === 500);
      await settled(id);
      expect(receiver.events.map(({ data }) => data.sku)).toEqual(receiver.events.map(({ data }) => data.sku).toSorted());
      expect((await deliveries(id)).some(({ state }: { state: string }) => state === 'parked')).toBe(false);
    });

    it('by name gets the others as taken', async () => {
      let isRefusing = true;
      receiver.answer = ({ json }) => {
        const failed = isRefusing ? eventsOf(json).filter(({ data }) => ['S00003', 'S00007'].includes(data.sku)) : [];
        return failed.length ? { status: 207, body: { failed: failed.map(({ id }) => id) } } : 200;
      };
      const id = await subscribe({ eventTypes: ['product.*'], partialAck: true, maxItems: 10 });
      await app.import(csv(10));
      await until(async () => (await deliveries(id)).filter(({ state }: { state: string }) => state === 'parked').length === 2);
      const whole = receiver.requests.length;
      isRefusing = false;
      await hurry();
      await receiver.until('both', ({ requests }) => requests.length === whole + 2);
      expect(skus(receiver.requests.slice(whole)).flat().toSorted()).toEqual(['S00003', 'S00007']);
      await until(async () => (await deliveries(id)).every(({ state }: { state: string }) => ['delivered', 'split'].includes(state)));
      const items = (await deliveries(id)).filter(({ state }: { state: string }) => state !== 'split');
      expect(items.reduce((sum: number, { n_items }: { n_items: number }) => sum + n_items, 0)).toBe(10);
    });
  });

  it('that takes what it was sent has taken it, whatever else it names as refused', async () => {
    receiver.answer = ({ json }) => {
      const own = eventsOf(json).find(({ data }) => data.sku === 'S00003');
      return { status: 207, body: { failed: [...(own ? Array<string>(20).fill(own.id) : []), 'evt_of_another'] } };
    };
    const id = await subscribe({ eventTypes: ['product.*'], partialAck: true, maxItems: 10 });
    await app.has({ sku: 'A', name: 'One' });
    await settled(id, 1);
    await app.import(csv(10));
    await settled(id, 5);
    const items = (await deliveries(id)).map(({ state, n_items }: Record<string, unknown>) => [state, n_items]);
    expect(items).toEqual([
      ['delivered', 1],
      ['split', 10],
      ['delivered', 3],
      ['parked', 1],
      ['delivered', 6],
    ]);
  });

  it('signs by the keys as they are, also what waits while it is sending', async () => {
    const release = hold({ status: 200, after: 300 });
    const id = await subscribe({ eventTypes: ['product.*'], format: 'single' });
    await app.import(csv(30));
    await receiver.until('a request', () => receiver.underWay === 1);
    const { body } = await app.http.post(`/api/webhooks/${id}/rotate-secret`).send({ overlapHours: 0 }).expect(200);
    receiver.secrets = [body.secret];
    release();
    receiver.answer = 200;
    await receiver.until('all', ({ requests }) => requests.length === 30);
    expect(receiver.unverified()).toHaveLength(1);
  });

  it('is cut in two when it takes too long for several events three times', async () => {
    receiver.answer = ({ json }) => (eventsOf(json).length > 4 ? 'hang' : 200);
    const id = await subscribe({ eventTypes: ['product.*'], maxItems: 8, timeoutMs: 1_000 });
    await app.import(csv(8));
    for (let n = 1; n <= 3; n++) {
      await until(
        async () => (await attempts(id)).filter(({ error_class }: { error_class: string }) => error_class === 'timeout').length >= n,
      );
      await until(
        async () => !(await app.db.query('select from webhook_lanes where webhook_id = $1 and lease_token is not null', [id])).length,
      );
      await hurry();
    }
    await receiver.until('all', ({ events }) => new Set(events.map(({ data }) => data.sku)).size === 8);
    await settled(id);
  });

  it.each([
    ['gone', 410 as const],
    ['receiver', { status: 500, headers: { 'webhook-delivery': 'disable' } }],
  ])('is disabled at once when it says so (%s), keeps its place, and the audit tells', async (reason, answer) => {
    receiver.answer = answer;
    const id = await subscribe();
    const product = await app.has({ sku: 'A', name: 'One' });
    await until(async () => !(await webhook(id)).enabled);
    expect(await webhook(id)).toMatchObject({ disabled_reason: reason });
    await change(product.id, { name: 'Two' });
    const [note] = await app.db.query(`select actor, action, change from audit where target = $1 order by id desc limit 1`, [
      `webhook:${id}`,
    ]);
    expect(note).toMatchObject({ actor: `webhook:${id}`, action: 'webhook.disabled', change: { reason } });

    receiver.answer = 200;
    await app.http.post(`/api/webhooks/${id}/enable`).send({}).expect(200);
    await receiver.until('both', ({ events }) => events.length === 2);
    expect(receiver.events.map(({ data }) => data.version)).toEqual([1, 2]);
  });

  it('is warned about after an hour, a day and three, and disabled after five days and twenty attempts', async () => {
    receiver.answer = 500;
    const id = await subscribe();
    await app.has({ sku: 'A', name: 'One' });
    await tried(id, 1);
    let n = 1;
    for (const [hours, attempts] of [
      [2, 1],
      [25, 2],
      [80, 3],
      [121, 18],
      [122, 19],
    ]) {
      await app.db.query(`update webhooks set failing_since = now() - $2 * interval '1 hour', failed_attempts = $3 where id = $1`, [
        id,
        hours,
        attempts,
      ]);
      await hurry();
      await tried(id, ++n);
    }
    await until(async () => !(await webhook(id)).enabled);
    expect(await webhook(id)).toMatchObject({ disabled_reason: 'failing', failed_attempts: 20 });
    const notes = await app.db.query(`select action, change from audit where target = $1 and actor = $1 order by id`, [`webhook:${id}`]);
    expect(notes.map(({ action, change }: { action: string; change: { hours?: number } }) => [action, change.hours])).toEqual([
      ['webhook.failing', 1],
      ['webhook.failing', 24],
      ['webhook.failing', 72],
      ['webhook.disabled', undefined],
    ]);
  });

  describe('that was disabled and is enabled', () => {
    const missed = async (from: string) => {
      const id = await subscribe({ eventTypes: ['product.*'] });
      await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
      for (const name of ['One', 'Two', 'Three']) await app.import(csv(20, name));
      await until(async () => !(await app.db.query('select from outbox where seq is null')).length);
      await app.http.post(`/api/webhooks/${id}/enable`).send({ from }).expect(200);
      await app.has({ sku: 'Z', name: 'Last' });
      await receiver.until('what comes after', ({ events }) => events.some(({ data }) => data.sku === 'Z'));
      return receiver.events.filter(({ data }) => data.sku !== 'Z');
    };

    it('goes on where it was: nothing is lost', async () => {
      const events = await missed('continue');
      expect(events).toHaveLength(60);
      for (const sku of ['S00000', 'S00019'])
        expect(events.filter(({ data }) => data.sku === sku).map(({ data }) => data.version)).toEqual([1, 2, 3]);
    });

    it('gets of each product the newest', async () => {
      const events = await missed('latest');
      expect(events.map(({ data }) => [data.sku, data.version])).toEqual(
        Array.from({ length: 20 }, (_, i) => [`S${String(i).padStart(5, '0')}`, 3]),
      );
    });

    it('gets of each product the newest, also of what had failed', async () => {
      receiver.answer = 500;
      const id = await subscribe({ eventTypes: ['product.*'] });
      const product = await app.has({ sku: 'A', name: 'One' });
      await tried(id, 1);
      await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
      for (const name of ['Two', 'Three']) await change(product.id, { name });
      receiver.answer = 200;
      await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'latest' }).expect(200);
      await receiver.until('the newest', ({ events }) => events.some(({ data }) => data.version === 3));
      await settled(id);
      expect(receiver.events.map(({ data }) => data.version)).toEqual([3]);
      expect((await deliveries(id)).map(({ state }: { state: string }) => state)).toEqual(['dropped', 'delivered']);
    });

    it('skips it', async () => expect(await missed('skip')).toEqual([]));
  });

  it('is told first when what it has not got is not kept any longer', async () => {
    const id = await subscribe();
    await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    await app.import(csv(20));
    await until(async () => !(await app.db.query('select from outbox where seq is null')).length);
    const [{ cursor_seq: from }] = await app.db.query('select cursor_seq from webhook_lanes where webhook_id = $1', [id]);
    await app.db.query('delete from outbox');
    await app.has({ sku: 'Z', name: 'Last' });
    await app.http.post(`/api/webhooks/${id}/enable`).send({}).expect(200);
    await receiver.until('what is kept', ({ events }) => events.some(({ data }) => data.sku === 'Z'));
    expect(receiver.events).toMatchObject([
      { type: 'webhook.gap', data: { webhookId: id, from: `${from}:0` } },
      { type: 'product.created', data: { sku: 'Z' } },
    ]);
    expect(receiver.unverified()).toEqual([]);
  });

  it('is said to fail only as long as something is tried: not when that is skipped, or its replay has ended', async () => {
    const id = await subscribe({ eventTypes: ['product.*'] });
    const product = await app.has({ sku: 'A', name: 'One' });
    await settled(id, 1);
    const [{ id: deliveryId }] = await deliveries(id);
    const state = async () => (await app.http.get(`/api/webhooks/${id}`)).body.state;
    const fails = () => until(async () => (await state()) === 'failing');
    const resend = async () => {
      receiver.answer = 500;
      await app.http.post(`/api/deliveries/${deliveryId}/resend`).expect(202);
      await fails();
      const { body } = await app.http.get(`/api/webhooks/${id}/replays`).expect(200);
      return body[0].id;
    };

    await app.http.delete(`/api/webhooks/${id}/replays/${await resend()}`).expect(200);
    expect(await state()).toBe('ok');

    const release = hold(500);
    await app.http.post(`/api/deliveries/${deliveryId}/resend`).expect(202);
    await receiver.until('a request', () => receiver.underWay === 1);
    const [{ id: late }] = (await app.http.get(`/api/webhooks/${id}/replays`)).body;
    await app.http.delete(`/api/webhooks/${id}/replays/${late}`).expect(200);
    const before = (await attempts(id)).length;
    release();
    await until(async () => (await attempts(id)).length > before);
    expect(await state()).toBe('ok');

    const replayId = await resend();
    receiver.answer = 422;
    await app.http.post(`/api/webhooks/${id}/try-now`).expect(204);
    await until(async () => (await app.http.get(`/api/webhooks/${id}/replays/${replayId}`)).body.status === 'completed');
    expect(await state()).toBe('ok');

    receiver.answer = 500;
    await change(product.id, { name: 'Two' });
    await fails();
    await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'skip' }).expect(200);
    expect(await state()).toBe('ok');
  });

  describe('that is sent things again', () => {
    const replay = async (id: number, what: object) => {
      const { body: asked } = await app.http.post(`/api/webhooks/${id}/replay`).send(what).expect(422);
      const { body } = await app.http
        .post(`/api/webhooks/${id}/replay`)
        .send({ ...what, expect: asked.count })
        .expect(202);
      return body;
    };
    const ended = (id: number, replayId: number) =>
      until(async () => {
        const { body } = await app.http.get(`/api/webhooks/${id}/replays/${replayId}`).expect(200);
        return body.status !== 'processing' && body;
      });

    it('gets an import once more under the same event ids, marked, while new events go on', async () => {
      const id = await subscribe();
      const importJob = await app.import(csv(1_200));
      await receiver.until('the import', ({ events }) => events.at(-1)?.type === 'import.completed');
      const [before, ids] = [receiver.requests.length, receiver.events.map(({ id }) => id)];
      const begun = await replay(id, { importId: importJob.id });
      await app.has({ sku: 'Z', name: 'Last' });
      expect(await ended(id, begun.id)).toMatchObject({ status: 'completed', total: 1_201, processed: 1_201, progress: 100 });
      await receiver.until('what is new', ({ events }) => events.some(({ data }) => data.sku === 'Z'));

      const again = receiver.requests.slice(before).filter(({ headers }) => headers['webhook-replay']);
      expect(again.map(({ headers }) => headers['webhook-replay'])).toEqual(again.map(() => String(begun.id)));
      expect(again.flatMap(({ json }) => eventsOf(json)).map(({ id }) => id)).toEqual(ids);
      expect(receiver.unverified()).toEqual([]);
    });

    it('gets single messages as they were: the same id, the same bytes; what was parked is done with', async () => {
      receiver.answer = ({ json }) => (json.data.sku === 'B' ? 400 : 200);
      const id = await subscribe({ format: 'single' });
      for (const sku of ['A', 'B']) await app.has({ sku, name: 'One' });
      await tried(id, 2);
      await settled(id, 2);
      receiver.answer = 200;
      const [a, b] = await deliveries(id);
      expect(b.state).toBe('parked');
      const begun = await replay(id, { deliveryIds: [a.id, b.id] });
      expect(await ended(id, begun.id)).toMatchObject({ status: 'completed', processed: 2 });

      const [first, second, ...again] = receiver.requests.map(({ id, body }) => ({ id, body }));
      expect(again).toEqual([first, second]);
      expect((await deliveries(id)).map(({ state, attempts }: Record<string, unknown>) => [state, attempts])).toEqual([
        ['delivered', 2],
        ['delivered', 2],
      ]);
      await app.http.post(`/api/deliveries/${a.id}/resend`).expect(202);
      await receiver.until('one more', ({ requests }) => requests.length === 5);
      expect(receiver.requests.at(-1)).toMatchObject(first!);
      await until(async () => (await attempts(id)).at(-1)?.trigger === 'resend');
      expect((await attempts(id)).map(({ trigger }: { trigger: string }) => trigger)).toEqual([
        'automatic',
        'automatic',
        'replay',
        'replay',
        'resend',
      ]);
    });

    it('waits with that while the receiver fails, and stops when somebody cancels it', async () => {
      const id = await subscribe({ maxItems: 10 });
      const importJob = await app.import(csv(100));
      await receiver.until('the import', ({ events }) => events.at(-1)?.type === 'import.completed');
      await settled(id);
      receiver.answer = 500;
      const begun = await replay(id, { importId: importJob.id });
      await receiver.until('a failure', ({ requests }) => requests.at(-1)?.answer === 500);
      await until(async () => (await app.http.get(`/api/webhooks/${id}/replays/${begun.id}`)).body.failures === 1);
      await app.http.delete(`/api/webhooks/${id}/replays/${begun.id}`).expect(200);
      receiver.answer = 200;
      await hurry();
      await app.has({ sku: 'Z', name: 'Last' });
      await receiver.until('what is new', ({ events }) => events.some(({ data }) => data.sku === 'Z'));
      expect(receiver.requests.filter(({ headers }) => headers['webhook-replay'])).toHaveLength(1);
    });
  });

  it('hears of a change while another is resent much that hangs; what is resent much otherwise all arrives', async () => {
    const [hanging, product] = [await another(), await app.has({ sku: 'A', name: 'One' })];
    const [id, busy] = [
      await subscribe({ eventTypes: ['product.updated'] }),
      await subscribe({ eventTypes: ['product.created'], timeoutMs: 30_000 }, hanging),
    ];
    await app.has({ sku: 'B', name: 'One' });
    await settled(busy, 1);
    const [{ id: deliveryId }] = await deliveries(busy);
    const resends = (times: number) =>
      Promise.all(Array.from({ length: times }, () => app.http.post(`/api/deliveries/${deliveryId}/resend`).expect(202)));
    await resends(7);
    await hanging.until('all', ({ requests }) => requests.length === 8);
    await until(async () => (await attempts(busy)).length === 8);

    hanging.answer = 'hang';
    await resends(20);
    await until(async () => hanging.underWay >= 2);
    await change(product.id, { name: 'Two' });
    await receiver.until('the change', ({ events }) => events.length === 1);
    expect(await attempts(busy)).toHaveLength(8); // all of the others still wait for their answers
    await settled(id, 1);
  });

  it('does not keep a worker from ending, and is sent again what it had not answered then', async () => {
    receiver.answer = 'hang';
    const id = await subscribe({ timeoutMs: 30_000 });
    await app.has({ sku: 'A', name: 'One' });
    await receiver.until('a request', () => receiver.underWay === 1);
    await app.stopWorker();
    expect(await attempts(id)).toEqual([]); // whether it arrived nobody knows; nor was it waited for until the time was up
    expect(await webhook(id)).toMatchObject({ failing_since: null });

    receiver.answer = 200;
    await app.startWorker();
    await receiver.until('it again', ({ events }) => events.length === 1);
    const [first, second] = receiver.requests;
    expect([second!.id, second!.body]).toEqual([first!.id, first!.body]);
  });

  it('is sent nothing more of a replay that is cancelled while its receiver thinks', async () => {
    for (const [format, answer] of [
      ['batch', 413],
      ['single', 200],
    ] as const) {
      receiver.answer = 200;
      const id = await subscribe({ format, eventTypes: ['product.*'] });
      const importJob = await app.import(csv(30, format));
      await receiver.until('the import', ({ events }) => events.filter(({ data }) => data.importId === importJob.id).length === 30);
      await settled(id);
      const before = receiver.requests.length;
      const release = hold({ status: answer, after: 300 });
      const { body: begun } = await app.http.post(`/api/webhooks/${id}/replay`).send({ importId: importJob.id, expect: 30 }).expect(202);
      await receiver.until('a request', () => receiver.underWay === 1);
      await app.http.delete(`/api/webhooks/${id}/replays/${begun.id}`).expect(200);
      release();
      await until(async () => (await attempts(id)).some(({ trigger }: { trigger: string }) => trigger === 'replay'));
      await settled(id);
      expect(receiver.requests).toHaveLength(before + 1);
      await app.http.delete(`/api/webhooks/${id}`).expect(200);
    }
  });

  it.each(['batch', 'single'] as const)(
    'that is disabled, sent elsewhere or deleted while its receiver thinks gets nothing more there (%s)',
    async (format) => {
      const [product, settings, elsewhere] = [
        await app.has({ sku: 'A', name: 'One' }),
        { format, parallel: 8, maxItems: 5 },
        await another(),
      ];
      const acts = {
        disable: (id: number) => app.http.post(`/api/webhooks/${id}/disable`),
        edit: (id: number) => app.http.patch(`/api/webhooks/${id}`).send({ url: elsewhere.url }),
        delete: (id: number) => app.http.delete(`/api/webhooks/${id}`),
      };
      for (const [name, act] of Object.entries(acts)) {
        receiver = await another();
        const release = hold({ status: 200, after: 300 }); // it was not looked whether more may leave for as long
        const id = await subscribe({ eventTypes: ['product.*'], ...settings });
        await app.import(csv(100, name));
        const underWay = format === 'single' ? 8 : 1;
        await receiver.until('what may be under way at once', () => receiver.underWay === underWay);
        await act(id).expect(200);
        release();
        await until(async () => receiver.underWay === 0);
        await until(async () => {
          const [lane] = await app.db.query(
            `select from webhook_lanes where webhook_id = $1 and $2 = 'disable' and lease_token is not null`,
            [id, name],
          );
          return !lane;
        });
        if (name === 'edit') await elsewhere.until('the rest', ({ events }) => events.length > 50);
        const witness = await another();
        await subscribe({}, witness);
        await change(product.id, { name });
        await witness.until('the change', ({ events }) => events.some(({ data }) => data.product?.name === name));
        expect(receiver.requests).toHaveLength(underWay);
      }
    },
  );

  it('has nothing to be sent again since a moment after which nothing happened', async () => {
    const id = await subscribe();
    await app.has({ sku: 'A', name: 'One' });
    await receiver.until('it', ({ events }) => events.length === 1);
    const { body } = await app.http.post(`/api/webhooks/${id}/replay`).send({ from: '2999-01-01T00:00:00Z' }).expect(422);
    expect(body.detail).toBe('There is nothing to send again.');
  });

  it('is sent no faster than it wants', async () => {
    const id = await subscribe({ format: 'single', parallel: 8, ratePerSecond: 20, eventTypes: ['product.*'] });
    await app.import(csv(30));
    await receiver.until('all', ({ events }) => events.length === 30);
    await settled(id);
    const sent = (await attempts(id)).map(({ sent_at }: { sent_at: Date }) => sent_at.getTime());
    expect(Math.max(...sent) - Math.min(...sent)).toBeGreaterThanOrEqual(29 * 50 - 100); // a promise of the product, whatever the machine
  });

  it('that its former receiver calls gone, as it was edited meanwhile, goes on', async () => {
    const elsewhere = await another();
    const release = hold(410);
    const id = await subscribe({ eventTypes: ['product.*'] });
    await app.import(csv(20));
    await receiver.until('a request', () => receiver.underWay === 1);
    await app.http.patch(`/api/webhooks/${id}`).send({ url: elsewhere.url }).expect(200);
    release();
    await elsewhere.until('everything', ({ events }) => events.length === 20);
    expect(await webhook(id)).toMatchObject({ enabled: true });
  });

  it('that skips what its receiver is just refusing hears no more of it', async () => {
    const release = hold(413);
    const id = await subscribe({ eventTypes: ['product.*'] });
    await app.import(csv(20));
    await receiver.until('a request', () => receiver.underWay === 1);
    await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'skip' }).expect(200);
    release();
    await tried(id, 1);
    receiver.answer = 200;
    await app.has({ sku: 'Z', name: 'Last' });
    await receiver.until('what is new', ({ events }) => events.length === 1);
    await settled(id);
    expect((await deliveries(id)).map(({ state, n_items }: Record<string, unknown>) => [state, n_items])).toEqual([
      ['dropped', 20],
      ['delivered', 1],
    ]);
  });

  it('edited meanwhile goes on as it is now; deleted it hears no more', async () => {
    const [elsewhere, product] = [await another(), await app.has({ sku: 'A', name: 'One' })];
    const release = hold(200);
    const id = await subscribe({ eventTypes: ['product.*'], maxItems: 5 });
    await app.import(csv(20));
    await receiver.until('a request', () => receiver.underWay === 1);
    await app.http.patch(`/api/webhooks/${id}`).send({ url: elsewhere.url }).expect(200);
    release();
    await elsewhere.until('the rest', ({ events }) => events.length === 15);
    await settled(id);
    expect(receiver.requests).toHaveLength(1);

    elsewhere.answer = 500;
    await change(product.id, { name: 'Two' });
    await elsewhere.until('a failure', ({ requests }) => requests.at(-1)?.answer === 500);
    await app.http.delete(`/api/webhooks/${id}`).expect(200);
    const before = elsewhere.requests.length;
    elsewhere.answer = 200;
    await change(product.id, { name: 'Three' });
    await subscribe({}, receiver);
    receiver.answer = 200;
    await change(product.id, { name: 'Four' });
    await receiver.until('another hears', ({ events }) => events.some(({ data }) => data.product?.name === 'Four'));
    expect(elsewhere.requests).toHaveLength(before);
  });
});
