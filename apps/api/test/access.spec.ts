import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { RequestMethod } from '@nestjs/common';
import { MetadataScanner, ModulesContainer } from '@nestjs/core';
import { Me } from '@app/domain';
import request from 'supertest';
import { PERMISSION } from '../src/access/can.js';
import { PUBLIC } from '../src/http/public.js';
import { admin, adminKey, startApp, type App } from './support/start-app.js';

type Method = 'get' | 'post' | 'put' | 'patch' | 'delete' | 'trace' | 'head' | 'options';
type Route = { method: string; path: string; isPublic: boolean; permission?: string };

/** What everybody may call. To add to it, think twice. */
const publicRoutes = ['GET /api/health', 'GET /api/ready', 'POST /api/auth/login'];

describe('the api', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ withWorker: false });
  });
  afterEach(() => app.db.query('delete from login_failures'));
  afterAll(() => app?.stop());

  const anybody = (method: Method, path: string, headers: Record<string, string> = {}) => request(app.url)[method](path).set(headers);
  const signIn = (credentials: object = admin, headers: Record<string, string> = {}) =>
    anybody('post', '/api/auth/login', headers).send(credentials);
  const cookie = async () => (await signIn().expect(200)).get('Set-Cookie')![0]!.split(';')[0]!;

  describe('without credentials', () => {
    it('has nothing open but what the public list names, and everything else behind a permission', () => {
      const routes = routesOf(app);
      expect(routes.length).toBeGreaterThan(20);
      expect(
        routes
          .filter(({ isPublic }) => isPublic)
          .map(named)
          .sort(),
      ).toEqual(publicRoutes);
      expect(routes.filter(({ isPublic, permission }) => isPublic === (permission !== undefined))).toEqual([]);
    });

    it('has no route that did not come from a controller, but its documents and the admin', () => {
      const known = new Set(routesOf(app).map(({ path }) => path));
      const { stack } = app.app.getHttpAdapter().getInstance().router as { stack: { route?: { path: string } }[] };
      const others = stack.flatMap(({ route }) => (route && !known.has(route.path) ? [String(route.path)] : []));
      expect(others.filter((path) => !/^\/api\/(docs|openapi\.json)/.test(path) && path !== '/{*any}' && path !== '{*any}')).toEqual([]);
    });

    it.each<[string, () => Record<string, string>]>([
      ['nothing', () => ({})],
      ['a wrong key', () => ({ Authorization: 'Bearer a-key-that-nobody-has' })],
      ['a key that begins like the right one', () => ({ Authorization: `Bearer ${adminKey.slice(0, -1)}` })],
      ['the key as another scheme', () => ({ Authorization: `Basic ${Buffer.from(`admin:${adminKey}`).toString('base64')}` })],
      ['a forged session', () => ({ Cookie: `session=${'A'.repeat(43)}`, 'Sec-Fetch-Site': 'same-origin' })],
    ])('answers 401 on every other route to who sends %s', async (_, headers) => {
      const heard: string[] = [];
      for (const route of routesOf(app).filter(({ isPublic }) => !isPublic)) {
        const { status, type, body, headers: told } = await anybody(route.method as Method, route.path.replace(/:\w+/g, '1'), headers());
        const asMeant =
          status === 401 &&
          type === 'application/problem+json' &&
          (body.code === 'unauthenticated' || route.method === 'head') && // which has no body
          told['www-authenticate'];
        if (!asMeant) heard.push(`${named(route)} answered ${status} ${type} ${JSON.stringify(body)}`);
      }
      expect(heard).toEqual([]);
    });

    it('stores nothing of an upload', async () => {
      await anybody('post', '/api/imports').attach('file', Buffer.from('sku,name\nA,Mug\n'), 'a.csv').expect(401);
      expect(await app.db.query('select from imports')).toEqual([]);
    });

    it('says that it is alive and ready', async () => {
      for (const path of ['/api/health', '/api/ready']) expect((await anybody('get', path).expect(200)).body).toEqual({ status: 'ok' });
    });
  });

  describe('at the door', () => {
    it('lets in who has the password, with a cookie that scripts and other sites cannot use', async () => {
      const answer = await signIn({ ...admin, email: 'ANN@Example.com' }).expect(200);
      expect(Me.parse(answer.body)).toMatchObject({ email: admin.email, role: 'admin' });
      const [held, ...attributes] = answer.get('Set-Cookie')![0]!.split('; ');
      expect(attributes).toEqual(expect.arrayContaining(['HttpOnly', 'SameSite=Lax', 'Path=/']));
      expect(held).toMatch(/^session=[\w-]{43}$/);
      expect((await anybody('get', '/api/auth/me', { Cookie: held! }).expect(200)).body.email).toBe(admin.email);
      expect(JSON.stringify(await app.db.query('select token_hash::text from sessions'))).not.toContain(held!.slice(8));
    });

    it('says the same of an unknown account and of a wrong password', async () => {
      const answers = [await signIn({ ...admin, password: 'wrong horse' }), await signIn({ ...admin, email: 'nobody@example.com' })];
      const [wrong, unknown] = answers.map(({ status, body, headers }) => ({
        status,
        ...body,
        instance: '',
        cookie: headers['set-cookie'],
      }));
      expect(wrong).toMatchObject({ status: 401, code: 'unauthenticated', cookie: undefined });
      expect(unknown).toEqual(wrong);
    });

    it.each([
      [{ email: admin.email }, '/password'],
      [{ ...admin, email: ['ann@example.com'] }, '/email'],
      [{ ...admin, password: { $ne: '' } }, '/password'],
      [{ ...admin, password: 'x'.repeat(129) }, '/password'],
      [{ ...admin, role: 'admin' }, '/role'],
    ])('refuses %j', async (credentials, pointer) => {
      expect((await signIn(credentials).expect(422)).body).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
    });

    it('slows down who guesses, by account and by address, and forgets it after a while', async () => {
      for (let i = 0; i < 5; i++) await signIn({ ...admin, password: `guess ${i}` }).expect(401);
      for (const email of [admin.email, 'nobody@example.com']) {
        const slowed = await signIn({ ...admin, email }).expect(429);
        expect(slowed.body.code).toBe('rate_limited');
        expect(Number(slowed.headers['retry-after'])).toBeGreaterThan(0);
      }
      await app.db.query(`update login_failures set last_at = last_at - interval '1 minute'`);
      await signIn().expect(200);
      expect(await app.db.query('select from login_failures')).toEqual([]);
    });
  });

  describe('with a session', () => {
    it('ends it on leaving', async () => {
      const session = { Cookie: await cookie(), 'Sec-Fetch-Site': 'same-origin' };
      const left = await anybody('post', '/api/auth/logout', session).expect(204);
      expect(left.get('Set-Cookie')![0]).toMatch(/^session=;.*1970/);
      await anybody('get', '/api/auth/me', session).expect(401);
    });

    it.each([
      ['12 hours without a request', `update sessions set seen_at = now() - interval '12 hours 1 second'`],
      ['7 days', `update sessions set created_at = now() - interval '7 days 1 second'`],
      ['the account is disabled', `update users set disabled_at = now()`],
    ])('does not know it any longer after %s', async (_, change) => {
      const session = { Cookie: await cookie() };
      await anybody('get', '/api/auth/me', session).expect(200);
      await app.db.query(change);
      await anybody('get', '/api/auth/me', session).expect(401);
      await app.db.query('update users set disabled_at = null');
    });

    it('refuses a key beside it', async () => {
      const both = { Cookie: await cookie(), Authorization: `Bearer ${adminKey}` };
      expect((await anybody('get', '/api/auth/me', both).expect(400)).body.code).toBe('malformed');
    });

    it.each([
      ['by another site', { 'Sec-Fetch-Site': 'cross-site' }],
      ['by a neighbour on the same domain', { 'Sec-Fetch-Site': 'same-site' }],
      ['by another site that also names ours', { 'Sec-Fetch-Site': 'cross-site', Origin: 'own' }],
      ['from a foreign origin', { Origin: 'https://evil.example' }],
      ['from another port of this machine', { Origin: 'http://127.0.0.1:1' }],
      ['from an opaque origin', { Origin: 'null' }],
      ['by who does not say from where', {}],
    ])('changes nothing when told to %s', async (_, from: Record<string, string>) => {
      const session = { Cookie: await cookie(), ...from, ...(from.Origin === 'own' && { Origin: app.url }) };
      for (const [method, path] of [
        ['post', '/api/products'],
        ['delete', '/api/products'],
        ['post', '/api/imports'],
        ['post', '/api/auth/logout'],
      ] as const) {
        expect((await anybody(method, path, session).expect(403)).body.code).toBe('forbidden');
      }
      await anybody('get', '/api/products', session).expect(200);
    });

    it.each([
      ['this site', { 'Sec-Fetch-Site': 'same-origin' }],
      ['the address bar', { 'Sec-Fetch-Site': 'none' }],
      ['this origin', { Origin: 'own' }],
    ])('does what %s asks', async (sku, from: Record<string, string>) => {
      const session = { Cookie: await cookie(), ...from, ...(from.Origin === 'own' && { Origin: app.url }) };
      await anybody('post', '/api/products', session).send({ sku, name: 'Mug' }).expect(201);
    });

    it.each([{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }])(
      'cannot be begun by another site: %j',
      async (from: object) => {
        expect((await signIn(admin, from as Record<string, string>).expect(403)).body.code).toBe('forbidden');
      },
    );
  });

  describe('to any request', () => {
    const own = { Authorization: `Bearer ${adminKey}` };

    it.each(['/api/health', '/api/products', '/api/nothing'])('answers %s with the headers that protect', async (path) => {
      const { headers } = await anybody('get', path, own);
      expect(headers['content-security-policy']).toContain(`script-src 'self';`);
      expect(headers['content-security-policy']).toContain(`frame-ancestors 'self'`);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'cache-control': 'no-store',
        'x-request-id': expect.any(String),
      });
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['x-powered-by']));
      expect(headers['access-control-allow-origin']).toBeUndefined();
    });

    it.each<[Method, string, string]>([
      ['put', '/api/products', 'GET, POST, DELETE'],
      ['post', '/api/products/1', 'GET, PUT, PATCH, DELETE'],
      ['patch', '/api/health', 'GET'],
      ['trace', '/api/products', 'GET, POST, DELETE'],
      ['get', '/api/auth/login', 'POST'],
    ])('answers %s %s with 405 and the methods that are offered', async (method, path, offered) => {
      const { status, body, headers } = await anybody(method, path, own);
      expect([status, body.code]).toEqual([405, 'method_not_allowed']);
      expect(headers.allow!.split(', ').sort()).toEqual(offered.split(', ').sort());
    });

    it.each(['/api/nothing', '/api', '/api/products/1/2/3', '/api/../etc/passwd', '/api/%2e%2e/%2e%2e/package.json'])(
      'answers 404 at %s',
      async (path) => {
        const { body } = await anybody('get', path, own).expect(404);
        expect(JSON.stringify(body)).not.toMatch(/at .*\.[jt]s:|node_modules/);
      },
    );

    it.each<[string, string, string, number, string]>([
      ['longer than any product', 'application/json', JSON.stringify({ sku: 'A', name: 'x'.repeat(22e6) }), 413, 'too_large'],
      ['that is no JSON', 'application/json', '{"sku":', 400, 'malformed'],
      ['that is only a text', 'application/json', '"sku"', 400, 'malformed'],
      ['that says it is text', 'text/plain', '{"sku":"A","name":"Mug"}', 415, 'unsupported_media_type'],
      ['that is a form', 'application/x-www-form-urlencoded', 'sku=A&name=Mug', 415, 'unsupported_media_type'],
      ['that is XML', 'application/xml', '<sku/>', 415, 'unsupported_media_type'],
      ['in another charset', 'application/json; charset=koi8-r', '{"sku":"A","name":"Mug"}', 415, 'unsupported_media_type'],
      ['nested 10,000 deep', 'application/json', `{"sku":${'['.repeat(10_000)}${']'.repeat(10_000)}}`, 422, 'invalid'],
      ['that is a list', 'application/json', '[]', 422, 'invalid'],
      ['that is empty', 'application/json', '', 422, 'invalid'],
    ])('refuses a body %s', async (_, type, content, status, code) => {
      const answer = await anybody('post', '/api/products', { ...own, 'Content-Type': type }).send(content);
      expect([answer.status, answer.type, answer.body.code]).toEqual([status, 'application/problem+json', code]);
    });

    it('refuses a body over 1 MB where no product is expected, in words of its own', async () => {
      const { body } = await anybody('post', '/api/products/bulk', own)
        .send({ action: 'x'.repeat(1_100_000) })
        .expect(413);
      expect(body).toMatchObject({ code: 'too_large', detail: 'The request is larger than 1048576 bytes.' });
    });

    it('refuses a long body without credentials before it is read', async () => {
      const { body } = await anybody('post', '/api/products', {})
        .send({ sku: 'A', name: 'x'.repeat(22e6) })
        .expect(401);
      expect(body.code).toBe('unauthenticated');
    });

    it('refuses an encoding of the body that nobody knows', async () => {
      const answer = await anybody('post', '/api/products', {
        ...own,
        'Content-Type': 'application/json',
        'Content-Encoding': 'lzma',
      }).send('{}');
      expect([answer.status, answer.body.code]).toEqual([415, 'unsupported_media_type']);
    });

    it.each(['/api/products/%zz', '/api/products/%', '/api/products/%c3%28'])('refuses %s, which is no text', async (path) => {
      const { body } = await anybody('get', path, own).expect(400);
      expect(body.code).toBe('malformed');
    });
  });
});

const named = ({ method, path }: Route) => `${method.toUpperCase()} ${path}`;

/** Every handler of every controller: where it listens and who may call it. */
function routesOf({ app }: App): Route[] {
  const controllers = [...app.get(ModulesContainer).values()].flatMap((module) =>
    [...module.controllers.values()].map(({ metatype }) => metatype!),
  );
  return controllers.flatMap((controller) =>
    new MetadataScanner().getAllMethodNames(controller.prototype).flatMap((name) => {
      const handler = controller.prototype[name];
      const path: string | undefined = Reflect.getMetadata('path', handler);
      if (path === undefined) return [];
      const of = (key: string) => Reflect.getMetadata(key, handler) ?? Reflect.getMetadata(key, controller);
      const method = RequestMethod[Reflect.getMetadata('method', handler) as number]!.toLowerCase();
      const parts = ['api', Reflect.getMetadata('path', controller), path].map((part: string) => part.replace(/^\/|\/$/g, ''));
      return [{ method, path: `/${parts.filter(Boolean).join('/')}`, isPublic: of(PUBLIC) === true, permission: of(PERMISSION) }];
    }),
  );
}
