import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem, Retained, type ImportJob, type Product } from '@app/domain';
import request from 'supertest';
import { DataSource } from 'typeorm';
import { startReceiver } from './support/receiver.mjs';
import { startProcesses } from './support/processes.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

describe('what is kept for some time', () => {
  let app: App;
  beforeEach(async () => {
    app = await startApp();
  });
  afterEach(() => app.stop());

  /** Makes an import, and all that it wrote, so many days older. */
  const age = async ({ id }: ImportJob, days: number) => {
    await app.db.query(
      `update imports set created_at = created_at - $2 * interval '1 day', started_at = started_at - $2 * interval '1 day', finished_at = finished_at - $2 * interval '1 day',
              revert = case when revert ->> 'finishedAt' is not null
                            then revert || jsonb_build_object('finishedAt', to_json((revert ->> 'finishedAt')::timestamptz - $2 * interval '1 day')) else revert end
        where id = $1`,
      [id, days],
    );
    await ageVersions(days, id);
  };
  const ageVersions = (days: number, importId?: number) =>
    app.db.query(
      `update product_versions v set replaced_at = replaced_at - $1 * interval '1 day'
        where $2::bigint is null or exists (select from products p where p.id = v.product_id and p.actor = 'import:' || $2::bigint)`,
      [days, importId],
    );
  const change = (id: number, changes: object) => app.http.patch(`/api/products/${id}`).send(changes).expect(200);
  const get = (path: string, status = 200) => app.http.get(`/api/${path}`).expect(status);
  const gone = async (path: string) => {
    const { code, keptUntil } = Problem.parse((await get(path, 410)).body);
    return [code, Date.parse(keptUntil as string) < Date.now()];
  };
  const undo = async (id: number): Promise<ImportJob> => {
    await app.http.post(`/api/imports/${id}/revert`).expect(202);
    return app.end(id);
  };
  const indexed = () =>
    until(
      async () =>
        !(await app.db.query(`select from outbox where seq is null or (indexed_at is null and type like 'product.%') limit 1`)).length,
    );
  const names = (products: Product[]) => products.map(({ name }) => name);
  const everything = () =>
    app.db
      .query(`select (select count(*) from product_versions) as versions, (select count(*) from outbox) as events, (select count(*) from audit) as notes,
                         (select count(*) from row_errors) as errors, (select count(*) from imports) as imports, (select count(*) from kept_products) as kept,
                         (select count(*) from chunks where row_nos is not null) as chunks`);

  it('goes, as versions of products, when they were replaced long ago', async () => {
    const { id } = await app.has({ sku: 'A', name: 'One' });
    await change(id, { name: 'Two' });
    await app.db.query(`update product_versions set replaced_at = now() - interval '91 days'`);
    await change(id, { name: 'Three' });
    await app.tidy();

    const { body } = await get(`products/${id}/versions`);
    expect(body).toMatchObject([
      { version: 3, changed: ['name'] },
      { version: 2, changed: [], isCreation: false },
    ]);
    expect((await gone(`products/${id}/versions/1`))[0]).toBe('history_gone');
    expect((await app.http.post(`/api/products/${id}/restore`).send({ version: 1 }).expect(410)).body.code).toBe('history_gone');
    expect((await app.http.post(`/api/products/${id}/restore`).send({ version: 2 }).expect(200)).body.name).toBe('Two');
  });

  it('goes, as a deleted product, with its last version', async () => {
    const [old, young] = [await app.has({ sku: 'A', name: 'Old' }), await app.has({ sku: 'B', name: 'Young' })];
    await app.http.delete(`/api/products/${old.id}`).expect(200);
    await ageVersions(91);
    await app.http.delete(`/api/products/${young.id}`).expect(200);
    await app.tidy();
    await get(`products/${old.id}/versions`, 404);
    expect((await app.http.post(`/api/products/${young.id}/restore`).send({ version: 1 }).expect(200)).body).toMatchObject({
      name: 'Young',
      version: 3,
    });
  });

  it('stays as long as an import that replaced it can be undone, and while it is being undone', async () => {
    await app.import('sku,name\nA,Apple\nB,Bread\n');
    const recent = await app.import('sku,name\nA,Apple 2\n');
    const late = await app.import('sku,name\nB,Bread 2\n');
    await app.stopWorker();
    await app.http.post(`/api/imports/${late.id}/revert`).expect(202);
    await app.http.post(`/api/imports/${late.id}/pause`).expect(200);
    await age(late, 200);
    await age(recent, 95);
    await app.db.query(`update imports set finished_at = now() - interval '89 days' where id = $1`, [recent.id]); // it stood still for days
    expect((await get(`imports/${recent.id}`)).body.canRevert).toBe(true);
    await app.startWorker();
    await app.tidy();

    await app.http.post(`/api/imports/${late.id}/resume`).expect(200);
    expect(await app.end(late.id)).toMatchObject({ status: 'reverted', revert: { restored: 1, kept: 0 } });
    expect(await undo(recent.id)).toMatchObject({ status: 'reverted', revert: { restored: 1, kept: 0 } });
    expect(names(await app.products())).toEqual(['Apple', 'Bread']);
  });

  it('is not needed for an import that can no longer be undone', async () => {
    await app.import('sku,name\nA,Apple\nB,Bread\n');
    const undone = await app.import('sku,name\nA,Apple 2\nB,Bread 2\n');
    const [apple] = await app.products();
    await change(apple!.id, { name: 'Mine' });
    expect(await undo(undone.id)).toMatchObject({ revert: { restored: 1, kept: 1 } });
    const old = await app.import('sku,name\nA,Apple 3\n');
    for (const importJob of [undone, old]) await age(importJob, 91);
    await ageVersions(91);
    await app.tidy();

    expect((await get(`imports/${old.id}`)).body).toMatchObject({ status: 'completed', updated: 1, canRevert: false });
    await app.http.post(`/api/imports/${old.id}/revert`).expect(409);
    expect(await gone(`imports/${undone.id}/kept`)).toEqual(['history_gone', true]);
    expect((await get(`imports/${undone.id}`)).body.revert).toMatchObject({ restored: 1, kept: 1 });
    expect(await app.db.query(`select actor from chunks where coalesce(row_nos::text, outcomes, target_ids::text) is not null`)).toEqual([
      { actor: 'import:1' },
    ]);
    expect(names(await app.products())).toEqual(['Apple 3', 'Bread']);
  });

  it('goes, as the file of an import, with its row errors; its numbers stay', async () => {
    const old = await app.import('sku,name,active\nA,Apple,\nB,,perhaps\nC,,\n');
    const clean = await app.import('sku,name\nD,Date\n');
    const young = await app.import('sku,name\nE,\n');
    const { body: summary } = await get(`imports/${old.id}/errors/summary`);
    await age(old, 31);
    await age(clean, 31);
    await app.tidy();

    for (const path of ['errors', 'rows', 'results/failed', 'results/successful'])
      expect(await gone(`imports/${old.id}/${path}`)).toEqual(['file_gone', true]);
    expect((await get(`imports/${old.id}/errors/summary`)).body).toEqual(summary);
    expect((await get(`imports/${old.id}`)).body).toMatchObject({
      ...old,
      createdAt: expect.any(String),
      startedAt: expect.any(String),
      finishedAt: expect.any(String),
    });
    expect((await get(`imports/${clean.id}/errors`)).body).toEqual([]);
    expect((await get(`imports/${young.id}/errors`)).body).toHaveLength(1);
    expect((await get(`imports/${young.id}/results/failed`)).text).toContain('E');
    expect(await undo(old.id)).toMatchObject({ status: 'reverted', revert: { removed: 1 } }); // 90 days
  });

  it('goes, as events, when they are old and the search has taken them in', async () => {
    await app.import('sku,name\nA,Apple\n');
    await indexed();
    await app.db.query(`update outbox set occurred_at = now() - interval '31 days'`);
    await app.has({ sku: 'B', name: 'Bread' });
    await app.has({ sku: 'C', name: 'Cake' });
    await indexed();
    await app.db.query(`update outbox set occurred_at = now() - interval '31 days', indexed_at = null where items like '%"B"%'`);
    await app.stopWorker();
    await app.startWorker();
    await app.tidy();
    const told = async () => (await app.events()).map(({ items }) => items[0]!.sku);
    expect([['B', 'C'], ['C']]).toContainEqual(await told()); // the second once the search has taken B in again
    await indexed();
    await app.tidy();
    expect(await told()).toEqual(['C']);
    expect((await get('products?q=bread')).body).toMatchObject([{ sku: 'B' }]);
  });

  it('stays, as events, up to twice as long while a webhook has not got them; what was sent goes on its own time', async () => {
    const receiver = await startReceiver();
    receiver.answer = ({ json }) => (json.data.sku === 'A' ? 400 : 200);
    const { body } = await app.http
      .post('/api/webhooks')
      .send({ url: receiver.url, eventTypes: ['*'], format: 'single' })
      .expect(201);
    const sent = () => app.db.query('select state, body is null as "isBare" from deliveries order by id');
    for (const sku of ['A', 'B']) await app.has({ sku, name: sku });
    await until(async () => (await sent()).map(({ state }: { state: string }) => state).join() === 'parked,delivered');
    await app.db.query('update webhook_lanes set next_attempt_at = null');
    await app.http.post(`/api/webhooks/${body.id}/disable`).expect(200);
    await app.http.post(`/api/webhooks/${body.id}/enable`).send({}).expect(200);
    receiver.answer = 500;
    await app.has({ sku: 'C', name: 'C' });
    await indexed();
    const olden = (days: number) =>
      app.db.query(
        `with o as (update outbox set occurred_at = occurred_at - $1 * interval '1 day'),
              a as (update attempts set sent_at = sent_at - $1 * interval '1 day')
         update deliveries set created_at = created_at - $1 * interval '1 day', finished_at = finished_at - $1 * interval '1 day'`,
        [days],
      );
    await until(async () => (await app.db.query('select from attempts where not ok')).length >= 2);
    const events = async () => (await app.db.query('select seq from outbox')).length;

    await olden(4);
    await app.tidy();
    expect(await sent()).toMatchObject([{ isBare: false }, { state: 'delivered', isBare: true }, { state: 'open', isBare: false }]);
    await olden(11);
    await app.tidy();
    expect(await app.db.query('select ok from attempts where ok')).toEqual([]);
    await olden(20);
    await app.tidy();
    expect(await events()).toBe(3); // the parked one is the first
    expect((await sent()).map(({ state }: { state: string }) => state)).toEqual(['parked', 'open']);
    await olden(30);
    await app.tidy();
    expect((await sent()).map(({ state }: { state: string }) => state)).toEqual(['dead', 'dead']);
    expect(await events()).toBe(0);
    await receiver.stop();
  });

  it('goes, as notes of who did what, after a year', async () => {
    const { id } = await app.has({ sku: 'A', name: 'Apple' });
    await app.db.query(`update audit set at = now() - interval '366 days'`);
    await change(id, { name: 'Pear' });
    await app.tidy();
    expect(await app.db.query('select action from audit')).toEqual([{ action: 'product.update' }]);
  });

  it('is swept a second time without harm', async () => {
    const old = await app.import('sku,name\nA,Apple\nB,\n');
    const { id } = (await app.products())[0]!;
    await change(id, { name: 'Pear' });
    await age(old, 100);
    await ageVersions(100);
    await indexed();
    await app.db.query(`update outbox set occurred_at = now() - interval '31 days'`);
    await app.tidy();
    const [after] = await everything();
    expect(after).toMatchObject({ versions: 0, events: 0, errors: 0, imports: 1, chunks: 0 });
    await Promise.all([app.tidy(), app.tidy()]);
    expect(await everything()).toEqual([after]);
    expect(names(await app.products())).toEqual(['Pear']);
  });

  it('is listed with how long, how much, since when, and when it was swept', async () => {
    await app.import('sku,name\nA,Apple\nB,\n');
    await app.http.post('/api/uploads').set({ 'Tus-Resumable': '1.0.0', 'Upload-Length': '100' }).expect(201);
    const [{ id }] = (await app.products()) as [Product];
    await change(id, { name: 'Pear' });
    await app.tidy();
    const { body } = await get('retention');
    const things: Retained[] = body.map((thing: object) => Retained.parse(thing));
    expect(things).toMatchObject([
      { what: 'versions', days: 90, setting: 'HISTORY_DAYS', count: 1 },
      { what: 'events', days: 30, setting: 'EVENT_DAYS', count: 3 },
      { what: 'deliveries', days: 30, setting: 'EVENT_DAYS', count: 0, oldest: null },
      { what: 'attempts', days: 30, setting: null, count: 0, oldest: null },
      { what: 'files', days: 30, setting: 'FILE_DAYS', count: 1, bytes: 'sku,name\nA,Apple\nB,\n'.length },
      { what: 'row_errors', days: 30, setting: 'FILE_DAYS', count: 1 },
      { what: 'audit', days: 365, setting: 'AUDIT_DAYS' },
      { what: 'uploads', days: 1, setting: null, count: 1, bytes: 0 },
    ]);
    for (const { count, oldest, lastSweptAt, isEstimate } of things) {
      expect([count ? Date.parse(oldest!) : Date.now(), Date.parse(lastSweptAt!)].every((at) => Math.abs(Date.now() - at) < 60_000)).toBe(
        true,
      );
      expect(isEstimate).toBe(false);
    }
    await request(app.url).get('/api/retention').expect(401);
  });

  it('of a new installation is listed, too', async () => {
    await app.stopWorker();
    await app.db.query('truncate retention_sweeps, audit');
    for (const thing of (await get('retention')).body)
      expect(Retained.parse(thing)).toMatchObject({ count: 0, oldest: null, lastSweptAt: null });
    await app.startWorker();
  });
});

describe('a worker that dies while it sweeps', () => {
  it('leaves the rest to the next one', async () => {
    const system = await startProcesses({ env: { FAILPOINT: 'retention.batch:1=kill' } });
    const db = await new DataSource({ type: 'postgres', url: system.database, parseInt8: true }).initialize();
    try {
      await db.query(
        `insert into product_versions (product_id, version, sku, name, description, active, attributes, actor, written_at, replaced_at)
         select n, 1, n, n, '', true, '{}', 'key:0', now(), now() - interval '1 day' * (n % 2 * 100) from generate_series(1, 30000) n`,
      );
      for (const left of [20_000, 15_000]) {
        await system.run('worker').ended;
        expect(await db.query('select count(*)::int as n from product_versions')).toEqual([{ n: left }]);
      }
      system.run('worker');
      await until(async () => (await retained()).every(({ lastSweptAt }) => lastSweptAt));
      expect(await db.query(`select from product_versions where replaced_at < now() - interval '90 days'`)).toEqual([]);
    } finally {
      await db.destroy();
      await system.stop();
    }

    async function retained(): Promise<Retained[]> {
      return (await request(system.url).get('/api/retention').set('Authorization', `Bearer ${adminKey}`).expect(200)).body;
    }
  }, 120_000);
});
