import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import { Webhook } from 'standardwebhooks';
import {
  createClient,
  eachProduct,
  followBulkJob,
  followImport,
  importFile,
  ProblemError,
  type ImportJob,
} from '../../../libs/sdk/src/index.js';
import { adminKey, startApp, until, type App } from './support/start-app.js';

const sdk = path.resolve(__dirname, '../../../libs/sdk');
const folder = path.join(sdk, 'dist/examples'); // inside the package, where its name is known
const rows = (count: number) => Array.from({ length: count }, (_, n) => `MUG-${n},Mug ${n}\n`).join('');

let app: App;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app?.stop());

const client = () => createClient({ baseUrl: app.url, apiKey: adminKey });

describe('the examples of the README', () => {
  const examples = [...fs.readFileSync(path.join(sdk, 'README.md'), 'utf8').matchAll(/```ts\n([^]*?)```/g)].map(([, code]) => code!);

  beforeAll(() => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(folder, { recursive: true });
    examples.forEach((code, n) => fs.writeFileSync(path.join(folder, `${n}.mts`), code));
    fs.writeFileSync(path.join(folder, 'products.csv'), 'sku,name\nMUG-1,Blue mug\nMUG-2,Red mug\nBOWL-1,Bowl\n,Nameless\n');
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', types: ['node'], skipLibCheck: true };
    fs.writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
    execFileSync(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', folder], { stdio: 'inherit' });
  });
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }));

  const start = (n: number, env: Record<string, string> = {}) =>
    spawn(process.execPath, [`${n}.mjs`], {
      cwd: folder,
      env: { ...process.env, IMPORTER_URL: app.url, IMPORTER_API_KEY: adminKey, ...env },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  const output = async (n: number, env?: Record<string, string>) => {
    const example = start(n, env);
    const text = (await example.stdout.setEncoding('utf8').toArray()).join('');
    expect(await until(async () => example.exitCode !== null && { code: example.exitCode })).toEqual({ code: 0 });
    return text.trim().split('\n');
  };

  it('are six', () => expect(examples).toHaveLength(6));

  it('import a file and follow it', async () => {
    expect((await output(0)).at(-1)).toBe('completed 3 1');
  });

  it('check before anything is written, and confirm', async () => {
    fs.appendFileSync(path.join(folder, 'products.csv'), 'MUG-3,Green mug\nMUG-1,Light blue mug\n');
    const lines = await output(1);
    expect(lines[0]).toBe('would create 1 and update 1');
    expect(lines.at(-1)).toBe('completed 6');
  });

  it('page through products', async () => {
    expect(await output(2)).toEqual(['MUG-1 Light blue mug', 'MUG-2 Red mug', 'MUG-3 Green mug']);
  });

  it('change a product, and nobody else’s change', async () => {
    const { id } = (await app.products()).find(({ sku }) => sku === 'MUG-1')!;
    expect(await output(3, { PRODUCT_ID: String(id) })).toEqual(['changed meanwhile: Dishwasher-safe']);
    expect((await app.http.get(`/api/products/${id}`)).body).toMatchObject({ name: 'Sky-blue mug', description: 'Dishwasher-safe' });
  });

  it('verify a webhook', async () => {
    const secret = `whsec_${randomBytes(24).toString('base64')}`;
    const example = start(4, { WEBHOOK_SECRET: secret, PORT: '0' });
    const lines = example.stdout.setEncoding('utf8')[Symbol.asyncIterator]();
    const port = /^listening at (\d+)\n$/.exec((await lines.next()).value)![1];

    const body = JSON.stringify({ id: 'evt_1', type: 'import.completed', timestamp: '2026-11-21T08:00:00.123Z', data: { importId: 7 } });
    const at = new Date();
    const headers = { 'webhook-id': 'msg_1', 'webhook-timestamp': String(Math.floor(at.getTime() / 1_000)) };
    const send = (text: string, more = {}) =>
      fetch(`http://127.0.0.1:${port}`, {
        method: 'POST',
        body: text,
        headers: { ...headers, ...more, 'webhook-signature': new Webhook(secret).sign('msg_1', at, body) },
      });
    expect((await send(body, { 'webhook-test': 'true' })).status).toBe(204); // of which it says nothing
    expect((await send(body)).status).toBe(204);
    expect((await lines.next()).value).toBe('evt_1 import.completed { importId: 7 }\n');
    expect((await send(body.replace('7', '8'))).status).toBe(400);
    example.kill();
  });

  it('ask for events', async () => {
    const { sku } = await app.has({ sku: 'EVENT-1', name: 'Mug' });
    await app.app.get((await import('../src/outbox/sequencer.js')).Sequencer).run();
    const lines = (await output(5)).join('');
    expect(lines).toContain('product.created');
    expect(lines).toContain(sku);
  });
});

