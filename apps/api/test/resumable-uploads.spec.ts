import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Problem } from '@app/domain';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import request from 'supertest';
import * as tus from 'tus-js-client';
import { BreakingProxy } from './support/breaking-proxy.js';
import { FakeS3 } from './support/fake-s3.js';
import { startProcesses } from './support/processes.js';
import { follow } from './support/sse.js';
import { admin, adminKey, startApp, until, type App } from './support/start-app.js';

const MB = 1e6;
const csv = 'sku,name\nA,Mug\n';
const sha256 = (content: string | Buffer) => createHash('sha256').update(content).digest('hex');

/** A catalogue of so many bytes, of few and long rows. */
const catalogue = (bytes: number, seed: string) => {
  const rows = Math.floor(bytes / 10_000);
  const row = (i: number) => `${seed}-${i},Mug ${i},"${createHash('sha1').update(`${seed}${i}`).digest('hex').repeat(249)}"\n`;
  return { rows, content: Buffer.from(`sku,name,description\n${Array.from({ length: rows }, (_, i) => row(i)).join('')}`) };
};

type Upload = { id: string; chunks: number };

/** Uploads as the admin does, and tries again when the line breaks. */
function upload(url: string, content: Buffer, { onChunk = () => {}, name = 'products.csv' } = {}): Promise<Upload> {
  let chunks = 0;
  return new Promise((resolve, reject) => {
    const started = new tus.Upload(content, {
      endpoint: `${url}/api/uploads`,
      headers: { Authorization: `Bearer ${adminKey}` },
      metadata: { filename: name },
      chunkSize: 6 * MB,
      retryDelays: Array(20).fill(50),
      onChunkComplete: () => {
        chunks++;
        onChunk();
      },
      onError: reject,
      onSuccess: () => resolve({ id: started.url!.split('/').at(-1)!, chunks }),
    });
    started.start();
  });
}

