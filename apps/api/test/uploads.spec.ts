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
  const wanted = async () => {
    const rows = await app.db.query('select file_key as key from imports union select text_key from imports where text_key is not null');
    return rows.map(({ key }: { key: string }) => key);
  };

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
      [
        'with a mapping to half a column',
        () => form(part('mapping', '{"sku":0.5}'), part('file', csv, 'a.csv')),
        '422 invalid /mapping/sku',
      ],
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
      expect(await refusalOf(form(part('mapping', mapping), part('file', csv, 'a.csv')))).toBe('422 invalid /mapping/sku');
    });

    it.each<[string, string | Buffer, string]>([
      ['an Excel workbook', 'PK\x03\x04\x14\0\x06\0\x08\0', 'Excel'],
      ['an empty ZIP archive', 'PK\x05\x06\0\0', 'ZIP'],
      ['an old Excel workbook', Buffer.from('d0cf11e0a1b11ae1', 'hex'), 'Excel'],
      ['a gzip archive in a gzip archive', gzipSync(gzipSync(csv)), 'gzip'],
      ['an Excel workbook in a gzip archive', gzipSync('PK\x03\x04\x14\0\x06\0\x08\0[Content_Types].xml'), 'an Excel workbook,'],
      [
        'an OpenDocument spreadsheet',
        `PK\x03\x04${'\0'.repeat(26)}mimetypeapplication/vnd.oasis.opendocument.spreadsheetPK`,
        'OpenDocument',
      ],
      ['a 7z archive', Buffer.from('377abcaf271c', 'hex'), 'archive'],
      ['HTML in UTF-16', Buffer.from('\ufeff<html><table>', 'utf16le'), 'HTML'],
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
      ['as JSON of something else', 'application/json', '{"file":"sku,name"}', 422, 'invalid'],
      ['as broken JSON', 'application/json', '{"uploadId":', 400, 'malformed'],
      ['as JSON in another charset', 'application/json; charset=utf-16', '{}', 415, 'unsupported_media_type'],
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

  it('is refused at its first bytes when it is no CSV, long before its last', async () => {
    const before = await imports();
    const answer = await raw({ 'Content-Length': maxBytes }, (req) => req.write(part('file', `%PDF-1.7${'x'.repeat(1_000)}`, 'a.csv')));
    expect(answer).toMatchObject({ status: 415, body: { code: 'not_a_csv' }, connection: 'close' });
    expect(await imports()).toBe(before);
  });

  describe('as gzip', () => {
    const name = 'products.csv.gz';
    const gzipped = (content: string | Buffer) => send(form(part('file', gzipSync(content), name)));

    it('is unpacked as it comes in: the import shows the CSV, its size, its hash and its name', async () => {
      const { status, body } = await gzipped(csv);
      expect([status, body]).toMatchObject([
        202,
        { bytes: csv.length, sha256: createHash('sha256').update(csv).digest('hex'), fileName: 'products.csv' },
      ]);
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', rows: 1 });
    });

    it.each([
      ['called .csv', gzipSync(csv), 'a.csv', csv.length, 'a.csv'],
      ['in several members', Buffer.concat([gzipSync('sku,name\n'), gzipSync('A,Mug\n')]), 'a.gz', csv.length, 'a'],
      ['that becomes 1,000 times as long, but not much', gzipSync(`sku,name\n${'A,Mug\n'.repeat(30_000)}`), 'a.csv.GZ', 180_009, 'a.csv'],
    ])('may be %s', async (_, content, fileName, bytes, shown) => {
      const { status, body } = await send(form(part('file', content, fileName)));
      expect([status, body.bytes, body.fileName]).toEqual([202, bytes, shown]);
      expect(await app.end(body.id)).toMatchObject({ status: 'completed' });
    });

    const random = createHash('sha512').update('noise').digest('hex').repeat(400);
    it.each<[string, () => Buffer, string]>([
      ['too long when unpacked', () => gzipSync('A,Mug\n'.repeat(maxBytes / 6 + 1)), '413 too_large'],
      ['a bomb', () => gzipSync(Buffer.alloc(64e6)), '413 too_large'],
      ['cut off', () => gzipSync(random).subarray(0, -100), '422 invalid /file'],
      ['cut off in its header', () => gzipSync(csv).subarray(0, 5), '422 invalid /file'],
      [
        'broken in the middle',
        () => Buffer.concat([gzipSync(random).subarray(0, 200), Buffer.from('junk'), gzipSync(random)]),
        '422 invalid /file',
      ],
      ['followed by something else', () => Buffer.concat([gzipSync(csv), Buffer.from('sku,name')]), '422 invalid /file'],
      ['empty inside', () => gzipSync(''), '422 empty_file'],
    ])('is refused when it is %s', async (_, content, refusal) => {
      const before = await imports();
      expect(await refusalOf(form(part('file', content(), name)))).toBe(refusal);
      expect(await imports()).toBe(before);
    });
  });

  describe('of a file that was imported before', () => {
    const again = 'sku,name\nB,Same mug\n';
    const day = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });

    it('is taken in with a warning that says when, by whom and as which import, also as gzip', async () => {
      const first = await app.import(again);
      expect(first.warnings).toEqual([]);
      const message = `Imported on ${day.format(new Date(first.createdAt))} by key 0 as import ${first.id}.`;
      const second = await send(form(part('file', gzipSync(again), 'other.csv.gz')));
      expect([second.status, second.body.warnings]).toEqual([202, [{ code: 'same_file', message }]]);
      await app.end(second.body.id);
    });

    it('is refused when the same file is not wanted twice', async () => {
      const { body: known } = await app.upload(again);
      const { status, body } = await app.upload(again, { duplicates: 'refuse' });
      expect(Problem.parse(body)).toMatchObject({
        status,
        code: 'duplicate_file',
        importId: known.id,
        importedAt: known.createdAt,
        actor: 'key:0',
      });
      expect(status).toBe(409);
      await app.end(known.id);
    });

    it('comes in once when it is sent three times at the same moment', async () => {
      const clicks = await Promise.all([1, 2, 3].map(() => app.upload('sku,name\nC,Thrice\n', { duplicates: 'refuse' })));
      expect(clicks.map(({ status }) => status).sort()).toEqual([202, 409, 409]);
      await app.end(clicks.find(({ status }) => status === 202)!.body.id);
    });

    it('is no matter when the other one came to nothing, or long ago', async () => {
      const failed = await app.import('name\nNo SKU\n');
      expect(failed.status).toBe('failed');
      expect((await app.upload('name\nNo SKU\n', { duplicates: 'refuse' })).status).toBe(202);
      const old = await app.import('sku,name\nD,Old\n');
      await app.db.query(`update imports set created_at = now() - interval '31 days' where id = $1`, [old.id]);
      expect((await app.upload('sku,name\nD,Old\n', { duplicates: 'refuse' })).status).toBe(202);
    });
  });

  describe('says how the file is to be read', () => {
    it('with all that an import can be asked for, as text', async () => {
      const asked = {
        mapping: '{"sku":"code","name":1,"description":null}',
        encoding: 'windows-1252',
        delimiter: ';',
        header: '2',
        onEmpty: '{"description":"keep"}',
        unmapped: 'attributes',
        fillDown: 'Handle',
        errorPolicy: 'ignore_failed',
      };
      const { status, body } = await app.upload('Export\ncode;title\nA;Mug\n', {
        ...asked,
        check: 'true',
        kind: 'products',
        duplicates: 'allow',
      });
      expect([status, body.isChecked]).toEqual([202, true]);
      const [kept] = await app.db.query('select asked from imports where id = $1', [body.id]);
      expect(kept.asked).toEqual({
        ...asked,
        mapping: { sku: 'code', name: 1, description: null },
        header: 2,
        onEmpty: { description: 'keep' },
      });
      await app.http.post(`/api/imports/${body.id}/cancel`);
    });

    it('by a profile, whose settings stand where the request says nothing else', async () => {
      const settings = {
        mapping: { sku: 'code', name: 'title' },
        delimiter: ';',
        onEmpty: { active: 'clear' },
        errorPolicy: 'ignore_failed',
      };
      const [{ id }] = await app.db.query(
        `insert into import_profiles (name, kind, version, fingerprint, columns, settings, actor) values ('Shop', 'products', 4, 'f', '[]', $1, 'user:1') returning id`,
        [JSON.stringify(settings)],
      );
      const fields = { profileId: String(id), mapping: '{"name":"label"}', errorPolicy: 'reject_failed_rows' };
      const { status, body } = await app.upload('code;label\nA;Mug\n', fields);
      expect([status, body.profile]).toEqual([202, { id, name: 'Shop', version: 4 }]);
      const [{ asked }] = await app.db.query('select asked from imports where id = $1', [body.id]);
      expect(asked).toEqual({
        mapping: { sku: 'code', name: 'label' },
        delimiter: ';',
        onEmpty: { active: 'clear' },
        errorPolicy: 'reject_failed_rows',
        unmapped: 'ignore',
      });
      expect(await app.end(body.id)).toMatchObject({ status: 'completed', rows: 1 });
    });

    it.each([
      [{ profileId: '999' }, '/profileId'],
      [{ profileId: 'Shop' }, '/profileId'],
      [{ parentId: '999' }, '/parentId'],
      [{ check: 'yes' }, '/check'],
      [{ header: '0' }, '/header'],
      [{ encoding: 'ebcdic' }, '/encoding'],
      [{ errorPolicy: 'whatever' }, '/errorPolicy'],
      [{ onEmpty: '{"name":"drop"}' }, '/onEmpty/name'],
    ])('and is refused when it says %j', async (fields, pointer) => {
      const { status, body } = await app.upload(csv, fields as Record<string, string>);
      expect([status, body.code, body.errors[0].pointer]).toEqual([422, 'invalid', pointer]);
    });

    it('and is refused as part of an import that has not ended', async () => {
      const { body: waiting } = await app.upload(csv, { check: 'true' });
      const { status, body } = await app.upload(csv, { parentId: String(waiting.id) });
      expect([status, body.errors]).toMatchObject([422, [{ pointer: '/parentId' }]]);
      await app.http.post(`/api/imports/${waiting.id}/cancel`);
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
    const [{ file_key: key }] = await app.db.query('select distinct file_key from imports where id = $1', [body.id]);
    expect(key).toMatch(/^[0-9a-f-]{36}$/);
  });
});
