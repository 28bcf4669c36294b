import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { BulkJob, permissions, permissionsOf, Problem, type Product } from '@app/domain';
import { Chunks } from '../src/turns/chunks.js';
import { checkInvariants } from './support/invariants.js';
import { follow } from './support/sse.js';
import { adminKey, isHere, queueStores, startApp, until, type App } from './support/start-app.js';

type Request = { action: BulkJob['action']; [field: string]: unknown };

describe.each(queueStores)('bulk jobs, queues on %s', (store) => {
  (isHere(store) ? describe : describe.skip)('', () => {
    let app: App;
    /** Without a worker first, where something is to happen between acceptance and application. */
    const start = async (withWorker = true) => (app = await startApp({ store, withWorker, env: { CHUNK_SIZE: '10' } }));
    afterEach(async () => {
      await checkInvariants(app.db).finally(() => app.stop());
      delete process.env.CHUNK_SIZE;
    });

    const numbered = (n: number) => Array.from({ length: n }, (_, i) => String(i).padStart(3, '0'));
    /** So many products, A000 and on, all active. */
    const fill = (n: number) =>
      app.import(
        `sku,name,description\n${numbered(n)
          .map((i) => `A${i},Mug ${i},d${i}`)
          .join('\n')}\n`,
      );
    const post = (request: Request) => app.http.post('/api/products/bulk').send(request);
    const accepted = async (request: Request): Promise<BulkJob> => BulkJob.parse((await post(request).expect(202)).body);
    const end = async (id: number): Promise<BulkJob> =>
      BulkJob.parse((await follow(`${app.url}/api/bulk-jobs/${id}/progress`, adminKey)).at(-1)!.data);
    const run = async (request: Request) => end((await accepted(request)).id);
    const show = async (id: number): Promise<BulkJob> => BulkJob.parse((await app.http.get(`/api/bulk-jobs/${id}`).expect(200)).body);
    const undo = async (id: number) => {
      await app.http.post(`/api/bulk-jobs/${id}/undo`).expect(202);
      return end(id);
    };
    const kept = async (id: number) => (await app.http.get(`/api/bulk-jobs/${id}/kept`).expect(200)).body;
    const bySku = async () => new Map((await app.products()).map((product) => [product.sku, product]));
    const facts = (products: Product[]) => products.map((product) => ({ ...product, version: undefined, updatedAt: undefined }));

    describe('with a worker', () => {
      beforeEach(() => start());

      it('switch what matches a filter off and on again, with versions, events and who asked', async () => {
        await fill(25);
        await app.has({ sku: 'OFF', name: 'Mug off', active: false });
        const told = (await app.events()).length;
        const { body: counted } = await app.http.get('/api/products/count').query({ filter: '{"name":"mug"}' }).expect(200);
        expect(counted).toEqual({ count: 26 });
        const answer = await post({ action: 'deactivate', filter: { name: 'mug' }, expect: 26 }).expect(202);
        expect(answer.headers.location).toBe(`/api/bulk-jobs/${answer.body.id}`);
        expect(answer.body).toMatchObject({
          action: 'deactivate',
          attribute: null,
          status: 'pending',
          phase: 'applying',
          total: 26,
          processed: 0,
        });

        const { id } = answer.body;
        expect(await end(id)).toMatchObject({
          status: 'completed',
          phase: 'complete',
          processed: 26,
          updated: 25,
          deleted: 0,
          unchanged: 1,
          kept: 0,
          progress: 100,
          actor: 'key:0',
          waitsFor: null,
          canUndo: true,
          undo: null,
          failure: null,
        });
        const after = await app.products();
        expect(new Set(after.map(({ active }) => active))).toEqual(new Set([false]));
        expect(after.map(({ version }) => version)).toEqual([...Array(25).fill(2), 1]);
        const events = (await app.events()).slice(told);
        expect(events.map(({ type, actor, items }) => `${items.length} × ${type} by ${actor}`).sort()).toEqual([
          `10 × product.updated by bulk:${id}`,
          `10 × product.updated by bulk:${id}`,
          `5 × product.updated by bulk:${id}`,
        ]);
        expect(await run({ action: 'activate', ids: after.map((product) => product.id), expect: 26 })).toMatchObject({ updated: 26 });
        expect((await app.products()).every(({ active, lastImportId, sku }) => active && lastImportId === (sku === 'OFF' ? null : 1))).toBe(
          true,
        );
      });

      it('delete by ids: only what exists, each once', async () => {
        await fill(12);
        const [a, b] = await app.products();
        const done = await run({ action: 'delete', ids: [b!.id, 999_999, a!.id, a!.id], expect: 2 });
        expect(done).toMatchObject({ total: 2, deleted: 2, unchanged: 0 });
        expect((await app.products()).map(({ sku }) => sku)).toEqual(
          numbered(12)
            .slice(2)
            .map((i) => `A${i}`),
        );
        expect((await app.events()).at(-1)).toMatchObject({
          type: 'product.deleted',
          items: [
            { sku: 'A000', version: 2 },
            { sku: 'A001', version: 2 },
          ],
        });
      });

      it('set an attribute and take it away; a product that would get too many is kept', async () => {
        await fill(2);
        const full = await app.has({
          sku: 'FULL',
          name: 'F',
          attributes: Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`k${i}`, 'v'])),
        });
        await app.has({ sku: 'SO', name: 'S', attributes: { color: 'red', size: 'L' } });
        const set = await run({ action: 'set_attribute', attribute: { key: 'color', value: 'red' }, filter: {}, expect: 4 });
        expect(set).toMatchObject({ attribute: { key: 'color', value: 'red' }, updated: 2, unchanged: 1, kept: 1, processed: 4 });
        expect(await kept(set.id)).toEqual([{ productId: full.id, sku: 'FULL', reason: 'too_many_attributes', actor: null, at: null }]);
        expect([...(await bySku()).values()].map(({ attributes }) => attributes.color)).toEqual(['red', 'red', undefined, 'red']);

        const known = await run({ action: 'set_attribute', attribute: { key: 'k7', value: 'new' }, ids: [full.id], expect: 1 });
        expect(known).toMatchObject({ updated: 1, kept: 0 });
        const gone = await run({ action: 'set_attribute', attribute: { key: 'color', value: ' ' }, filter: {}, expect: 4 });
        expect(gone).toMatchObject({ attribute: { key: 'color', value: null }, updated: 3, unchanged: 1 });
        expect((await bySku()).get('SO')!.attributes).toEqual({ size: 'L' });
        expect(await undo(gone.id)).toMatchObject({ status: 'reverted', undo: { restored: 3 } });
        expect((await bySku()).get('SO')!.attributes).toEqual({ color: 'red', size: 'L' });
      });

      it('do nothing to nothing', async () => {
        const done = await run({ action: 'activate', filter: { name: 'nobody' }, expect: 0 });
        expect(done).toMatchObject({ status: 'completed', total: 0, progress: 100, canUndo: false });
      });

      it('ask for the number, and refuse another', async () => {
        await fill(3);
        const asked = Problem.parse((await post({ action: 'delete', filter: { name: 'mug' } }).expect(422)).body);
        expect(asked).toMatchObject({ code: 'confirmation_required', count: 3 });
        await app.has({ sku: 'B', name: 'Mug' });
        const changed = Problem.parse((await post({ action: 'delete', filter: { name: 'mug' }, expect: 3 }).expect(409)).body);
        expect(changed).toMatchObject({ code: 'count_changed', count: 4 });
        expect((await app.http.get('/api/bulk-jobs').expect(200)).headers['content-range']).toBe('bulk-jobs */0');
        expect(await app.products()).toHaveLength(4);
      });

      it('are started once by the same call', async () => {
        await fill(3);
        const call = () => post({ action: 'delete', filter: { name: 'mug' }, expect: 3 }).set('Idempotency-Key', 'once');
        const answers = await Promise.all([call(), call(), call()]);
        expect(new Set(answers.map(({ status, body }) => `${status} ${body.id}`))).toEqual(new Set([`202 ${answers[0]!.body.id}`]));
        await end(answers[0]!.body.id);
        const again = await call().expect(202);
        expect([again.headers['idempotency-replayed'], again.body.id]).toEqual(['true', answers[0]!.body.id]);
        expect((await app.http.get('/api/bulk-jobs')).body).toHaveLength(1);
        const other = post({ action: 'activate', filter: { name: 'mug' }, expect: 0 }).set('Idempotency-Key', 'once');
        expect((await other.expect(422)).body.code).toBe('idempotency_mismatch');
      });

      it('need a permission of its own to delete everything', async () => {
        await fill(2);
        const all = permissionsOf.admin;
        try {
          permissionsOf.admin = permissions.filter((permission) => permission !== 'products.purge');
          expect((await post({ action: 'delete', filter: {}, expect: 2 }).expect(403)).body.code).toBe('forbidden');
          for (const filter of [{ sku: '' }, { q: 'mug' }, { createdAt_gte: '2020-01-01' }])
            for (const expected of [{ expect: 2 }, {}])
              expect((await post({ action: 'delete', filter, ...expected }).expect(403)).body.code).toBe('forbidden');
          await app.http.delete('/api/products').query({ confirm: 2 }).expect(403);
          await end((await accepted({ action: 'deactivate', filter: {}, expect: 2 })).id);
          await end((await accepted({ action: 'delete', filter: { sku: 'A000' }, expect: 1 })).id);
          permissionsOf.admin = ['products.read'];
          await post({ action: 'activate', filter: {}, expect: 1 }).expect(403);
        } finally {
          permissionsOf.admin = all;
        }
        expect(await app.products()).toHaveLength(1);
      });

      it('are counted by the filter of the list, and by no other', async () => {
        await fill(3);
        const count = async (query: Record<string, string>) => (await app.http.get('/api/products/count').query(query)).body;
        expect(await count({})).toEqual({ count: 3 });
        expect(await count({ sku: 'a00', active: 'true' })).toEqual({ count: 3 });
        expect(await count({ filter: '{"sku_eq":"a001"}' })).toEqual({ count: 1 });
        expect(await count({ colour: 'red' })).toMatchObject({ status: 422, code: 'invalid' });
        expect(await count({ filter: '{' })).toMatchObject({ status: 422, code: 'invalid' });
      });

      it('are listed, found by action and status, and not found by another id', async () => {
        await fill(3);
        await run({ action: 'deactivate', filter: {}, expect: 3 });
        await run({ action: 'delete', filter: { sku: 'A001' }, expect: 1 });
        const list = async (query: Record<string, string>) => {
          const { body, headers } = await app.http.get('/api/bulk-jobs').query(query).expect(200);
          return [headers['content-range'], body.map((job: BulkJob) => job.action)];
        };
        expect(await list({ sort: '["id","DESC"]', range: '[0,9]' })).toEqual(['bulk-jobs 0-1/2', ['delete', 'deactivate']]);
        expect(await list({ action: 'delete' })).toEqual(['bulk-jobs 0-0/1', ['delete']]);
        expect(await list({ filter: '{"status":["failed","cancelled"]}' })).toEqual(['bulk-jobs */0', []]);
        await app.http.get('/api/bulk-jobs').query({ action: 'explode' }).expect(422);
        for (const path of ['', '/progress', '/kept']) await app.http.get(`/api/bulk-jobs/99${path}`).expect(404);
        for (const path of ['/cancel', '/undo']) await app.http.post(`/api/bulk-jobs/99${path}`).expect(404);
        await app.http.get('/api/bulk-jobs/abc').expect(400);
      });

      it('are followed to their end, by a progress that never falls', async () => {
        await fill(100);
        const { id } = await accepted({ action: 'deactivate', filter: {}, expect: 100 });
        const events = await follow(`${app.url}/api/bulk-jobs/${id}/progress`, adminKey);
        const states = events.filter(({ data }) => data).map(({ data }) => BulkJob.parse(data));
        const progress = states.map((job) => job.progress);
        expect(progress).toEqual(progress.toSorted((a, b) => a - b));
        expect(events.map(({ type }) => type)).toEqual([...Array(events.length - 1).fill('progress'), 'done']);
        expect(states.every((job) => (job.progress === 100) === (job.status === 'completed'))).toBe(true);
        const seen = String(states.at(-1)!.progressVersion);
        await app.http.get(`/api/bulk-jobs/${id}/progress`).set('Last-Event-ID', seen).expect(204);
      });

      it('bring everything back that was deleted, as it was, with events', async () => {
        await app.import('sku,name,description,active\nA,Apple,red,no\nB,Bread,,\n');
        await app.has({ sku: 'Ç', name: 'Cake', attributes: { size: 'L' } });
        await app.import('sku,name\nB,Bread 2\n');
        const before = await app.products();
        const { id } = await app.deleteAll();
        expect(await app.products()).toEqual([]);
        const told = (await app.events()).length;
        expect(await undo(id)).toMatchObject({
          status: 'reverted',
          phase: 'complete',
          progress: 100,
          canUndo: false,
          deleted: 3,
          undo: { status: 'completed', total: 3, processed: 3, restored: 3, kept: 0, actor: 'key:0' },
        });
        const after = await app.products();
        expect(facts(after)).toEqual(facts(before));
        expect(after.map(({ version }) => version)).toEqual(before.map(({ version }) => version + 2));
        expect((await app.events()).slice(told)).toMatchObject([
          {
            type: 'product.created',
            actor: `undo:${id}`,
            items: [
              { sku: 'A', version: 3 },
              { sku: 'B', version: 4 },
              { sku: 'Ç', version: 3 },
            ],
          },
        ]);
        const found = await app.http.get('/api/products').query({ sku_eq: 'ç' });
        expect(found.body).toMatchObject([{ sku: 'Ç' }]);
        await app.has({ sku: 'D', name: 'New ids go on' });
        expect((await app.http.post(`/api/bulk-jobs/${id}/undo`)).body).toMatchObject({
          status: 409,
          code: 'wrong_state',
          state: 'reverted',
        });
        expect(await app.deleteAll()).toMatchObject({ deleted: 4, canUndo: true });
      });

      it('keep what others did since when they are undone, and list it', async () => {
        await fill(4);
        const [a, b, c, d] = await app.products();
        const updated = await run({ action: 'deactivate', filter: {}, expect: 4 });
        await app.http.put(`/api/products/${a!.id}`).send({ name: 'Other' }).expect(200);
        await app.http.delete(`/api/products/${b!.id}`).expect(200);
        await app.import('sku,name\nA002,Imported\n');
        expect(await undo(updated.id)).toMatchObject({ undo: { total: 4, restored: 1, kept: 3 } });
        expect(await kept(updated.id)).toMatchObject([
          { productId: a!.id, sku: 'A000', reason: 'changed', actor: 'key:0' },
          { productId: b!.id, sku: 'A001', reason: 'deleted' },
          { productId: c!.id, sku: 'A002', reason: 'changed', actor: 'import:2' },
        ]);
        expect((await bySku()).get('A003')).toMatchObject({ id: d!.id, active: true, version: 3 });

        const deleted = await run({ action: 'delete', filter: {}, expect: 3 });
        await app.has({ sku: 'a002', name: 'Taken' });
        expect(await undo(deleted.id)).toMatchObject({ undo: { total: 3, restored: 2, kept: 1 } });
        expect(await kept(deleted.id)).toMatchObject([{ productId: c!.id, sku: 'A002', reason: 'sku_taken', actor: 'key:0' }]);
        expect([...(await bySku()).keys()].sort()).toEqual(['A000', 'A003', 'a002']);
      });

      it('are undone newest first, each to what was before it', async () => {
        await fill(11);
        const before = facts(await app.products());
        const off = await run({ action: 'deactivate', filter: {}, expect: 11 });
        const marked = await run({ action: 'set_attribute', attribute: { key: 'colour', value: 'blue' }, filter: {}, expect: 11 });
        const deleted = await run({ action: 'delete', filter: {}, expect: 11 });
        expect(await undo(deleted.id)).toMatchObject({ undo: { restored: 11, kept: 0 } });
        await app.http
          .put(`/api/products/${(await app.products())[0]!.id}`)
          .send({ name: 'Other' })
          .expect(200);
        expect(await undo(marked.id)).toMatchObject({ undo: { restored: 10, kept: 1 } });
        expect(await undo(off.id)).toMatchObject({ undo: { restored: 10, kept: 1 } });
        expect(facts(await app.products()).slice(1)).toEqual(before.slice(1));
        expect(await kept(off.id)).toMatchObject([{ sku: 'A000', reason: 'changed', actor: 'key:0' }]);
      });

      it('leave an import as it was when they are undone: undone too, it takes away what it created', async () => {
        await fill(3);
        const { id } = await app.import('sku,name\nA000,Changed\nNEW,New\n');
        const off = await run({ action: 'deactivate', filter: {}, expect: 4 });
        await undo(off.id);
        await app.http.post(`/api/imports/${id}/revert`).expect(202);
        await until(async () => (await app.http.get(`/api/imports/${id}`)).body.status === 'reverted');
        expect((await app.products()).map(({ sku, name, active }) => [sku, name, active])).toEqual(
          [0, 1, 2].map((i) => [`A00${i}`, `Mug 00${i}`, true]),
        );
      });

      it('are not undone while they run, twice, too late, or when they did nothing', async () => {
        await fill(3);
        const refused = async (id: number, state: string) =>
          expect((await app.http.post(`/api/bulk-jobs/${id}/undo`)).body).toMatchObject({ status: 409, code: 'wrong_state', state });
        const idle = await run({ action: 'activate', filter: {}, expect: 3 });
        await refused(idle.id, 'completed');
        const old = await run({ action: 'deactivate', filter: {}, expect: 3 });
        await app.db.query(`update bulk_jobs set finished_at = finished_at - interval '91 days' where id = $1`, [old.id]);
        expect((await show(old.id)).canUndo).toBe(false);
        await refused(old.id, 'completed');
        await app.db.query(`update bulk_jobs set finished_at = now() where id = $1`, [old.id]);
        const answers = await Promise.all([1, 2, 3].map(() => app.http.post(`/api/bulk-jobs/${old.id}/undo`)));
        expect(answers.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
        await end(old.id);
        await refused(old.id, 'reverted');
      });

      it('stop when they are cancelled: what is applied stays, and can be undone', async () => {
        await fill(100);
        const before = await app.products();
        const hold = app.db.createQueryRunner();
        await hold.startTransaction();
        await hold.query(`select from products where sku in ('A015', 'A035') for update`); // of the two chunks at a time each waits for one
        const { id } = await accepted({ action: 'deactivate', filter: {}, expect: 100 });
        await until(async () => (await app.db.query(`select from pg_locks where not granted and locktype = 'transactionid'`)).length === 2);
        const cancelled = app.http.post(`/api/bulk-jobs/${id}/cancel`).then(({ status, body }) => [status, body] as const);
        await until(
          async () =>
            (await app.db.query(`select from pg_locks where not granted and locktype = 'advisory' and mode = 'ExclusiveLock'`)).length,
        );
        await hold.rollbackTransaction();
        await hold.release();
        const [status, job] = await cancelled;
        expect([status, job.status, job.phase, job.finishedAt]).toEqual([200, 'cancelled', 'applying', expect.any(String)]);
        expect([job.updated > 0, job.updated < 100, job.progress < 100]).toEqual([true, true, true]);
        expect((await app.products()).filter(({ active }) => !active)).toHaveLength(job.updated);
        expect((await app.http.post(`/api/bulk-jobs/${id}/cancel`)).body).toMatchObject({
          status: 409,
          code: 'wrong_state',
          state: 'cancelled',
        });
        expect(await undo(id)).toMatchObject({
          status: 'reverted',
          updated: job.updated,
          undo: { total: job.updated, restored: job.updated },
        });
        expect(facts(await app.products())).toEqual(facts(before));
      });

      it('fail when the database refuses the values, and hold nobody up', async () => {
        await fill(30);
        await app.db.query(`alter table products add constraint planted check (active or sku <> 'A015')`);
        const failed = await run({ action: 'deactivate', filter: {}, expect: 30 });
        expect(failed).toMatchObject({ status: 'failed', failure: { code: 'internal' }, canUndo: failed.updated > 0 });
        expect(await run({ action: 'delete', filter: {}, expect: 30 })).toMatchObject({ status: 'completed', deleted: 30 });
      });
    });

    describe('waiting for a worker', () => {
      beforeEach(() => start(false));
      const imported = async (csv: string) => {
        await app.startWorker();
        const done = await app.import(csv);
        await app.stopWorker();
        return done;
      };

      it('are about what matched when they were accepted', async () => {
        await imported('sku,name\nA,Mug a\nB,Mug b\nC,Mug c\nD,Cup d\n');
        const [a, b, c] = await app.products();
        const { id } = await accepted({ action: 'deactivate', filter: { name: 'mug' }, expect: 3 });
        await app.http.put(`/api/products/${a!.id}`).send({ name: 'Cup a' }).expect(200);
        await app.http.put(`/api/products/${b!.id}`).send({ sku: 'Z' }).expect(200);
        await app.http.delete(`/api/products/${c!.id}`).expect(200);
        await app.has({ sku: 'E', name: 'Mug e' });
        await app.http
          .put(`/api/products/${(await bySku()).get('D')!.id}`)
          .send({ name: 'Mug d' })
          .expect(200);
        expect(await show(id)).toMatchObject({ status: 'pending', total: 3, startedAt: null, waitsFor: null });
        await app.startWorker();
        expect(await end(id)).toMatchObject({ status: 'completed', total: 3, processed: 3, updated: 2, unchanged: 1 });
        expect((await app.products()).map(({ sku, active }) => [sku, active])).toEqual([
          ['A', false],
          ['D', true],
          ['E', true],
          ['Z', false],
        ]);
      });

      it('stand in line with imports, and with one another', async () => {
        await imported('sku,name\nA,Apple\nB,Bread\n');
        const { body: second } = await app.upload('sku,name,active\nA,Apple 2,yes\nC,Cake,yes\n');
        const off = await accepted({ action: 'deactivate', filter: {}, expect: 2 });
        const del = await accepted({ action: 'delete', filter: { sku_eq: 'B' }, expect: 1 });
        expect([(await show(off.id)).waitsFor, (await show(del.id)).waitsFor]).toEqual([`import:${second.id}`, `import:${second.id}`]);
        expect((await app.http.post(`/api/bulk-jobs/${off.id}/undo`)).body).toMatchObject({ status: 409, code: 'wrong_state' });
        await app.startWorker();
        await Promise.all([app.end(second.id), end(off.id), end(del.id)]);
        const actors = (await app.events()).map(({ actor }) => actor);
        expect([...new Set(actors)]).toEqual(['import:1', `import:${second.id}`, `bulk:${off.id}`, `bulk:${del.id}`]);
        expect((await app.products()).map(({ sku, name, active }) => [sku, name, active])).toEqual([
          ['A', 'Apple 2', false],
          ['C', 'Cake', true],
        ]);
        expect(await undo(off.id)).toMatchObject({ undo: { restored: 1, kept: 1 } });
        expect(await undo(del.id)).toMatchObject({ undo: { restored: 1, kept: 0 } });
        expect((await app.products()).map(({ sku, active }) => [sku, active])).toEqual([
          ['A', true],
          ['B', false],
          ['C', true],
        ]);
      });

      it('can be cancelled before they begin', async () => {
        await imported('sku,name\nA,Apple\n');
        const { id } = await accepted({ action: 'delete', filter: {}, expect: 1 });
        const { body } = await app.http.post(`/api/bulk-jobs/${id}/cancel`).expect(200);
        expect(body).toMatchObject({ status: 'cancelled', deleted: 0, canUndo: false, waitsFor: null });
        await app.startWorker();
        expect(await run({ action: 'deactivate', filter: {}, expect: 1 })).toMatchObject({ updated: 1 });
      });

      it('go on with another worker, and what the first one still does counts for nothing', async () => {
        await imported(
          `sku,name\n${numbered(40)
            .map((i) => `A${i},Mug`)
            .join('\n')}\n`,
        );
        const before = await app.products();
        const chunks = app.app.get(Chunks, { strict: false });
        const { id } = await accepted({ action: 'delete', filter: {}, expect: 40 });
        /** As a worker that has taken the turn, applied one chunk, and is silent since. */
        const half = async (actor: `bulk:${number}` | `undo:${number}`, status: string) => {
          await app.db.query(
            `update bulk_jobs set status = 'processing', has_turn = true, epoch = epoch + 1, started_at = now() where id = $1`,
            [id],
          );
          const [{ epoch }] = await app.db.query('select epoch from bulk_jobs where id = $1', [id]);
          const chunk = (await chunks.find({ actor, table: 'bulk_jobs', id, epoch }, 1))!;
          await app.startWorker();
          expect((await end(id)).status).toBe(status);
          expect(await chunks.apply(chunk, () => Promise.reject(new Error('nothing may be written')))).toBe(false);
          await app.stopWorker();
        };
        await half(`bulk:${id}`, 'completed');
        expect(await app.products()).toEqual([]);
        await app.http.post(`/api/bulk-jobs/${id}/undo`).expect(202);
        await half(`undo:${id}`, 'reverted');
        expect(facts(await app.products())).toEqual(facts(before));
      });
    });
  });
});