describe('importFile', () => {
  it('takes a Blob, a web stream and pieces as they come', async () => {
    const csv = Buffer.from(`sku,name\n${rows(3)}`);
    for (const file of [new Blob([csv]), Readable.toWeb(Readable.from([csv])) as ReadableStream<Uint8Array>, Readable.from([csv])]) {
      const importJob = await importFile(client(), file, { fileName: 'Tässchen "1".csv', mapping: { sku: 'sku', name: 1 } });
      expect(importJob).toMatchObject({ status: 'completed', rows: 3, fileName: 'Tässchen "1".csv' });
    }
  });

  it('tells of its progress, and imports once under one key', async () => {
    const states: ImportJob[] = [];
    const send = () =>
      importFile(client(), new Blob([`sku,name\n${rows(5_000)}`]), { idempotencyKey: 'once', onProgress: (state) => states.push(state) });
    const first = await send();
    expect(states.at(-1)).toEqual(first);
    expect(await send()).toMatchObject({ id: first.id, status: 'completed' });
  });

  it('throws what the server refuses, also while a stream is being sent', async () => {
    const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(200_000)]);
    for (const file of [new Blob([png]), Readable.from([png, png, png])])
      await expect(importFile(client(), file)).rejects.toMatchObject({ name: 'ProblemError', status: 415, code: 'not_a_csv' });
    const stranger = createClient({ baseUrl: app.url, apiKey: 'nobody' });
    await expect(importFile(stranger, new Blob(['sku,name\n']))).rejects.toMatchObject({ code: 'unauthenticated' });
  });
});

describe('following', () => {
  it('goes on when the line breaks, and ends with the import', async () => {
    const { id } = await importFile(client(), new Blob([`sku,name\n${rows(2_000)}`]), { check: true });
    const states: string[] = [];
    let broken = 0;
    const follower = client();
    follower.interceptors.request.use((request) => {
      if (request.url.endsWith('/progress') && broken++ === 0) return new Request('http://127.0.0.1:1/'); // nobody listens there
      return request;
    });
    for await (const { status } of followImport(follower, id)) {
      if (!states.length) await app.http.post(`/api/imports/${id}/confirm`).send({}).expect(200);
      states.push(status);
    }
    expect([states[0], states.at(-1)]).toEqual(['awaiting_confirmation', 'completed']);
    expect(broken).toBeGreaterThan(0);
  });

  it('ends by its signal, and throws for what does not exist', async () => {
    const { id } = await importFile(client(), new Blob([`sku,name\n${rows(10)}`]), { check: true });
    const leave = new AbortController();
    const seen = (async () => {
      for await (const _ of followImport(client(), id, { signal: leave.signal })) leave.abort(new Error('enough'));
    })();
    await expect(seen).rejects.toThrow('enough');
    await expect(followImport(client(), 999_999).next()).rejects.toThrow(ProblemError);
  });

  it('works for bulk jobs', async () => {
    const { body: asked } = await app.http.delete('/api/products').expect(422);
    const { body: job } = await app.http.delete('/api/products').query({ confirm: asked.count }).expect(202);
    let last: string | undefined;
    for await (const { status } of followBulkJob(client(), job.id)) last = status;
    expect(last).toBe('completed');
  });
});

it('goes through products of many pages, each once', async () => {
  await importFile(client(), new Blob([`sku,name\n${rows(2_000)}`]));
  const skus = new Set<string>();
  for await (const { sku } of eachProduct(client(), { name: 'mug' })) skus.add(sku);
  expect(skus.size).toBe(2_000);
  const found = [];
  for await (const { sku } of eachProduct(client(), { updatedAt_gte: '2020-01-01', sort: '-id', 'attributes.colour': 'blue' }))
    found.push(sku);
  expect(found).toEqual([]);
});
