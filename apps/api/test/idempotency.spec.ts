import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { startApp, until, type App } from './support/start-app.js';

describe('a call with an Idempotency-Key', () => {
  let app: App;
  let folder: string;
  let n = 0;
  let key: string;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-keys-'));
    app = await startApp({ env: { DATA_DIR: folder } });
  });
  beforeEach(() => void (key = `key ${++n}`));
  /** Whatever was repeated: every file that lies there is an import's. */
  afterEach(async () => {
    const wanted = (await app.db.query('select distinct file_key from imports')).map((row: { file_key: string }) => row.file_key);
    const stored = () => (fs.existsSync(path.join(folder, 'files')) ? fs.readdirSync(path.join(folder, 'files')) : []);
    await until(async () => String(stored().sort()) === String(wanted.sort()));
  });
  afterAll(async () => {
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const keyed = (to: string, as = key) => app.http.post(to).set('Idempotency-Key', as);
  const upload = (csv: string, { to = '/api/imports', as = key, name = 'a.csv', fields = {} as Record<string, string> } = {}) => {
    const post = keyed(to, as);
    for (const [field, value] of Object.entries(fields)) void post.field(field, value);
    return post.attach('file', Buffer.from(csv), name);
  };
  const count = async (table: string) => Number((await app.db.query(`select count(*) as n from ${table}`))[0].n);
  const replayed = (answer: { headers: Record<string, string> }) => answer.headers['idempotency-replayed'] === 'true';

  describe.each(['/api/imports', '/api/upload', '/api/products/upload'])('at %s', (to) => {
    it('imports a file once, and answers again as it did first', async () => {
      const csv = `sku,name\nA${n},Mug\n`;
      const first = await upload(csv, { to });
      await app.end(first.body.id);
      const before = await count('imports');
      const again = await upload(csv, { to });
      expect([first.status, replayed(first), again.status, replayed(again)]).toEqual([202, false, 202, true]);
      expect(again.body).toEqual(first.body);
      expect(again.headers.location).toBe(first.headers.location);
      expect(await count('imports')).toBe(before);
    });

    it('imports it once, too, when many come at the same moment', async () => {
      const before = await count('imports');
      const answers = await Promise.all(Array.from({ length: 8 }, () => upload(`sku,name\nB${n},Mug\n`, { to })));
      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map(({ body }) => body.id)).size).toBe(1);
      expect(answers.filter(replayed)).toHaveLength(7);
      expect(await count('imports')).toBe(before + 1);
    });

    it.each([
      ['another file', () => upload('sku,name\nOther,Mug\n', { to })],
      ['another name', () => upload('sku,name\nC,Mug\n', { to, name: 'b.csv' })],
      ['another option', () => upload('sku,name\nC,Mug\n', { to, fields: { delimiter: ',' } })],
    ])('is refused for %s', async (_, other) => {
      await upload('sku,name\nC,Mug\n', { to }).expect(202);
      const before = await count('imports');
      expect((await other().expect(422)).body.code).toBe('idempotency_mismatch');
      expect(await count('imports')).toBe(before);
    });

    it.each(['', 'é', 'a\tb', 'x'.repeat(256)])('is refused with the key %j, and stores nothing', async (as) => {
      const [before, files] = [await count('imports'), fs.readdirSync(path.join(folder, 'files')).length];
      const post = app.http.post(to).attach('file', Buffer.from('sku,name\nD,Mug\n'), 'a.csv');
      const answer = await (as === 'é' ? post.set('Idempotency-Key', Buffer.from(as).toString('latin1')) : post.set('Idempotency-Key', as));
      expect([answer.status, answer.body.code]).toEqual([400, 'idempotency_malformed']);
      expect([await count('imports'), fs.readdirSync(path.join(folder, 'files')).length]).toEqual([before, files]);
    });
  });

  it('may be any printable text of up to 255 characters', async () => {
    for (const as of ['x'.repeat(255), ' !"#~', '"8e03978e-40d5-43dd-bc93-6894a57f9324"'])
      await upload('sku,name\nE,Mug\n', { as }).expect(202);
  });

  it('makes a product once, as often as it is asked to', async () => {
    const input = { sku: 'F', name: 'Mug' };
    const answers = await Promise.all(Array.from({ length: 8 }, () => keyed('/api/products').send(input)));
    expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(new Set(answers.map(({ headers }) => headers.etag))).toEqual(new Set(['"1"']));
    expect(answers.filter(replayed)).toHaveLength(7);
    expect(
      (
        await keyed('/api/products')
          .send({ ...input, name: 'Cup' })
          .expect(422)
      ).body.code,
    ).toBe('idempotency_mismatch');
    expect((await app.http.post('/api/products').send(input).expect(409)).body.code).toBe('sku_taken');
  });

  it('that was refused can be mended and sent again', async () => {
    await keyed('/api/products').send({ sku: 'F', name: 'Mug' }).expect(409);
    await upload('%PDF-1.7').expect(415);
    await upload('sku,name\nG,Mug\n', { fields: { kind: 'people' } }).expect(422);
    expect(replayed(await upload('sku,name\nG,Mug\n').expect(202))).toBe(false);
    expect(replayed(await keyed('/api/products').send({ sku: 'G2', name: 'Mug' }).expect(201))).toBe(false);
  });

  it('retries an import once', async () => {
    const failed = await app.import('name\nNo SKU\n');
    const retry = () => keyed(`/api/imports/${failed.id}/retry`);
    const [first, again] = [await retry().expect(202), await retry().expect(202)];
    expect([replayed(first), replayed(again)]).toEqual([false, true]);
    expect(again.body).toEqual(first.body);
  });

  it('means nothing at another route, nor a day later', async () => {
    const csv = 'sku,name\nH,Mug\n';
    const first = await upload(csv);
    expect((await upload(csv, { to: '/api/upload' })).body.id).not.toBe(first.body.id);
    await app.db.query(`update idempotency_keys set created_at = now() - interval '24 hours 1 second' where route = 'POST /api/imports'`);
    const later = await upload('sku,name\nI,Mug\n');
    expect([later.status, replayed(later)]).toEqual([202, false]);
    expect(replayed(await upload('sku,name\nI,Mug\n'))).toBe(true);
  });

  it('is free again when whoever held it died before the commit', async () => {
    const holder = app.db.createQueryRunner();
    await holder.startTransaction();
    await holder.query(`insert into idempotency_keys (actor, route, key, payload) values ('key:0', 'POST /api/imports', $1, 'x')`, [key]);
    const waiting = upload('sku,name\nJ,Mug\n').then((answer) => answer);
    await until(async () => {
      const [blocked] = await app.db.query(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like 'insert into idempotency_keys%'`,
      );
      return blocked;
    });
    const [{ pid }] = await holder.query('select pg_backend_pid() as pid');
    await app.db.query('select pg_terminate_backend($1)', [pid]);
    const answer = await waiting;
    expect([answer.status, replayed(answer)]).toEqual([202, false]);
    await holder.release().catch(() => {});
  });
});