describe('a request for a bulk job', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ withWorker: false });
  });
  afterAll(async () => {
    expect((await app.http.get('/api/bulk-jobs')).body).toEqual([]);
    await app.stop();
  });

  it.each<[string, object, string]>([
    ['neither ids nor a filter', { action: 'delete' }, '/ids'],
    ['both', { action: 'delete', ids: [1], filter: {} }, '/ids'],
    ['no ids', { action: 'delete', ids: [] }, '/ids'],
    ['1,001 ids', { action: 'delete', ids: Array.from({ length: 1_001 }, (_, i) => i + 1) }, '/ids'],
    ['ids that are none', { action: 'delete', ids: [1, -1] }, '/ids/1'],
    ['ids as text', { action: 'delete', ids: ['1'] }, '/ids/0'],
    ['an id beyond all', { action: 'delete', ids: [1e300] }, '/ids/0'],
    ['an unknown action', { action: 'explode', ids: [1] }, '/action'],
    ['no action', { ids: [1] }, '/action'],
    ['a field more', { action: 'delete', ids: [1], force: true }, '/force'],
    ['an unknown filter', { action: 'delete', filter: { colour: 'x' }, expect: 0 }, '/filter'],
    ['an unknown filter, uncounted', { action: 'delete', filter: { colour: 'x' } }, '/filter'],
    ['a filter that is a list', { action: 'delete', filter: [] }, '/filter'],
    ['a filter of null', { action: 'delete', filter: null }, '/filter'],
    ['a filter by a list', { action: 'delete', filter: { name: ['a', {}] }, expect: 0 }, '/filter'],
    ['a filter with U+0000', { action: 'delete', filter: { name: 'a\0' }, expect: 0 }, '/filter'],
    ['an attribute with U+0000', { action: 'delete', filter: { 'attributes.a\0': 'x' }, expect: 0 }, '/filter'],
    ['an attribute with U+0000, uncounted', { action: 'delete', filter: { 'attributes.a\0': 'x' } }, '/filter'],
    ['an expectation below 0', { action: 'delete', ids: [1], expect: -1 }, '/expect'],
    ['half an expectation', { action: 'delete', ids: [1], expect: 0.5 }, '/expect'],
    ['no attribute', { action: 'set_attribute', ids: [1], expect: 1 }, '/attribute'],
    ['an attribute too many', { action: 'delete', attribute: { key: 'a', value: 'b' }, ids: [1] }, '/attribute'],
    ['no value', { action: 'set_attribute', attribute: { key: 'a' }, ids: [1] }, '/attribute/value'],
    ['a number as value', { action: 'set_attribute', attribute: { key: 'a', value: 1 }, ids: [1] }, '/attribute/value'],
    ['a long value', { action: 'set_attribute', attribute: { key: 'a', value: 'x'.repeat(5_001) }, ids: [1] }, '/attribute/value'],
    ['half a character', { action: 'set_attribute', attribute: { key: 'a', value: '\ud800' }, ids: [1] }, '/attribute/value'],
    ['a long key', { action: 'set_attribute', attribute: { key: 'x'.repeat(65), value: '' }, ids: [1] }, '/attribute/key'],
    ['an empty key', { action: 'set_attribute', attribute: { key: '', value: '' }, ids: [1] }, '/attribute/key'],
    ['U+0000 in a key', { action: 'set_attribute', attribute: { key: 'a\0', value: '' }, ids: [1] }, '/attribute/key'],
    ['the key __proto__', { action: 'set_attribute', attribute: { key: '__proto__', value: 'x' }, ids: [1] }, '/attribute/key'],
    ['the key constructor', { action: 'set_attribute', attribute: { key: 'constructor', value: 'x' }, ids: [1] }, '/attribute/key'],
  ])('refuses %s', async (_, request, pointer) => {
    const { status, body } = await app.http.post('/api/products/bulk').send(request);
    expect([status, Problem.parse(body).code, body.errors[0].pointer]).toEqual([422, 'invalid', pointer]);
  });

  it.each(['{"action":"delete","filter":{"__proto__":{}},"expect":0}', '{"action":"delete","__proto__":{},"ids":[1]}'])(
    'refuses %s',
    async (text) => {
      const { status, body } = await app.http.post('/api/products/bulk').type('json').send(text);
      expect([status, body.code]).toEqual([422, 'invalid']);
    },
  );
});
