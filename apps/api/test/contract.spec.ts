import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { maxFieldErrors } from '@app/domain';
import { takeFaults, watchAnswers } from './support/contract.js';
import { startApp, until, type App } from './support/start-app.js';

describe('the watch over all answers of the tests', () => {
  let server: Server;
  let answer: { status: number; type: string; body: string; headers?: Record<string, string> };
  beforeAll(async () => {
    server = createServer((_req, res) => {
      res.statusCode = answer.status;
      res.setHeaders(new Headers({ 'content-type': answer.type, ...answer.headers })).end(answer.body);
    });
    watchAnswers(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  });
  afterAll(() => void server.close());

  const problem = { type: '/problems/x', title: 'x', status: 404, detail: 'x', message: 'x', code: 'not_found', instance: 'x' };
  const json = 'application/json';
  const cases: [string, string, typeof answer, string][] = [
    ['a route', '/api/nothing', { status: 200, type: json, body: '{}' }, 'no such route'],
    ['a status', '/api/products', { status: 418, type: json, body: '{}' }, 'no such status'],
    ['a type', '/api/products', { status: 200, type: 'text/html', body: '<p>' }, 'no such type'],
    ['a header', '/api/products', { status: 200, type: json, body: '[]', headers: { 'X-Total': '1' } }, 'no header x-total'],
    ['a shape', '/api/products', { status: 200, type: json, body: '[{"id":"7"}]' }, "must have required property 'sku'"],
    ['JSON that is none', '/api/products', { status: 200, type: json, body: '[{' }, 'must be array'],
    [
      'an event',
      '/api/imports/1/progress',
      { status: 200, type: 'text/event-stream', body: 'data: {}\n\n' },
      'must have required property',
    ],
    [
      'a code',
      '/api/products/1',
      { status: 404, type: 'application/problem+json', body: JSON.stringify({ ...problem, code: 'sku_taken' }) },
      'no code sku_taken there',
    ],
  ];
  it.each(cases)('notices %s that the document does not have', async (_, path, wrong, fault) => {
    answer = wrong;
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`)).text();
    expect(await until(async () => takeFaults().join())).toContain(fault);
  });

  it('lets pass what it does have', async () => {
    answer = { status: 404, type: 'application/problem+json', body: JSON.stringify(problem) };
    await (await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/api/products/1`)).text();
    expect(takeFaults()).toEqual([]);
  });
});

describe('a problem', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ withWorker: false });
  });
  afterAll(() => app?.stop());

  it(`names the first ${maxFieldErrors} places, however many there are`, async () => {
    const rows = Array.from({ length: 5_000 }, (_, n) => ({ rowNo: -n, cells: [] }));
    const { body } = await app.http.post('/api/imports').send({ parentId: 1, rows }).expect(422);
    expect(body.errors).toHaveLength(maxFieldErrors);
    expect(body.errors[0]).toMatchObject({ pointer: '/rows/0/rowNo' });
  });
});
