import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ImportJob, Problem } from '@app/domain';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import http, { type ClientRequest } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { adminKey, startApp, until, type App } from './support/start-app.js';

const maxBytes = 200_000;
const csv = 'sku,name\nA,Mug\n';
const boundary = 'a-boundary';
const type = `multipart/form-data; boundary=${boundary}`;

/** A part of a form; without a file name it is a field. */
const part = (name: string, content: string | Buffer, fileName?: string) =>
  Buffer.concat([
    Buffer.from(
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"${fileName === undefined ? '' : `; filename="${fileName}"`}\r\n`,
    ),
    Buffer.from(fileName === undefined ? '\r\n' : 'Content-Type: text/csv\r\n\r\n'),
    Buffer.from(content),
    Buffer.from('\r\n'),
  ]);
const end = Buffer.from(`--${boundary}--\r\n`);
const form = (...parts: Buffer[]) => Buffer.concat([...parts, end]);

describe('an upload', () => {
  let app: App;
  let folder: string;
  const stored = () => (fs.existsSync(path.join(folder, 'files')) ? fs.readdirSync(path.join(folder, 'files')) : []);
  const wanted = async () => (await app.db.query('select file_key from imports')).map((row: { file_key: string }) => row.file_key);

  beforeAll(async () => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'product-importer-uploads-'));
    app = await startApp({ env: { MAX_UPLOAD_BYTES: String(maxBytes), DATA_DIR: folder } });
  });
  /** Whatever came in: no file lies about that no import has, and the next good upload works. */
  afterEach(async () => {
    expect(await app.import(csv)).toMatchObject({ status: 'completed', rows: 1 });
    await until(async () => String(stored().sort()) === String((await wanted()).sort()));
  });
  afterAll(async () => {
    await app?.stop();
    fs.rmSync(folder, { recursive: true, force: true });
  });

  const send = (body: Buffer, contentType = type) => app.http.post('/api/imports').set('Content-Type', contentType).send(body);
  const refusalOf = async (body: Buffer) => {
    const answer = await send(body);
    const { status, code, errors } = Problem.parse(answer.body);
    expect([answer.status, answer.type]).toEqual([status, 'application/problem+json']);
    return [status, code, ...(errors ?? []).map(({ pointer }) => pointer)].join(' ');
  };
  const imports = async () => Number((await app.db.query('select count(*) as n from imports'))[0].n);

  /** A request written by hand: its answer, or how the connection ended. */
  async function raw(headers: http.OutgoingHttpHeaders, write: (req: ClientRequest) => unknown) {
    const req = http.request(`${app.url}/api/imports`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${adminKey}`, 'Content-Type': type, ...headers },
    });
    let continued = false;
    req.on('continue', () => (continued = true));
    const answer = new Promise<{ status: number; body: any; connection?: string; continued: boolean }>((resolve, reject) => {
      req.on('error', reject).on('response', async (res) => {
        const text = Buffer.concat(await res.toArray()).toString();
        resolve({ status: res.statusCode!, body: JSON.parse(text), connection: res.headers.connection, continued });
      });
    });
    await Promise.race([write(req), answer.catch(() => {})]);
    return answer.finally(() => req.destroy());
  }

  it('is answered when it is stored, with the import and where to find it', async () => {
    const answer = await app.upload(csv);
    expect([answer.status, answer.headers.location]).toEqual([202, `/api/imports/${answer.body.id}`]);
    expect(ImportJob.parse(answer.body)).toEqual(answer.body);
    const sha256 = createHash('sha256').update(csv).digest('hex');
    expect(answer.body).toMatchObject({
      kind: 'products',
      fileName: 'products.csv',
      bytes: csv.length,
      sha256,
      actor: 'key:0',
      failure: null,
      parentId: null,
    });
    expect(await app.end(answer.body.id)).toMatchObject({ status: 'completed', progress: 100 });
    expect(ImportJob.parse((await app.http.get(answer.headers.location!).expect(200)).body)).toMatchObject({ id: answer.body.id, rows: 1 });
    expect((await app.http.get('/api/imports').query({ sort: '-id', range: '[0,0]' })).body).toMatchObject([{ id: answer.body.id }]);
  });

  it('may have its fields before or after the file, and as many bytes as the limit', async () => {
    const file = `sku|name\n${'A|Mug\n'.repeat(50_000)}`.slice(0, maxBytes);
    const { status, body } = await send(form(part('kind', 'products'), part('file', file, 'a.csv'), part('delimiter', '|')));
    expect([status, body.bytes]).toEqual([202, maxBytes]);
    expect(await app.end(body.id)).toMatchObject({ status: 'completed' });
  });

  describe('is refused', () => {
    it.each<[string, () => Buffer, string]>([
      ['without a file', () => form(part('kind', 'products')), '400 malformed'],
      ['with nothing in the form', () => end, '400 malformed'],
      ['with no file chosen', () => form(part('file', '', '')), '400 malformed'],
      ['with two files', () => form(part('file', csv, 'a.csv'), part('file', csv, 'b.csv')), '400 malformed'],
      ['with a second file in another field', () => form(part('file', csv, 'a.csv'), part('more', csv, 'b.csv')), '400 malformed'],
      ['with the file in another field', () => form(part('csv', csv, 'a.csv')), '400 malformed'],
      ['with the file in a field without name', () => form(part('', csv, 'a.csv')), '400 malformed'],
      ['with the file as text', () => form(part('file', csv)), '400 malformed'],
      ['without the closing boundary', () => part('file', csv, 'a.csv'), '400 malformed'],
      ['cut in the header of a part', () => part('file', csv, 'a.csv').subarray(0, 40), '400 malformed'],
      [
        'with the boundaries of another form',
        () =>
          Buffer.from(
            form(part('file', csv, 'a.csv'))
              .toString()
              .replaceAll(boundary, 'other'),
          ),
        '400 malformed',
      ],
      [
        'with 1,000 fields',
        () => form(...Array.from({ length: 1_000 }, (_, i) => part(`f${i}`, 'x')), part('file', csv, 'a.csv')),
        '413 too_large',
      ],
      [
        'with 1,000 fields behind the file',
        () => form(part('file', csv, 'a.csv'), ...Array.from({ length: 1_000 }, () => part('kind', 'x'))),
        '413 too_large',
      ],
      ['with a name of 1,000 levels', () => form(part(`a${'[b]'.repeat(1_000)}`, 'x'), part('file', csv, 'a.csv')), '413 too_large'],
      ['with a field of 100 KB', () => form(part('mapping', ' '.repeat(100_000)), part('file', csv, 'a.csv')), '413 too_large'],
      ['with a header of 100 KB', () => form(part('file', csv, 'a'.repeat(100_000))), '400 malformed'],
      ['one byte too long', () => form(part('file', 'x'.repeat(maxBytes + 1), 'a.csv')), '413 too_large'],
      ['with a field that nobody knows', () => form(part('colour', 'blue'), part('file', csv, 'a.csv')), '422 invalid /colour'],
      ['with __proto__ for a field', () => form(part('__proto__', 'x'), part('file', csv, 'a.csv')), '422 invalid /__proto__'],
      ['with a list for a field', () => form(part('kind[]', 'products'), part('file', csv, 'a.csv')), '422 invalid /kind'],
      [
        'with a field twice',
        () => form(part('kind', 'products'), part('kind', 'products'), part('file', csv, 'a.csv')),
        '422 invalid /kind',
      ],
      ['with a kind that there is not', () => form(part('kind', 'people'), part('file', csv, 'a.csv')), '422 invalid /kind'],
      ['with a delimiter that is none', () => form(part('delimiter', '::'), part('file', csv, 'a.csv')), '422 invalid /delimiter'],
      ['with a mapping that is no JSON', () => form(part('mapping', '{sku'), part('file', csv, 'a.csv')), '422 invalid /mapping'],
      ['with a mapping that is no object', () => form(part('mapping', '["sku"]'), part('file', csv, 'a.csv')), '422 invalid /mapping'],
      ['with a mapping to numbers', () => form(part('mapping', '{"sku":0}'), part('file', csv, 'a.csv')), '422 invalid /mapping'],
      ['with 0 bytes', () => form(part('file', '', 'a.csv')), '422 empty_file'],
    ])('%s', async (_, body, refusal) => {
      const before = await imports();
      expect(await refusalOf(body())).toBe(refusal);
      expect(await imports()).toBe(before);
    });

    it.each([
      ['with U+0000 in a mapping', '{"sku":"\\u0000"}'],
      ['with half a character pair in a mapping', '{"sku":"\\ud800"}'],
    ])('%s', async (_, mapping) => {
      expect(await refusalOf(form(part('mapping', mapping), part('file', csv, 'a.csv')))).toBe('422 invalid /mapping');
    });

    it.each<[string, string | Buffer, string]>([
      ['an Excel workbook', 'PK\x03\x04\x14\0\x06\0\x08\0', 'Excel'],
      ['an empty ZIP archive', 'PK\x05\x06\0\0', 'ZIP'],
      ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'Excel'],
      ['a gzip archive', gzipSync(csv), 'gzip'],
      ['a PDF', '%PDF-1.7\n', 'PDF'],
      ['a PNG', Buffer.from('89504e470d0a1a0a', 'hex'), 'picture'],
      ['a JPEG', Buffer.from('ffd8ffe000104a46', 'hex'), 'picture'],
      ['a program', 'MZ\x90\0\x03\0', 'program'],
      ['HTML', '\n<!DOCTYPE html><html><table>', 'HTML'],
      ['XML behind a byte order mark', '\ufeff<?xml version="1.0"?>', 'XML'],
      ['JSON', '{\n  "products": []}', 'JSON'],
      ['a JSON list', '[{"sku":"A"}]', 'JSON'],
    ])('when it is %s, whatever it is called', async (_, content, word) => {
      const before = await imports();
      const { status, body } = await send(form(part('file', content, 'products.csv')));
      expect([status, Problem.parse(body)]).toMatchObject([415, { code: 'not_a_csv', detail: expect.stringContaining(word) }]);
      expect(await imports()).toBe(before);
    });

    it.each([
      ['as JSON', 'application/json', '{"file":"sku,name"}', 400, 'malformed'],
      ['as CSV', 'text/csv', csv, 415, 'unsupported_media_type'],
      ['as a form without boundary', 'multipart/form-data', csv, 400, 'malformed'],
      ['as another multipart', `multipart/mixed; boundary=${boundary}`, csv, 415, 'unsupported_media_type'],
    ])('when it comes %s', async (_, contentType, body, status, code) => {
      const answer = await app.http.post('/api/imports').set('Content-Type', contentType).send(body);
      expect([answer.status, answer.body.code]).toEqual([status, code]);
    });

    it('before a byte of it is read when it announces more than the limit', async () => {
      const announced = { 'Content-Length': 3_000_000 };
      const asked = await raw({ ...announced, Expect: '100-continue' }, (req) => req.flushHeaders());
      expect(asked).toMatchObject({ status: 413, body: { code: 'too_large' }, connection: 'close', continued: false });
      const told = await raw(announced, (req) => req.flushHeaders());
      expect(Problem.parse(told.body)).toMatchObject({ status: 413, code: 'too_large', detail: expect.stringContaining(String(maxBytes)) });
    });

    it('when it turns out to be too long, and does not go on for ever', async () => {
      const before = await imports();
      let sent = 0;
      const answer = await raw({ 'Transfer-Encoding': 'chunked' }, async (req) => {
        req.write(part('file', 'sku,name\n', 'a.csv').subarray(0, -2));
        for (; sent < 64e6 && !req.destroyed && !req.closed; sent += 65_536) {
          if (!req.write(Buffer.alloc(65_536, 'A,Mug\n')))
            await Promise.race([new Promise((go) => req.once('drain', go).once('close', go)), pause(1_000)]);
        }
      });
      expect(answer).toMatchObject({ status: 413, body: { code: 'too_large' }, connection: 'close' });
      expect(sent).toBeLessThan(64e6);
      expect(await imports()).toBe(before);
    });
  });

  it('goes on after Expect: 100-continue', async () => {
    const body = form(part('file', csv, 'a.csv'));
    const answer = await raw({ 'Content-Length': body.length, Expect: '100-continue' }, (req) => {
      req.flushHeaders();
      req.once('continue', () => req.end(body));
    });
    expect(answer).toMatchObject({ status: 202, continued: true, body: { bytes: csv.length } });
  });

  it.each<[string, http.OutgoingHttpHeaders]>([
    ['chunked', { 'Transfer-Encoding': 'chunked' }],
    ['of a known size', { 'Content-Length': 150_000 }],
  ])('that breaks off leaves nothing, %s', async (_, headers) => {
    const [before, files] = [await imports(), stored().length];
    const broken = raw(headers, async (req) => {
      req.write(part('file', `sku,name\n${'A,Mug\n'.repeat(10_000)}`, 'a.csv'));
      await until(async () => stored().length > files);
      req.destroy();
    });
    await expect(broken).rejects.toMatchObject({ code: 'ECONNRESET' });
    await until(async () => stored().length === files);
    expect(await imports()).toBe(before);
  });

  it('leaves no descriptor open, however often it fails', async () => {
    const open = () => fs.readdirSync('/proc/self/fd').length;
    const fail = () => send(form(part('file', `%PDF${'x'.repeat(100_000)}`, 'a.csv')));
    for (let i = 0; i < 10; i++) await fail();
    const before = open();
    for (let i = 0; i < 100; i++) await fail();
    expect(open()).toBeLessThan(before + 10);
  });

  it.each([
    ['../../etc/passwd', 'passwd'],
    ['C:\\Users\\ann\\a.csv', 'a.csv'],
    ['a%0D%0ASet-Cookie: x=1%22.csv', 'aSet-Cookie: x=1".csv'],
    ['\u202evsc.exe', 'vsc.exe'],
    ['Pröduçts 商品 🫖.csv', 'Pröduçts 商品 🫖.csv'],
    ['<img src=x onerror=alert(1)>.csv', '<img src=x onerror=alert(1)>.csv'],
    [`${'a'.repeat(5_000)}.csv`, 'a'.repeat(255)],
    ['🫖'.repeat(200), '🫖'.repeat(127)],
    ['\t', 'unnamed.csv'],
    ['__proto__', '__proto__'],
  ])('may be called %j and is shown as %j', async (name, shown) => {
    const { status, body } = await send(form(part('file', csv, name)));
    expect([status, body.fileName]).toEqual([202, shown]);
    expect(await app.end(body.id)).toMatchObject({ status: 'completed', fileName: shown });
    const [{ file_key: key }] = await app.db.query('select file_key from imports where id = $1', [body.id]);
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
  });
});
