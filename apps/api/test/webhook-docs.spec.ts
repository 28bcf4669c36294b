import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import fs from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { startApp, until, type App } from './support/start-app.js';

let app: App;
let folder: string;
let receiver: ChildProcess | undefined;
beforeAll(async () => {
  app = await startApp();
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'webhook-docs-'));
});
afterAll(async () => {
  receiver?.kill();
  await app?.stop();
  fs.rmSync(folder, { recursive: true, force: true });
});

const freePort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });

it('the receiver of docs/webhooks.md verifies, and keeps the highest version', async () => {
  const text = fs.readFileSync(path.resolve(__dirname, '../../../docs/webhooks.md'), 'utf8');
  fs.writeFileSync(path.join(folder, 'receiver.mjs'), /```js\n([^]*?)```/.exec(text)![1]!);
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/hook`;
  const { body: webhook } = await app.http.post('/api/webhooks').send({ url, eventTypes: ['*'] }).expect(201); // prettier-ignore
  receiver = spawn(process.execPath, ['receiver.mjs'], {
    cwd: folder,
    env: { ...process.env, WEBHOOK_SECRET: webhook.secret, PORT: String(port) },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  receiver.stdout!.on('data', (piece) => (said += piece));
  await until(async () => (await fetch(url, { method: 'POST', body: '{}' }).catch(() => undefined))?.status === 401);

  const { id, sku } = await app.has({ sku: 'MUG-1', name: 'Mug' });
  await app.http.patch(`/api/products/${id}`).send({ name: 'Cup' }).expect(200);
  await app.http.post(`/api/webhooks/${webhook.id}/test`).send({ eventType: 'product.deleted' }).expect(200); // of MUG-1 too
  const { id: importId } = await app.import('sku,name\nMUG-2,Mug\nMUG-3,Mug\n');
  await app.http.delete(`/api/products/${id}`).expect(200);
  const all = [`store ${sku} 1`, `store ${sku} 2`, 'store MUG-2 1', 'store MUG-3 1', `delete ${sku} 3`];
  await until(async () => said.trim().split('\n').length >= all.length);
  await app.http.post(`/api/webhooks/${webhook.id}/replay`).send({ importId, expect: 3 }).expect(202);
  await until(async () => (await app.http.get(`/api/webhooks/${webhook.id}/replays`)).body[0].status === 'completed');
  expect(said.trim().split('\n')).toEqual(all); // what came again said nothing new
});
