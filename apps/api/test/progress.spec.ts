import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportJob } from '@app/domain';
import { follow } from './support/sse.js';
import { adminKey, startApp, type App } from './support/start-app.js';

const many = `sku,name,description\n${Array.from({ length: 120_000 }, (_, i) => `P-${i},Name ${i},${'x'.repeat(80)}`).join('\n')}\n`;

describe('the progress of an import', () => {
  let app: App;
  let other: App;
  beforeAll(async () => {
    app = await startApp();
    other = await startApp({ database: app.database, withWorker: false });
  });
  afterAll(async () => {
    await other?.stop();
    await app?.stop();
  });

  const path = (id: number) => `/api/imports/${id}/progress`;

  it('is told from start to end by whichever process is asked: whole states that never fall, at last "done"', async () => {
    const { body } = await app.upload(many);
    const both = await Promise.all([follow(app.url + path(body.id), adminKey), follow(other.url + path(body.id), adminKey)]);

    for (const events of both) {
      const states = events.filter(({ data }) => data).map(({ data }) => ImportJob.parse(data));
      expect(events.map(({ type }) => type)).toEqual([...Array(events.length - 1).fill('progress'), 'done']);
      expect(states.at(-1)).toMatchObject({
        status: 'completed',
        progress: 100,
        rows: 120_000,
        created: 120_000,
        message: 'Import complete',
      });
      for (const key of ['progress', 'progressVersion', 'validated', 'processed'] as const) {
        const values = states.map((state) => state[key]);
        expect(values).toEqual([...values].sort((a, b) => a - b));
      }
      expect(states.filter(({ progress }) => progress === 100)).toHaveLength(1);
      expect(new Set(states.map(({ message }) => message)).size).toBeGreaterThan(2);
      for (const { rows, created, updated, unchanged, rejected, superseded, notProcessed } of states) {
        expect(created + updated + unchanged + rejected + superseded + notProcessed).toBe(rows);
      }
      expect(events.map(({ id }) => id)).toEqual(states.map(({ progressVersion }) => String(progressVersion)));
    }
  });

  it('can be taken up again where a client left it, and tells one who saw the end to stay away', async () => {
    const { body } = await app.upload(many);
    const [first] = await follow(app.url + path(body.id), adminKey, { until: () => true });
    const events = await follow(other.url + path(body.id), adminKey, { seen: first!.id });
    expect(events[0]!.id).not.toBe(first!.id);
    const last = events.at(-1)!;
    expect(last.type).toBe('done');

    const again = await fetch(app.url + path(body.id), { headers: { Authorization: `Bearer ${adminKey}`, 'Last-Event-ID': last.id! } });
    expect(again.status).toBe(204);
    const garbage = await follow(app.url + path(body.id), adminKey, { seen: 'garbage' });
    expect(garbage).toMatchObject([{ type: 'done', data: { status: 'completed' } }]);
  });

  it('asks a proxy not to hold it back, and is there under its other name', async () => {
    const { id } = await app.import('sku,name\nA,Mug\n');
    const response = await fetch(`${app.url}/api/progress/${id}`, { headers: { Authorization: `Bearer ${adminKey}` } });
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('x-accel-buffering')).toBe('no');
    expect(response.headers.get('cache-control')).toContain('no-transform');
    expect(await response.text()).toContain('event: done');
  });

  it('is nobody else’s: unknown imports are 404, strangers 401', async () => {
    expect((await app.http.get(path(999_999))).body).toMatchObject({ status: 404, code: 'not_found' });
    expect((await fetch(app.url + path(1))).status).toBe(401);
  });

  it('costs one query for any number of watchers', async () => {
    await app.stopWorker();
    const { body } = await app.upload('sku,name\nB,Cup\n');
    const queries = () => app.db.query(`select sum(xact_commit)::int as n from pg_stat_database where datname = current_database()`);
    const watchers = Array.from({ length: 30 }, () => follow(app.url + path(body.id), adminKey));
    const [{ n: before }] = await queries();
    await app.startWorker();
    const all = await Promise.all(watchers);
    const [{ n: after }] = await queries();
    for (const events of all) expect(events.at(-1)).toMatchObject({ type: 'done' });
    const seconds = (all[0]!.at(-1)!.at - all[0]![0]!.at) / 1_000;
    expect(after - before).toBeLessThan(30 * 4 * Math.max(1, seconds)); // one per watcher and tick would be that many, and more
  });
});