describe.each(['a folder', 'a bucket'])('a resumable upload into %s', (place) => {
  let folder: string;
  let s3: FakeS3 | undefined;
  let env: Record<string, string>;
  let proxy: BreakingProxy;

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-resumed-'));
    s3 = place === 'a bucket' ? await FakeS3.start() : undefined;
    env = {
      DATA_DIR: folder,
      STORAGE_URL: s3 ? 's3://files/some/folder' : '',
      S3_ENDPOINT: s3?.endpoint ?? '',
      AWS_ACCESS_KEY_ID: 'test',
      AWS_SECRET_ACCESS_KEY: 'test',
    };
  });
  afterEach(() => proxy?.stop());
  afterAll(async () => {
    await s3?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
    Object.assign(process.env, { STORAGE_URL: '', S3_ENDPOINT: '' });
  });

  const stored = () => (s3 ? [...s3.objects.keys(), ...s3.uploads.keys()] : fs.readdirSync(path.join(folder, 'files')));

  describe('in one process', () => {
    let app: App;
    beforeAll(async () => {
      app = await startApp({ env });
    });
    afterAll(() => app?.stop());

    it('goes on when the line breaks, and the file is the import’s as it came', async () => {
      const { content, rows } = catalogue(21 * MB, 'broken');
      proxy = new BreakingProxy([1 * MB, 5 * MB, 8 * MB]);
      const { id } = await upload(await proxy.start(app.url), content);
      expect(proxy.broken).toBe(3);

      const { status, body } = await app.http.post('/api/imports').send({ uploadId: id });
      expect([status, body]).toMatchObject([
        202,
        { fileName: 'products.csv', bytes: content.length, sha256: sha256(content), actor: 'key:0' },
      ]);
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', created: rows, rejected: 0 });
      expect(stored()).toEqual([expect.stringContaining(id)]); // no copy, and no remains of the pieces
    });

    it('may be one of several at the same time', async () => {
      const files = ['left', 'right'].map((seed) => catalogue(13 * MB, seed));
      proxy = new BreakingProxy([2 * MB, 3 * MB]);
      const url = await proxy.start(app.url);
      const uploads = await Promise.all(files.map(({ content }) => upload(url, content)));
      expect(proxy.broken).toBe(2);
      const answers = await Promise.all(uploads.map(({ id }) => app.http.post('/api/imports').send({ uploadId: id }).expect(202)));
      expect(answers.map(({ body }) => body.sha256)).toEqual(files.map(({ content }) => sha256(content)));
      for (const [i, { body }] of answers.entries()) expect(await app.end(body.id)).toMatchObject({ created: files[i]!.rows });
    });

    it('may be gzip, which is unpacked when it is imported', async () => {
      const { content, rows } = catalogue(9 * MB, 'packed');
      const before = stored().length;
      const { id } = await upload(app.url, gzipSync(content, { level: 1 }), { name: 'packed.csv.gz' });
      const { body } = await app.http.post('/api/imports').send({ uploadId: id }).expect(202);
      expect(body).toMatchObject({ fileName: 'packed.csv', bytes: content.length, sha256: sha256(content) });
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', created: rows });
      expect(stored()).toHaveLength(before + 1); // the archive is gone
    });
  });

  it('outlives the process that took its first pieces in', async () => {
    const { content, rows } = catalogue(17 * MB, 'killed');
    const processes = await startProcesses({ env: s3 ? { ...env, DATA_DIR: path.join(folder, 'processes') } : env });
    try {
      const worker = processes.run('worker');
      const first = processes.run('main');
      proxy = new BreakingProxy();
      const url = await proxy.start((await first.news).listening as string);
      let killed: Promise<unknown> | undefined;
      const { id } = await upload(url, content, {
        onChunk: () => {
          killed ??= (async () => {
            first.process.kill('SIGKILL');
            await first.ended;
            proxy.target = processes.url;
          })();
        },
      });
      await killed;
      await worker.news;
      const answer = await fetch(`${url}/api/imports`, {
        method: 'POST',
        headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': 'application/json' },
        body: JSON.stringify({ uploadId: id }),
      });
      const importJob = (await answer.json()) as { id: number; sha256: string };
      expect([answer.status, importJob.sha256]).toEqual([202, sha256(content)]);
      const last = (await follow(`${processes.url}/api/imports/${importJob.id}/progress`, adminKey)).at(-1);
      expect(last).toMatchObject({ type: 'done', data: { status: 'completed', created: rows } });
    } finally {
      await processes.stop();
    }
  });
});

