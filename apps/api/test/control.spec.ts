import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkInvariants } from './support/invariants.js';
import { isHere, queueStores, startApp, until, type App } from './support/start-app.js';

const fileOf = (count: number, edition = 'x') =>
  `sku,name\n${Array.from({ length: count }, (_, i) => `C-${i},${edition} ${i}`).join('\n')}\n`;

describe.each(queueStores)('controlling imports, queues on %s', (store) => {
  (isHere(store) ? describe : describe.skip)('', () => {
    let app: App;
    beforeEach(async () => {
      app = await startApp({ store });
    });
    afterEach(async () => {
      await checkInvariants(app.db).finally(() => app.stop());
    });

    /** The import once it has applied a part of its chunks; fails if it ends before. */
    const midway = (id: number) =>
      until(async () => {
        const { body } = await app.http.get(`/api/imports/${id}`);
        if (body.finishedAt) throw new Error('too late');
        return body.phase === 'importing' && body.processed > 0 && body;
      });

    it('fails when the database refuses what it writes, and holds nobody up', async () => {
      await app.db.query(`alter table products add constraint planted check (sku <> 'C-7')`);
      const failed = await app.import(fileOf(2_000));
      expect(failed).toMatchObject({ status: 'failed', failure: { code: 'internal' }, notProcessed: 2_000 - failed.created });
      expect(await app.import('sku,name\nBEHIND,b\n')).toMatchObject({ status: 'completed', created: 1 });
    });

    it('cancels one that is being applied: what is applied stays, nothing more comes, the rest is not processed', async () => {
      const { body: started } = await app.upload(fileOf(250_000));
      await midway(started.id);
      const { body: cancelled } = await app.http.post(`/api/imports/${started.id}/cancel`).expect(200);
      const count = async () => (await app.db.query('select count(*)::int as n from products'))[0].n;
      const atOnce = await count();

      expect(cancelled).toMatchObject({ status: 'cancelled', message: 'Import cancelled', rows: 250_000 });
      expect(cancelled.created).toBe(atOnce);
      expect(cancelled.created + cancelled.notProcessed).toBe(250_000);
      expect(cancelled.notProcessed).toBeGreaterThan(0);
      expect(await app.end(started.id)).toMatchObject({ status: 'cancelled' });
      expect((await app.events()).at(-1)).toMatchObject({ type: 'import.cancelled', items: [{ importId: started.id, created: atOnce }] });

      expect((await app.http.post(`/api/imports/${started.id}/cancel`)).body).toMatchObject({
        status: 409,
        code: 'wrong_state',
        state: 'cancelled',
      });
      const { body: again } = await app.http.post(`/api/imports/${started.id}/retry`).expect(202);
      expect(again.parentId).toBe(started.id);
      expect(await count()).toBeGreaterThanOrEqual(atOnce);
      expect(await app.end(again.id)).toMatchObject({ status: 'completed', rows: 250_000 - atOnce, created: 250_000 - atOnce });
    });

    it('pauses one that is being applied, and resumes it: it keeps its turn, and nobody overtakes it', async () => {
      const { body: started } = await app.upload(fileOf(250_000));
      await midway(started.id);
      const { body: paused } = await app.http.post(`/api/imports/${started.id}/pause`).expect(200);
      expect(paused).toMatchObject({ status: 'paused', message: 'Paused', silentSeconds: null });
      const { body: behind } = await app.upload(fileOf(10, 'behind'));
      const waiting = await until(async () => {
        const { body } = await app.http.get(`/api/imports/${behind.id}`);
        return body.waitsFor && body;
      });
      expect(waiting).toMatchObject({ waitsFor: `import:${started.id}`, queuePosition: 1 });
      expect((await app.http.get(`/api/imports/${started.id}`)).body).toMatchObject({ status: 'paused', processed: paused.processed });
      expect((await app.http.post(`/api/imports/${started.id}/pause`)).body).toMatchObject({ status: 409, code: 'wrong_state' });

      await app.http.post(`/api/imports/${started.id}/resume`).expect(200);
      expect(await app.end(started.id)).toMatchObject({ status: 'completed', created: 250_000 });
      expect(await app.end(behind.id)).toMatchObject({ status: 'completed', updated: 10 });
      expect((await app.http.post(`/api/imports/${started.id}/resume`)).body).toMatchObject({ status: 409, code: 'wrong_state' });
    });

    it('pauses one that is being read, and a paused one can be cancelled', async () => {
      const { body: started } = await app.upload(fileOf(100_000));
      await app.http.post(`/api/imports/${started.id}/pause`).expect(200);
      await app.http.post(`/api/imports/${started.id}/resume`).expect(200);
      expect(await app.end(started.id)).toMatchObject({ status: 'completed', rows: 100_000 });
      const { body: second } = await app.upload(fileOf(100_000, 'second'));
      await app.http.post(`/api/imports/${second.id}/pause`).expect(200);
      await app.http.post(`/api/imports/${second.id}/cancel`).expect(200);
      expect(await app.import(fileOf(1, 'third'))).toMatchObject({ updated: 1 });
    });

    it('cancels one that waits for a worker, and one that has not is left alone', async () => {
      await app.stopWorker();
      const { body: waiting } = await app.upload(fileOf(10));
      await app.http.post(`/api/imports/${waiting.id}/cancel`).expect(200);
      await app.startWorker();
      expect(await app.import(fileOf(10))).toMatchObject({ status: 'completed', created: 10 });
      expect((await app.http.get(`/api/imports/${waiting.id}`)).body).toMatchObject({ status: 'cancelled', rows: 0 });
    });

    it('retries a failed one as a new import, never a completed one', async () => {
      const failed = await app.import('colour\nred\n');
      expect(failed).toMatchObject({ status: 'failed', failure: { code: 'header_missing_column' } });
      const { body: again, headers } = await app.http.post(`/api/imports/${failed.id}/retry`).expect(202);
      expect(headers.location).toBe(`/api/imports/${again.id}`);
      expect(await app.end(again.id)).toMatchObject({ status: 'failed', parentId: failed.id });

      const completed = await app.import(fileOf(1));
      expect((await app.http.post(`/api/imports/${completed.id}/retry`)).body).toMatchObject({ status: 409, code: 'wrong_state' });
      await app.http.post('/api/imports/999999/retry').expect(404);
    });

    it('applies imports in the order in which they came, and the last one wins', async () => {
      const ids: number[] = [];
      for (const [rows, edition] of [
        [60_000, 'first'],
        [10, 'second'],
        [20, 'third'],
      ] as const)
        ids.push((await app.upload(fileOf(rows, edition))).body.id);
      const ended = await Promise.all(ids.map((id) => app.end(id)));

      expect(ended).toMatchObject([{ created: 60_000 }, { updated: 10 }, { updated: 20 }]);
      const times = ended.map(({ finishedAt }) => finishedAt!);
      expect(times).toEqual([...times].sort());
      expect((await app.http.get('/api/products').query({ sku_eq: 'C-5', filter: '{}' })).body).toMatchObject([
        { name: 'third 5', version: 3 },
      ]);
    });

    it('goes on by itself when the queue store is wiped', async () => {
      const { body } = await app.upload(fileOf(100_000));
      await until(async () => (await app.http.get(`/api/imports/${body.id}`)).body.validated > 0);
      if (store === 'PostgreSQL') await wipe(app);
      else await wipeRedis();
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', created: 100_000 });
    });

    it('starts what was accepted while no worker was there', async () => {
      await app.stopWorker();
      const { body } = await app.upload(fileOf(100));
      if (store === 'PostgreSQL') await wipe(app);
      else await wipeRedis();
      await app.startWorker();
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', created: 100 });
    });

    it('stages again what a crash of the database took from the staging tables', async () => {
      const { body } = await app.upload(fileOf(200_000));
      await until(async () => {
        const [found] = await app.db.query(`select 1 from imports where id = $1 and phase = 'importing'`, [body.id]);
        return Boolean(found);
      });
      for (const table of [`staging.staged_${body.id}_1`, `staging.winners_${body.id}_1`]) await app.db.query(`truncate ${table}`); // as recovery does with unlogged tables
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', rows: 200_000, created: 200_000, superseded: 0 });
      expect(await app.db.query('select count(*)::int as n from products')).toEqual([{ n: 200_000 }]);
    });
  });
});

async function wipe(app: App): Promise<void> {
  const tables = await app.db.query(
    `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname = 'bullmq' and tablename not like '%migration%'`,
  );
  await app.db.query(`truncate ${tables.map(({ name }: { name: string }) => name).join(', ')} cascade`);
}

async function wipeRedis(): Promise<void> {
  const { Redis } = await import('ioredis');
  const redis = new Redis(process.env.REDIS_URL!);
  await redis.flushdb();
  await redis.quit();
}
