import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { request as httpRequest } from 'node:http';
import { EventPage, LogEvent, Problem } from '@app/domain';
import { Sequencer } from '../src/outbox/sequencer.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

let made = 0;
const has = () => app.has({ sku: `E-${++made}`, name: 'Mug' });
const numbered = () => app.app.get(Sequencer).run();
const pull = async (query: Record<string, string | number> = {}): Promise<EventPage> =>
  EventPage.parse((await app.http.get('/api/events').query(query).expect(200)).body);
const head = async () => (await pull({ limit: 1 })).head;
const skus = ({ items }: EventPage) => items.map(({ data }) => ('sku' in data ? data.sku : ''));

describe('GET /api/events', () => {
  it('tells everything from the first that is kept, page by page', async () => {
    const { id, sku } = await has();
    await app.http.patch(`/api/products/${id}`).send({ name: 'Cup' }).expect(200);
    await app.import(`sku,name\n${sku},Cup\nE-A,A\nE-B,B\nE-C,C\n`);
    await app.http.delete(`/api/products/${id}`).expect(200);
    await numbered();

    const whole = await pull();
    expect(whole.items.map(({ type }) => type)).toEqual([
      'product.created',
      'product.updated',
      'product.created',
      'product.created',
      'product.created',
      'import.completed',
      'product.deleted',
    ]);
    expect(whole.items[1]).toEqual({
      id: expect.stringMatching(/^evt_[a-z]{4}_2_0$/),
      type: 'product.updated',
      timestamp: expect.any(String),
      data: { productId: id, sku, version: 2, changed: ['name'], product: expect.objectContaining({ id, sku, name: 'Cup', version: 2 }) },
    });
    expect(whole.items[5]!.data).toEqual({
      importId: 1,
      kind: 'products',
      status: 'completed',
      rows: 4,
      created: 3,
      updated: 0,
      unchanged: 1,
      rejected: 0,
      superseded: 0,
      notProcessed: 0,
      links: { errors: '/api/imports/1/errors', changes: '/api/imports/1/changes' },
    });

    for (const limit of [1, 2, 3]) {
      const items: LogEvent[] = [];
      let after: string | undefined;
      for (let page = await pull({ limit }); page.items.length; page = await pull({ limit, after })) {
        items.push(...page.items);
        after = page.next;
      }
      expect(items).toEqual(whole.items);
    }
    expect(await pull({ after: whole.next })).toEqual({ items: [], next: whole.next, head: whole.head });
    for (const { id, type } of whole.items) {
      const [, , seq, item] = id.split('_');
      expect((await pull({ after: `${seq}:${item}` })).items).toEqual(whole.items.slice(whole.items.findIndex((one) => one.id === id) + 1));
      expect((await pull({ types: type })).items).toEqual(whole.items.filter((event) => event.type === type));
    }
    expect((await pull({ types: 'import.*,product.deleted' })).items.map(({ type }) => type)).toEqual([
      'import.completed',
      'product.deleted',
    ]);
  });

  it('leaves what is not wanted behind', async () => {
    const after = (await pull()).next;
    await has();
    await numbered();
    const page = await pull({ after, types: 'import.*' });
    expect(page).toEqual({ items: [], next: String(page.head), head: Number(after) + 1 });
  });

  it('waits until something happens, and no longer than it was asked to', async () => {
    const after = (await pull()).next;
    const waiting = [1, 2, 3].map(() => pull({ after, wait: 20 }));
    const other = pull({ after, types: 'import.failed', wait: 1 });
    const { sku } = await has();
    await numbered();
    for (const page of await Promise.all(waiting)) expect(skus(page)).toEqual([sku]);
    const page = await other;
    expect(page).toEqual({ items: [], next: String(page.head), head: page.head });
  });

  it('lets many wait without a connection of the database, and forgets those who leave', async () => {
    const after = (await pull()).next;
    const waiting = Array.from({ length: 60 }, () => pull({ after, wait: 20 }));
    const left = new Promise<void>((resolve) => {
      const req = httpRequest(`${app.url}/api/events?after=${after}&wait=20`, { headers: { Authorization: `Bearer ${adminKey}` } });
      req.on('error', () => resolve()).end(() => req.destroy());
    });
    await left;
    const { sku } = await has(); // answers while all of them wait
    await numbered();
    for (const page of await Promise.all(waiting)) expect(skus(page)).toEqual([sku]);
  });

  it.each([
    ['after=x', 400, 'invalid_parameter'],
    ['after=1042:7:1', 400, 'invalid_parameter'],
    ['after=-1', 400, 'invalid_parameter'],
    ['after=evt_k3f9_1_0', 400, 'invalid_parameter'],
    ['after=999999999999999', 400, 'invalid_parameter'],
    ['after=99999999999999999999', 400, 'invalid_parameter'],
    ['after=', 400, 'invalid_parameter'],
    ['after=1&after=2', 400, 'invalid_parameter'],
    ['limit=0', 422, 'invalid'],
    ['limit=1001', 422, 'invalid'],
    ['limit=1e2', 422, 'invalid'],
    ['wait=21', 422, 'invalid'],
    ['wait=-1', 422, 'invalid'],
    ['types=', 422, 'invalid'],
    ['types=product.*,nothing', 422, 'invalid'],
    ['types=webhook.test', 422, 'invalid'],
    ['payload=thin', 422, 'invalid'],
  ])('refuses ?%s', async (query, status, code) => {
    const { body } = await app.http.get(`/api/events?${query}`).expect(status);
    expect(Problem.parse(body).code).toBe(code);
  });

  it('says what is the first position that is kept, when what was asked for is older', async () => {
    const first = (await head()) - 1;
    await app.db.query('delete from outbox where seq < $1', [first]);
    const { body } = await app.http.get('/api/events').query({ after: 1 }).expect(410);
    expect(Problem.parse(body)).toMatchObject({ code: 'events_expired', firstKept: `${first}:0` });
    await app.http
      .get('/api/events')
      .query({ after: first - 1 })
      .expect(200);
    expect((await pull()).items).toHaveLength(2);
    await app.db.query('delete from outbox');
    expect(await pull()).toMatchObject({ items: [], next: String(first + 1) });
    await app.http.get('/api/events').query({ after: first }).expect(410);
  });
});

