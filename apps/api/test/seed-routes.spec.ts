import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportJob } from '@app/domain';
import { follow } from './support/sse.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

/** Programs that were written for similar importers know these names; they mean the same as ours. */
describe('the other names of routes', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp();
  });
  afterEach(() => app.deleteAll());
  afterAll(() => app?.stop());

  const csv = 'sku,name\nA,Mug\nB,\n';
  const upload = (path: string, content = csv) => app.http.post(path).attach('file', Buffer.from(content), 'products.csv');

  describe.each(['/api/upload', '/api/products/upload'])('%s', (path) => {
    it.each(['', '/'])('takes a file in, with %j at its end', async (slash) => {
      const { body } = await upload(path + slash).expect(202);
      expect(ImportJob.parse(body)).toMatchObject({ kind: 'products', fileName: 'products.csv', bytes: csv.length });
      expect(body).toMatchObject({ task_id: body.id, job_id: body.id });
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', created: 1, rejected: 1 });
    });

    it('takes the same fields and refuses the same files', async () => {
      const asked = await app.http
        .post(path)
        .field('mapping', '{"sku":"code"}')
        .attach('file', Buffer.from('code,name\nA,Mug\n'), 'a.csv')
        .expect(202);
      expect(await app.end(asked.body.id)).toMatchObject({ created: 1 });
      expect((await upload(path, '%PDF-1.7').expect(415)).body.code).toBe('not_a_csv');
      expect((await app.http.post(path).expect(400)).body.code).toBe('malformed');
    });
  });

  it.each(['', '/'])('follow an import, with %j at the end', async (slash) => {
    const { body } = await upload('/api/upload').expect(202);
    const events = (await follow(`${app.url}/api/progress/${body.task_id}${slash}`, adminKey)).filter(
      ({ comment }) => comment === undefined,
    );
    expect(events.at(-1)).toMatchObject({ type: 'done', data: { id: body.id, status: 'completed', progress: 100 } });
    expect(events.slice(0, -1).every(({ type }) => type === 'progress')).toBe(true);
  });

  it.each(['', '/'])('tell how far an import is, with %j at the end', async (slash) => {
    const { body } = await upload('/api/products/upload').expect(202);
    const status = async () => (await app.http.get(`/api/products/upload/${body.job_id}/status${slash}`).expect(200)).body;
    const ended = await until(async () => {
      const told = await status();
      expect(told).toMatchObject({
        id: body.id,
        progress: expect.any(Number),
        total_records: expect.any(Number),
        processed_records: expect.any(Number),
      });
      return told.finishedAt && told;
    });
    expect(ended).toMatchObject({ status: 'completed', progress: 100, total_records: 2, processed_records: 2, error_message: null });
  });

  it('tell why an import failed', async () => {
    const { body } = await upload('/api/products/upload', 'name\nMug\n').expect(202);
    const { failure } = await app.end(body.id);
    const status = await app.http.get(`/api/products/upload/${body.id}/status`).expect(200);
    expect(status.body).toMatchObject({ status: 'failed', total_records: 0, processed_records: 0, error_message: failure!.message });
    expect(failure!.message).toContain('"sku"');
  });

  it.each(['/api/progress/999', '/api/products/upload/999/status'])('say at %s that there is no such import', async (path) => {
    expect((await app.http.get(path).expect(404)).body.code).toBe('not_found');
    await app.http.get(path.replace('999', 'abc')).expect(400);
  });

  it.each(['/api/products', '/api/products/', '/api/products/bulk-delete', '/api/products/bulk-delete/'])(
    'delete every product at %s, by two calls',
    async (path) => {
      for (const sku of ['A', 'B']) await app.has({ sku, name: 'Mug' });
      const { body: asked } = await app.http.delete(path).expect(422);
      expect(asked).toMatchObject({ code: 'confirmation_required', count: 2 });
      expect((await app.http.delete(path).query({ confirm: 1 }).expect(409)).body).toMatchObject({ code: 'count_changed', count: 2 });
      const { body: job } = await app.http.delete(path).query({ confirm: asked.count }).expect(202);
      await until(async () => (await app.http.get(`/api/bulk-jobs/${job.id}/`).expect(200)).body.status === 'completed');
      expect(await app.products()).toEqual([]);
    },
  );
});
