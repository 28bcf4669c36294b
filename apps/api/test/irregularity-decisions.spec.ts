import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Irregularity, IrregularityCounts, type ImportJob } from '@app/domain';
import { fileOf, linesOf, walk } from './support/lists.js';
import { newPurchase, purchaseFile } from './support/purchases.js';
import { startApp, type App } from './support/start-app.js';

const clark = { customer: 1001, firstName: 'Clark', lastName: 'Kent' };

describe('irregularities', () => {
  let app: App;
  let importJob: ImportJob;
  beforeAll(async () => {
    app = await startApp();
    importJob = await app.import(
      purchaseFile(
        ...['431', '432', '433'].map((product) => newPurchase({ ...clark, product, status: 'canceled', at: '2026-04-06T10:30Z' })),
        newPurchase({ customer: 1002, firstName: '=Lois', lastName: '100%_', status: 'canceled', at: '2026-04-07T10:30Z' }),
      ),
      { kind: 'purchases' },
    );
  });
  beforeEach(async () => {
    await app.db.query(
      `update irregularities set status = 'open', decided_by = null, decided_at = null, resolved_by_import_id = null, note = ''`,
    );
  });
  afterAll(() => app?.stop());

  const list = async (query: Record<string, string> = {}): Promise<Irregularity[]> =>
    (await app.http.get('/api/irregularities').query(query).expect(200)).body;
  const post = (path: string, body: object = {}) => app.http.post(`/api/irregularities/${path}`).send(body);
  const notes = (): Promise<{ action: string; target: string; actor: string; change: any }[]> =>
    app.db.query(`select action, target, actor, change from audit where action like 'irregularit%' order by id`);

  it('are told with what they rest on', async () => {
    const all = await list();
    expect(all).toHaveLength(4);
    for (const one of all) {
      expect(Irregularity.parse(one)).toEqual(one);
      expect((await app.http.get(`/api/irregularities/${one.id}`).expect(200)).body).toEqual(one);
    }
    expect(all[0]).toMatchObject({
      rule: 'cancel_unknown',
      status: 'open',
      customer: { customerId: 1001, firstName: 'Clark' },
      importId: importJob.id,
      note: '',
      decidedBy: null,
    });
    expect((await app.http.get('/api/irregularities/999999').expect(404)).body.code).toBe('not_found');
    expect((await app.http.get('/api/irregularities/none').expect(400)).body.code).toBe('invalid_parameter');
  });

  it.each<[Record<string, string>, (string | null)[]]>([
    [{ status: 'open' }, ['431', '432', '433', '9']],
    [{ status: 'resolved' }, []],
    [{ rule: 'cancel_unknown', customerId: '1001' }, ['431', '432', '433']],
    [{ filter: '{"rule":["event_in_future","amount_differs"]}' }, []],
    [{ severity: 'info' }, []],
    [{ sku: '432' }, ['432']],
    [{ q: 'kent' }, ['431', '432', '433']],
    [{ q: '100%_' }, ['9']],
    [{ q: 'zzz' }, []],
    [{ createdAt_lte: '2020-01-01' }, []],
  ])('are found by %j', async (query, skus) => {
    expect((await list(query)).map(({ sku }) => sku).sort()).toEqual(skus);
  });

  it('are found by import and by purchase', async () => {
    const [one] = await list({ sku: '432' });
    expect(await list({ importId: String(importJob.id) })).toHaveLength(4);
    expect(await list({ importId: String(importJob.id + 1) })).toEqual([]);
    expect(await list({ purchaseId: String(one!.purchaseId) })).toEqual([one]);
  });

  it.each(['id', 'rule', 'severity', 'status', 'customerId', 'sku', 'importId', 'rowNo', 'decidedAt', 'createdAt'])(
    'are ordered by %s, page by page',
    async (sort) => {
      await post(`${(await list())[2]!.id}/ignore`).expect(200);
      const upwards = await list({ sort });
      expect(await list({ sort: `-${sort}` })).toEqual(upwards.toReversed());
      expect(await walk(app, `/api/irregularities?sort=${sort}&perPage=1`)).toEqual(upwards);
      expect(await walk(app, `/api/irregularities?sort=-${sort}&perPage=3`)).toEqual(upwards.toReversed());
    },
  );

  it.each([
    ['filter', 'rule=odd'],
    ['filter', 'status=closed'],
    ['filter', 'severity=bad'],
    ['filter', 'message=x'],
    ['sort', 'sort=message'],
  ])('are not asked for by an unknown %s: %s', async (what, query) => {
    expect((await app.http.get(`/api/irregularities?${query}`).expect(422)).body).toMatchObject({
      code: 'invalid',
      errors: [{ pointer: `/${what}` }],
    });
  });

  it('are counted while they are open', async () => {
    const counts = async (): Promise<IrregularityCounts> => (await app.http.get('/api/irregularities/counts').expect(200)).body;
    expect(await counts()).toEqual({ open: 4, byRule: { cancel_unknown: 4 } });
    await post('accept', { filter: { customerId: 1001 }, expect: 3 }).expect(200);
    expect(await counts()).toEqual({ open: 1, byRule: { cancel_unknown: 1 } });
    await post('ignore', { filter: {}, expect: 1 }).expect(200);
    expect(await counts()).toEqual({ open: 0, byRule: {} });
  });

  describe('one by one', () => {
    it.each([
      ['accept', 'accepted'],
      ['ignore', 'ignored'],
    ])('are decided on: %s', async (decision, status) => {
      const [one] = await list();
      const before = (await notes()).length;
      const { body } = await post(`${one!.id}/${decision}`, { note: ' Bought by phone\n' }).expect(200);
      expect(body).toEqual({ ...one, status, note: 'Bought by phone', decidedBy: 'key:0', decidedAt: expect.any(String) });
      expect((await app.http.get(`/api/irregularities/${one!.id}`)).body).toEqual(body);
      expect((await notes()).slice(before)).toEqual([
        { action: `irregularity.${decision}`, target: `irregularity:${one!.id}`, actor: 'key:0', change: { note: 'Bought by phone' } },
      ]);
      expect((await list({ status: 'open' })).map(({ id }) => id)).not.toContain(one!.id);
    });

    it('are opened again, with their note unless another comes', async () => {
      const [one] = await list();
      await post(`${one!.id}/accept`, { note: 'Right' }).expect(200);
      expect((await post(`${one!.id}/reopen`).expect(200)).body).toEqual({ ...one, note: 'Right' });
      await post(`${one!.id}/ignore`).expect(200);
      expect((await post(`${one!.id}/reopen`, { note: '' }).expect(200)).body).toEqual(one);
    });

    it('are noted about in every state', async () => {
      const [one] = await list();
      const note = (text: string) => app.http.put(`/api/irregularities/${one!.id}/note`).send({ note: text }).expect(200);
      expect((await note('Ask Ann')).body).toEqual({ ...one, note: 'Ask Ann' });
      await post(`${one!.id}/accept`).expect(200);
      expect((await note('')).body).toMatchObject({ status: 'accepted', note: '' });
      expect((await notes()).at(-1)).toMatchObject({ action: 'irregularity.note', target: `irregularity:${one!.id}` });
    });

    it('are not decided on twice, nor after a file has resolved them', async () => {
      const [one, other] = await list();
      await post(`${one!.id}/accept`).expect(200);
      await app.db.query(`update irregularities set status = 'resolved', resolved_by_import_id = 1 where id = $1`, [other!.id]);
      const before = [await list(), await notes()];
      for (const [id, action, state] of [
        [one!.id, 'accept', 'accepted'],
        [one!.id, 'ignore', 'accepted'],
        [other!.id, 'accept', 'resolved'],
        [other!.id, 'reopen', 'resolved'],
      ])
        expect((await post(`${id}/${action}`, { note: 'x' }).expect(409)).body).toMatchObject({ code: 'wrong_state', state });
      const { id } = (await list({ status: 'open' }))[0]!;
      expect((await post(`${id}/reopen`).expect(409)).body).toMatchObject({ code: 'wrong_state', state: 'open' });
      expect([await list(), await notes()]).toEqual(before);
    });

    it('are decided on by one of two who do so at once', async () => {
      const [one] = await list();
      const statuses = await Promise.all(['accept', 'ignore'].map(async (decision) => (await post(`${one!.id}/${decision}`)).status));
      expect(statuses.sort()).toEqual([200, 409]);
    });

    it.each([
      [{ note: 'x'.repeat(2_001) }, '/note'],
      [{ note: 'a\u0000b' }, '/note'],
      [{ note: 'a\ud800' }, '/note'],
      [{ note: 7 }, '/note'],
      [{ note: null }, '/note'],
      [{ why: 'x' }, '/why'],
    ])('refuse %j', async (body, pointer) => {
      const [one] = await list();
      for (const action of ['accept', 'ignore', 'reopen'])
        expect((await post(`${one!.id}/${action}`, body).expect(422)).body).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
      expect((await app.http.put(`/api/irregularities/${one!.id}/note`).send(body).expect(422)).body.errors).toEqual(
        expect.arrayContaining([expect.objectContaining({ pointer })]),
      );
      expect(await list()).toContainEqual(one);
    });

    it('are not found where there are none', async () => {
      for (const action of ['accept', 'ignore', 'reopen']) expect((await post(`999999/${action}`).expect(404)).body.code).toBe('not_found');
      expect((await app.http.put('/api/irregularities/999999/note').send({ note: 'x' }).expect(404)).body.code).toBe('not_found');
    });
  });

  describe('many at once', () => {
    it('are named by their ids; those that are not open are passed over', async () => {
      const [a, b, c] = await list();
      await post(`${a!.id}/ignore`, { note: 'Mine' }).expect(200);
      const before = (await notes()).length;
      const ids = [c!.id, b!.id, a!.id, 999_999];
      expect((await post('accept', { ids, note: 'All right' }).expect(200)).body).toEqual({ count: 2 });
      expect((await list()).map(({ status, note }) => [status, note])).toEqual([
        ['ignored', 'Mine'],
        ['accepted', 'All right'],
        ['accepted', 'All right'],
        ['open', ''],
      ]);
      expect((await notes()).slice(before)).toEqual([
        { action: 'irregularities.accept', target: 'irregularities', actor: 'key:0', change: { ids, count: 2, note: 'All right' } },
      ]);
      expect((await post('accept', { ids }).expect(200)).body).toEqual({ count: 0 });
      expect(await notes()).toHaveLength(before + 1);
    });

    it('are all that a filter finds, when the caller knows how many those are', async () => {
      const filter = { q: 'kent', rule: ['cancel_unknown'] };
      const asked = await post('ignore', { filter }).expect(422);
      expect(asked.body).toMatchObject({ code: 'confirmation_required', count: 3 });
      expect((await post('ignore', { filter, expect: 2 }).expect(409)).body).toMatchObject({ code: 'count_changed', count: 3 });
      expect(await list({ status: 'open' })).toHaveLength(4);
      expect((await post('ignore', { filter, expect: 3 }).expect(200)).body).toEqual({ count: 3 });
      expect((await list({ status: 'ignored' })).map(({ customer }) => customer!.customerId)).toEqual([1001, 1001, 1001]);
      expect((await post('ignore', { filter: {} }).expect(422)).body.count).toBe(1);
    });

    it('are decided on once under one Idempotency-Key', async () => {
      const call = () => post('accept', { filter: {}, expect: 4 }).set('Idempotency-Key', 'all-of-april');
      const { body } = await call().expect(200);
      const again = await call().expect(200);
      expect([body, again.body, again.headers['idempotency-replayed']]).toEqual([{ count: 4 }, { count: 4 }, 'true']);
    });

    it.each([
      [{}, '/ids'],
      [{ ids: [] }, '/ids'],
      [{ ids: [1], filter: {} }, '/ids'],
      [{ ids: [0] }, '/ids/0'],
      [{ ids: ['1'] }, '/ids/0'],
      [{ ids: Array.from({ length: 1_001 }, (_, i) => i + 1) }, '/ids'],
      [{ filter: [] }, '/filter'],
      [{ filter: { color: 'red' }, expect: 1 }, '/filter'],
      [{ filter: { status: 'closed' }, expect: 1 }, '/filter'],
      [{ filter: {}, expect: -1 }, '/expect'],
      [{ filter: {}, expect: 1, note: 'x\u0007' }, '/note'],
      [{ filter: {}, confirm: 4 }, '/confirm'],
    ])('refuse %j', async (body, pointer) => {
      for (const decision of ['accept', 'ignore'])
        expect((await post(decision, body).expect(422)).body).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
      expect(await list({ status: 'open' })).toHaveLength(4);
    });
  });

  it('are a file: a table without evidence, or JSON as they are read one by one', async () => {
    await post(`${(await list({ sku: '9' }))[0]!.id}/accept`, { note: '+1, by phone' }).expect(200);
    const { headers, text } = await fileOf(app, '/api/irregularities/export?sku=9');
    expect(headers['content-disposition']).toMatch(/^attachment; filename="irregularities-\d{4}-\d\d-\d\d\.csv"$/);
    const [header, line] = text.split('\n');
    expect(header).toBe(
      '\ufeffid,rule,severity,status,message,customer_id,first_name,last_name,product_id,import_id,line,note,decided_by,decided_at,created_at,import__safe',
    );
    expect(line).toContain(`,1002,'=Lois,100%_,9,${importJob.id},4,"'+1, by phone",key:0,`);
    for (const filter of [{}, { status: 'open' }, { q: '100%' }, { customerId: 1001 }]) {
      const query = { filter: JSON.stringify(filter) };
      expect(await linesOf(app, `/api/irregularities/export?${new URLSearchParams({ ...query, format: 'ndjson' })}`)).toEqual(
        await list(query),
      );
    }
  });

  it('are for those who may read or write purchases', async () => {
    for (const path of ['', '/counts', '/export', '/1'])
      expect((await app.http.get(`/api/irregularities${path}`).set('Authorization', 'Bearer wrong').expect(401)).body.code).toBe(
        'unauthenticated',
      );
    for (const path of ['accept', 'ignore', '1/accept', '1/ignore', '1/reopen'])
      expect((await post(path).set('Authorization', 'Bearer wrong').expect(401)).body.code).toBe('unauthenticated');
  });
});