describe('GET /api/imports/{id}/changes', () => {
  const changes = async (id: number): Promise<LogEvent[]> => {
    const { text, headers } = await app.http
      .get(`/api/imports/${id}/changes`)
      .buffer()
      .parse((res, done) => {
        const pieces: Buffer[] = [];
        res.on('data', (piece) => pieces.push(piece)).on('end', () => done(null, Buffer.concat(pieces)));
      })
      .expect(200)
      .then(({ body, headers }) => ({ text: String(body), headers }));
    expect(headers['content-type']).toBe('application/x-ndjson');
    return text.split('\n').filter(Boolean).map((line) => LogEvent.parse(JSON.parse(line))); // prettier-ignore
  };

  it('tells what an import did, and its undoing', async () => {
    const { id } = await app.import(`sku,name\n${Array.from({ length: 1_234 }, (_, n) => `C-${n},Mug\n`).join('')}`);
    await has();
    await numbered();
    const told = await changes(id);
    expect(told).toHaveLength(1_235);
    expect(new Set(told.map(({ data }) => data.importId))).toEqual(new Set([id]));
    expect(told.at(-1)!.type).toBe('import.completed');

    await app.http.post(`/api/imports/${id}/revert`).expect(202);
    await app.end(id);
    await numbered();
    const more = await changes(id);
    expect(more.slice(0, told.length)).toEqual(told);
    expect(more.slice(told.length).map(({ type }) => type)).toEqual([
      ...Array.from({ length: 1_234 }, () => 'product.deleted'),
      'import.reverted',
    ]);
    await app.http.head(`/api/imports/${id}/changes`).expect(200);
  });

  it('tells of nothing yet, of nothing any more, and of no import', async () => {
    const { body: checked } = await app.upload('sku,name\nC-1,Mug\n', { check: 'true' });
    expect(await changes(checked.id)).toEqual([]);
    await app.http.post(`/api/imports/${checked.id}/cancel`).expect(200);
    await until(async () => (await app.http.get(`/api/imports/${checked.id}`)).body.finishedAt);
    await numbered();
    expect((await changes(checked.id)).map(({ type }) => type)).toEqual(['import.cancelled']);
    await app.db.query('delete from outbox');
    expect((await app.http.get(`/api/imports/${checked.id}/changes`).expect(410)).body.code).toBe('events_expired');
    await app.http.get('/api/imports/999/changes').expect(404);
    await app.http.get('/api/imports/x/changes').expect(400);
  });
});