describe('the protocol of resumable uploads', () => {
  const maxBytes = 100_000;
  let app: App;
  let folder: string;
  const stored = () => (fs.existsSync(path.join(folder, 'files')) ? fs.readdirSync(path.join(folder, 'files')) : []);

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-tus-'));
    app = await startApp({ env: { DATA_DIR: folder, MAX_UPLOAD_BYTES: String(maxBytes), STORAGE_URL: '', S3_ENDPOINT: '' } });
  });
  afterAll(async () => {
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  let key: Record<string, string>;
  beforeEach(() => void (key = { Authorization: `Bearer ${adminKey}`, 'Tus-Resumable': '1.0.0' }));
  const http = () => request(app.url);
  const metadata = (name: string) => `filename ${Buffer.from(name).toString('base64')}`;
  const begin = (bytes: number, name = 'a.csv') =>
    http()
      .post('/api/uploads')
      .set(key)
      .set({ 'Upload-Length': String(bytes), 'Upload-Metadata': metadata(name) });
  const add = (at: string, offset: number, content: string | Buffer, headers = key) =>
    http()
      .patch(at)
      .set(headers)
      .set({ 'Upload-Offset': String(offset), 'Content-Type': 'application/offset+octet-stream' })
      .serialize((body: unknown) => body as string)
      .send(content);
  const tell = (at: string, headers = key) => http().head(at).set(headers);
  const whole = async (content: string | Buffer, name?: string) => {
    const { headers } = await begin(content.length, name).expect(201);
    await add(headers.location!, 0, content).expect(204);
    return { at: headers.location!, id: headers.location!.split('/').at(-1)! };
  };
  const take = (body: object) => app.http.post('/api/imports').send(body);

  it('says what is offered', async () => {
    const { headers } = await http().options('/api/uploads').set(key).expect(204);
    expect(headers).toMatchObject({
      'tus-version': '1.0.0',
      'tus-max-size': String(maxBytes),
      'tus-extension': 'creation,creation-with-upload,expiration,termination',
      'cache-control': 'no-store',
    });
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  it('tells how far an upload has come, and takes the next bytes from there', async () => {
    const begun = await begin(csv.length, 'Pröducts 🫖.csv').expect(201);
    const at = begun.headers.location!;
    expect(Date.parse(begun.headers['upload-expires']!)).toBeGreaterThan(Date.now() + 23 * 3_600_000);
    expect((await tell(at).expect(200)).headers).toMatchObject({ 'upload-offset': '0', 'upload-length': String(csv.length) });
    expect((await add(at, 0, csv.slice(0, 5)).expect(204)).headers['upload-offset']).toBe('5');
    expect((await tell(at).expect(200)).headers).toMatchObject({ 'upload-offset': '5', 'upload-metadata': metadata('Pröducts 🫖.csv') });
    expect((await add(at, 5, csv.slice(5)).expect(204)).headers['upload-offset']).toBe(String(csv.length));
    const { body } = await take({ uploadId: at.split('/').at(-1) }).expect(202);
    expect(body).toMatchObject({ fileName: 'Pröducts 🫖.csv', sha256: sha256(csv) });
    expect(await app.end(body.id)).toMatchObject({ status: 'completed', rows: 1 });
  });

  it('takes the first bytes with the beginning', async () => {
    const begun = await begin(csv.length)
      .set('Content-Type', 'application/offset+octet-stream')
      .serialize((body: unknown) => body as string)
      .send(csv);
    expect([begun.status, begun.headers['upload-offset']]).toEqual([201, String(csv.length)]);
    await take({ uploadId: begun.headers.location!.split('/').at(-1) }).expect(202);
  });

  it.each<[string, (at: string) => request.Test, number]>([
    ['from another offset', (at) => add(at, 3, csv), 409],
    ['of no offset', (at) => add(at, 0, csv).set('Upload-Offset', '-1'), 400],
    ['as another type', (at) => add(at, 0, csv).set('Content-Type', 'application/json'), 400],
    ['more than were announced', (at) => add(at, 0, `${csv}B,Cup\n`), 413],
    ['in another version of the protocol', (at) => add(at, 0, csv).set('Tus-Resumable', '0.2.0'), 400],
    ['of an upload that there is not', () => add('/api/uploads/8e03978e-40d5-43dd-bc93-6894a57f9324', 0, csv), 404],
    ['of an address that is none', () => add('/api/uploads/..%2f..%2fetc', 0, csv), 404],
    ['that are no CSV', (at) => add(at, 0, '%PDF-1.7\n'), 415],
  ])('refuses bytes %s, and keeps the upload as it was', async (_, send, status) => {
    const at = (await begin(csv.length).expect(201)).headers.location!;
    expect((await send(at)).status).toBe(status);
    expect((await tell(at).expect(200)).headers['upload-offset']).toBe('0');
    await add(at, 0, csv).expect(204);
  });

  it('refuses one that will be too long at its beginning', async () => {
    await begin(maxBytes).expect(201);
    await begin(maxBytes + 1).expect(413);
    await http().post('/api/uploads').set(key).expect(400);
  });

  describe('when it is imported', () => {
    it.each<[string, () => Promise<object>, number, object]>([
      ['before all of it has come', async () => ({ uploadId: await half() }), 409, { code: 'wrong_state', bytes: csv.length, received: 5 }],
      ['though it is not known', async () => ({ uploadId: '8e03978e-40d5-43dd-bc93-6894a57f9324' }), 404, { code: 'not_found' }],
      ['without an id', async () => ({ kind: 'products' }), 422, { code: 'invalid', errors: [{ pointer: '/uploadId' }] }],
      [
        'with an option that there is not',
        async () => ({ uploadId: (await whole(csv)).id, colour: 'blue' }),
        422,
        { errors: [{ pointer: '/colour' }] },
      ],
      [
        'with an option as text',
        async () => ({ uploadId: (await whole(csv)).id, check: 'true' }),
        422,
        { errors: [{ pointer: '/check' }] },
      ],
      ['though it is empty', async () => ({ uploadId: (await begin(0)).headers.location!.split('/').at(-1) }), 422, { code: 'empty_file' }],
      ['though it is a broken gzip', async () => ({ uploadId: (await whole(gzipSync(csv).subarray(0, 20))).id }), 422, { code: 'invalid' }],
      ['though it is a workbook in gzip', async () => ({ uploadId: (await whole(gzipSync('PK\x03\x04'))).id }), 415, { code: 'not_a_csv' }],
      ['though it is a bomb', async () => ({ uploadId: (await whole(gzipSync(Buffer.alloc(64e6)))).id }), 413, { code: 'too_large' }],
    ])('%s, it is refused', async (_, body, status, problem) => {
      const answer = await take(await body());
      expect([answer.status, Problem.parse(answer.body)]).toMatchObject([status, problem]);
    });
    const half = async () => {
      const at = (await begin(csv.length)).headers.location!;
      await add(at, 0, csv.slice(0, 5)).expect(204);
      return at.split('/').at(-1);
    };

    it('is so once; asked again it says which import it became', async () => {
      const { at, id } = await whole('sku,name\nB,Once\n');
      const twice = await Promise.all([take({ uploadId: id }), take({ uploadId: id })]);
      const [accepted, refused] = twice.sort((a, b) => a.status - b.status);
      expect([accepted!.status, refused!.status, refused!.body]).toMatchObject([
        202,
        409,
        { code: 'wrong_state', importId: accepted!.body.id },
      ]);
      await tell(at).expect(410);
      await http().delete(at).set(key).expect(410);
      expect(await app.end(accepted!.body.id)).toMatchObject({ status: 'completed', created: 1 });
    });

    it('gives the first answer again under the same Idempotency-Key', async () => {
      const { id } = await whole(gzipSync('sku,name\nC,Keyed\n'), 'c.csv.gz');
      const send = (fileName?: string) => take({ uploadId: id, fileName }).set('Idempotency-Key', 'once');
      const answers = await Promise.all([send(), send()]);
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      const later = await send();
      expect([later.status, later.headers['idempotency-replayed'], later.text]).toEqual([202, 'true', answers[0]!.text]);
      await send('other.csv').expect(422);
    });

    it('stays when it is refused, to be imported otherwise', async () => {
      const known = await app.import('sku,name\nD,Known\n');
      const { id } = await whole('sku,name\nD,Known\n');
      expect((await take({ uploadId: id, duplicates: 'refuse' }).expect(409)).body).toMatchObject({
        code: 'duplicate_file',
        importId: known.id,
      });
      const { body } = await take({ uploadId: id, fileName: '../better name.csv', check: true, delimiter: ',' }).expect(202);
      expect(body).toMatchObject({ fileName: 'better name.csv', isChecked: true, warnings: [{ code: 'same_file' }] });
    });
  });

  describe('is closed', () => {
    it('to who has no key, with the problem that it is everywhere', async () => {
      const at = (await begin(csv.length).expect(201)).headers.location!;
      for (const answer of [await begin(5).unset('Authorization'), await add(at, 0, csv, { 'Tus-Resumable': '1.0.0' })])
        expect([answer.status, answer.body.code]).toEqual([401, 'unauthenticated']);
      await tell(at, { 'Tus-Resumable': '1.0.0' }).expect(401);
    });

    it('to others than who began it, and to other sites', async () => {
      const at = (await begin(csv.length).expect(201)).headers.location!;
      const { headers } = await http().post('/api/auth/login').send(admin).expect(200);
      const session = { Cookie: headers['set-cookie']![0]!.split(';')[0]!, 'Tus-Resumable': '1.0.0', 'Sec-Fetch-Site': 'same-origin' };
      await tell(at, session).expect(404);
      await add(at, 0, csv, session).expect(404);
      await http().delete(at).set(session).expect(404);
      const foreign = await http()
        .post('/api/uploads')
        .set({ ...session, 'Sec-Fetch-Site': 'cross-site', 'Upload-Length': '5' });
      expect([foreign.status, foreign.body.code]).toEqual([403, 'forbidden']);
      await add(at, 0, csv).expect(204);
      const foreigner = await http()
        .post('/api/imports')
        .set(session)
        .send({ uploadId: at.split('/').at(-1) });
      expect([foreigner.status, foreigner.body.code]).toEqual([404, 'not_found']);
    });
  });

  it('forgets an upload that is given up, with its bytes', async () => {
    const before = stored().length;
    const { at } = await whole(csv);
    expect(stored()).toHaveLength(before + 1);
    await http().delete(at).set(key).expect(204);
    await tell(at).expect(404);
    expect(stored()).toHaveLength(before);
  });

  it('removes what waits for more than a day, and what is part of an import stays', async () => {
    const waiting = [(await begin(csv.length)).headers.location!, (await whole(csv)).at];
    const imported = await whole('sku,name\nE,Kept\n');
    const { body } = await take({ uploadId: imported.id, check: true }).expect(202);
    const names = (ats: string[]) => ats.map((at) => at.split('/').at(-1)!);
    await app.db.query(`update uploads set touched_at = now() - interval '24 hours 1 second' where id = any($1)`, [
      [...names(waiting), imported.id],
    ]);
    for (const name of stored()) fs.utimesSync(path.join(folder, 'files', name), 0, 0);
    for (const at of waiting) await tell(at).expect(410);

    await app.stopWorker();
    await app.startWorker();

    await until(async () => !stored().some((name) => names(waiting).some((id) => name.startsWith(id))));
    for (const at of waiting) await tell(at).expect(410);
    expect((await take({ uploadId: names(waiting)[1] }).expect(410)).body.code).toBe('file_gone');
    expect(stored()).toContain(imported.id);
    await app.http.post(`/api/imports/${body.id}/cancel`).expect(200);
  });

  it('keeps files for as many days as it was told, and copies of them in UTF-8', async () => {
    const old = await app.import('sku,name\nF,Old\n');
    const young = await app.import('sku,name\nG,Young\n');
    const keyOf = async (id: number) => (await app.db.query('select file_key from imports where id = $1', [id]))[0].file_key as string;
    for (const { id } of [old, young]) {
      fs.writeFileSync(path.join(folder, 'files', `text-${id}`), 'sku,name\n');
      await app.db.query(`update imports set text_key = 'text-' || id where id = $1`, [id]);
    }
    await app.db.query(`update imports set finished_at = now() - interval '31 days' where id = $1`, [old.id]);
    for (const name of stored()) fs.utimesSync(path.join(folder, 'files', name), 0, 0);

    await app.stopWorker();
    await app.startWorker();

    const gone = await keyOf(old.id);
    await until(async () => !stored().includes(gone) && !stored().includes(`text-${old.id}`));
    await until(async () => (await app.db.query('select file_removed_at from imports where id = $1', [old.id]))[0].file_removed_at);
    expect(stored()).toEqual(expect.arrayContaining([await keyOf(young.id), `text-${young.id}`]));
  });
});
