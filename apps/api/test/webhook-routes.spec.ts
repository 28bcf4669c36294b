import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { AddedWebhook, eventTypes, Webhook, webhookLimits, WebhookSurroundings, WebhookWaiting } from '@app/domain';
import { Secrets } from '../src/webhooks/secrets.js';
import { WebhookHealth } from '../src/webhooks/webhook-health.js';
import { WebhookTargets } from '../src/webhooks/webhook-targets.js';
import { sealingKey, startApp, type App } from './support/start-app.js';

const shop = { url: 'https://shop.example/hook', eventTypes: ['product.updated'] };

describe('webhooks', () => {
  let app: App;
  beforeAll(async () => {
    app = await startApp({ withWorker: false });
  });
  afterAll(() => app?.stop());

  const adds = async (more: object = {}): Promise<AddedWebhook> =>
    AddedWebhook.parse(
      (
        await app.http
          .post('/api/webhooks')
          .send({ ...shop, ...more })
          .expect(201)
      ).body,
    );
  const shows = async (id: number): Promise<Webhook> => Webhook.parse((await app.http.get(`/api/webhooks/${id}`).expect(200)).body);
  const notes = async (id: number): Promise<string[]> =>
    (await app.db.query('select action from audit where target = $1 order by id', [`webhook:${id}`])).map(
      (note: { action: string }) => note.action,
    );
  /** Events in the log, as if the sequencer had numbered them. */
  const happened = async (type: string, items: number, more: { importId?: number; minutesAgo?: number } = {}) => {
    await app.db.query(
      `with grown as (update outbox_head set head = head + 1 returning head)
       insert into outbox (actor, origin, type, n_items, items, import_id, occurred_at, seq)
       select 'user:1', 'user', $1, $2::int, '[]', $3, now() - $4 * interval '1 minute', head from grown`,
      [type, items, more.importId ?? null, more.minutesAgo ?? 0],
    );
  };
  const lane = async (id: number) =>
    (await app.db.query(`select * from webhook_lanes where webhook_id = $1 and kind = 'live'`, [id]))[0] as Record<string, unknown>;

  it('need an address and what they want to hear, nothing more', async () => {
    await happened('product.updated', 3);
    const { body, headers } = await app.http.post('/api/webhooks').send(shop).expect(201);
    const { secret, ...webhook } = AddedWebhook.parse(body);
    expect(headers).toMatchObject({ location: `/api/webhooks/${webhook.id}`, etag: '"1"' });
    expect(webhook).toMatchObject({
      ...shop,
      enabled: true,
      description: '',
      format: 'batch',
      payload: 'full',
      gzip: false,
      maxItems: 500,
      maxBytes: 262_144,
      parallel: 1,
      timeoutMs: 15_000,
      ratePerSecond: null,
      partialAck: false,
      headerNames: [],
      state: 'idle',
      disabledReason: null,
      version: 1,
      behind: { events: 0, seconds: 0 },
      parked: 0,
      lastStatus: null,
      nextAttemptAt: null,
      last24Hours: { attempts: 0, succeeded: 0, p50Ms: null, p95Ms: null },
      secrets: [{ expiresAt: null }],
    });
    expect(webhook.last24Hours.hours).toHaveLength(24);
    expect(Buffer.from(secret.replace('whsec_', ''), 'base64')).toHaveLength(32);
    expect(await shows(webhook.id)).toEqual(webhook);
    expect(await notes(webhook.id)).toEqual(['webhook.create']);
  });

  it('hear of what happens from then on', async () => {
    await happened('product.updated', 5);
    const { id } = await adds();
    await happened('product.updated', 7, { minutesAgo: 10 });
    await happened('product.created', 100);
    await happened('product.updated', 2);
    expect(WebhookWaiting.parse((await app.http.get(`/api/webhooks/${id}/waiting`).expect(200)).body)).toMatchObject({ events: 9 });
    const { behind } = await shows(id);
    expect(behind.events).toBe(9);
    expect(behind.seconds).toBeGreaterThanOrEqual(600);
  });

  it('wait for what their patterns and format ask for', async () => {
    const [all, products, summary, imports] = await Promise.all([
      adds({ eventTypes: ['*'] }),
      adds({ eventTypes: ['product.*'] }),
      adds({ eventTypes: ['*'], format: 'summary' }),
      adds({ eventTypes: ['import.*'] }),
    ]);
    await happened('product.created', 1_000, { importId: 1 });
    await happened('product.deleted', 3);
    await happened('import.completed', 1, { importId: 1 });
    const behind = async ({ id }: Webhook) => (await shows(id)).behind.events;
    expect(await Promise.all([all, products, summary, imports].map(behind))).toEqual([1_004, 1_003, 4, 1]);
  });

  it('count what was cut for them and not delivered, and what is parked, too', async () => {
    const { id } = await adds();
    await happened('product.updated', 10);
    const { id: laneId, cursor_seq: seq } = await lane(id);
    await app.db.query('update webhook_lanes set cursor_item = 4 where id = $1', [laneId]);
    await app.db.query(
      `insert into deliveries (webhook_id, lane_id, message_id, type, event_types, from_seq, from_item, to_seq, to_item, n_items, body, state)
       values ($1, $2, 'm1', 'batch', '{}', $3, 0, $3, 2, 3, '{}', 'open'), ($1, null, 'm2', 'product.updated', '{}', $3, 3, $3, 3, 1, '{}', 'parked')`,
      [id, laneId, seq],
    );
    expect(await shows(id)).toMatchObject({ behind: { events: 9 }, parked: 1 });
  });

  it('show how well they are, by the attempts of 24 hours', async () => {
    const { id } = await adds();
    await app.db.query(
      `insert into attempts (webhook_id, attempt_no, trigger, sent_at, ok, total_ms, request_headers, response_headers)
       select $1, 1, case when n > 100 then 'test' else 'automatic' end, now() - case when n > 90 then interval '25 hours' else interval '0' end,
              n % 10 > 0, n, '{}', '{}' from generate_series(1, 110) n`,
      [id],
    );
    const { last24Hours } = await shows(id);
    expect(last24Hours).toMatchObject({ attempts: 90, succeeded: 81, p50Ms: 45, p95Ms: 86 });
    expect(last24Hours.hours.at(-1)).toMatchObject({ attempts: 90, succeeded: 81, p50Ms: 45 });
    expect(last24Hours.hours.slice(0, -1).every(({ attempts, p50Ms }) => attempts === 0 && p50Ms === null)).toBe(true);
  });

  it('have the attempts of a day counted once, then only those that are new', async () => {
    const { id } = await adds();
    const attempts = (ms: number, ago: string) =>
      app.db.query(
        `insert into attempts (webhook_id, attempt_no, trigger, sent_at, ok, total_ms, request_headers, response_headers)
         select $1, 1, 'automatic', now() - $3::interval, true, $2, '{}', '{}' from generate_series(1, 10)`,
        [id, ms, ago],
      );
    const health = new WebhookHealth(app.db); // of a process that has just begun
    const day = async () => (await health.last24Hours([id])).get(id);
    await attempts(10, '3 hours');
    await attempts(20, '0 s');
    expect(await day()).toMatchObject({ attempts: 20, succeeded: 20, p50Ms: 10, p95Ms: 20 });
    await app.db.query('delete from attempts where webhook_id = $1 and total_ms = 10', [id]); // nobody looks there again
    await attempts(30, '0 s');
    const now = await day();
    expect(now).toMatchObject({ attempts: 30, succeeded: 30, p50Ms: 20, p95Ms: 30 });
    expect(
      now!.hours
        .map(({ attempts }) => attempts)
        .filter(Boolean)
        .at(0),
    ).toBe(10);
    expect(await day()).toEqual(now);
  });

  it('are added once under an Idempotency-Key, and the secret comes again', async () => {
    const post = () => app.http.post('/api/webhooks').set('Idempotency-Key', 'once').send(shop).expect(201);
    const [{ body: first }, second] = [await post(), await post()];
    expect(second.body).toEqual(first);
    expect(second.headers['idempotency-replayed']).toBe('true');
    await app.http
      .post('/api/webhooks')
      .set('Idempotency-Key', 'once')
      .send({ ...shop, description: 'another' })
      .expect(422);
  });

  it('are changed in what is said, and keep the rest', async () => {
    const added = await adds({ description: 'The shop', headers: { 'X-Key': 'a secret of theirs' } });
    const path = `/api/webhooks/${added.id}`;
    const { body: second, headers } = await app.http
      .patch(path)
      .set('If-Match', '"1"')
      .send({ eventTypes: ['import.*', 'import.*'], ratePerSecond: 0.5 })
      .expect(200);
    expect(headers.etag).toBe('"2"');
    expect(second).toMatchObject({
      version: 2,
      eventTypes: ['import.*'],
      ratePerSecond: 0.5,
      description: 'The shop',
      headerNames: ['X-Key'],
    });

    const { body: same } = await app.http.put(path).send(second).expect(200); // the record as a form sends it
    expect(same).toMatchObject({ version: 2 });
    const { body: third } = await app.http
      .put(path)
      .send({ ...second, version: 2, headers: {}, gzip: true })
      .expect(200);
    expect(third).toMatchObject({ version: 3, headerNames: [], gzip: true });
    expect(await notes(added.id)).toEqual(['webhook.create', 'webhook.update', 'webhook.update']);
  });

  it('are tried again at once when they are changed', async () => {
    const { id } = await adds();
    await app.db.query(`update webhook_lanes set next_attempt_at = now() + interval '10 minutes' where webhook_id = $1`, [id]);
    expect((await shows(id)).nextAttemptAt).not.toBeNull();
    await app.http.patch(`/api/webhooks/${id}`).send({ timeoutMs: 30_000 }).expect(200);
    expect((await shows(id)).nextAttemptAt).toBeNull();
  });

  it('are not overwritten by who has not seen the last version', async () => {
    const { id } = await adds();
    const path = `/api/webhooks/${id}`;
    await app.http.patch(path).send({ gzip: true }).expect(200);
    for (const stale of [
      app.http.put(path).set('If-Match', '"1"').send({ gzip: false }),
      app.http.patch(path).send({ gzip: false, version: 1 }),
      app.http.delete(path).set('If-Match', '"1"'),
    ]) {
      const { body } = await stale.expect(412);
      expect(body).toMatchObject({ code: 'stale_version', current: { id, version: 2, gzip: true } });
    }
  });

  it('are disabled without losing anything, and go on where they stopped', async () => {
    const { id } = await adds();
    const { body: disabled } = await app.http.post(`/api/webhooks/${id}/disable`).expect(200);
    expect(disabled).toMatchObject({ enabled: false, state: 'disabled', disabledReason: 'user', version: 2 });
    expect(disabled.disabledAt).not.toBeNull();
    await happened('product.updated', 4);
    await app.db.query(
      `update webhooks set failing_since = now() - interval '6 days', failed_attempts = 30, warned_hours = 72 where id = $1`,
      [id],
    );
    const { body: enabled } = await app.http.post(`/api/webhooks/${id}/enable`).expect(200);
    expect(enabled).toMatchObject({ enabled: true, disabledReason: null, disabledAt: null, behind: { events: 4 }, version: 3 });
    expect(Date.now() - Date.parse(enabled.failingSince)).toBeLessThan(600_000);
    await app.http.patch(`/api/webhooks/${id}`).send({ enabled: false }).expect(200);
    expect((await app.http.patch(`/api/webhooks/${id}`).send({ enabled: true }).expect(200)).body).toMatchObject({ behind: { events: 4 } });
    expect(await notes(id)).toEqual(['webhook.create', 'webhook.disable', 'webhook.enable', 'webhook.update', 'webhook.update']);
  });

  it('skip what waits, or all but the newest of each product, when that is asked for', async () => {
    const { id } = await adds();
    await happened('product.updated', 4);
    const { id: laneId, cursor_seq: seq } = await lane(id);
    await app.db.query(
      `insert into deliveries (webhook_id, lane_id, message_id, type, event_types, from_seq, from_item, to_seq, to_item, n_items, body)
       values ($1, $2, 'm1', 'batch', '{}', $3, 0, $3, 2, 3, '{}')`,
      [id, laneId, seq],
    );
    const [{ head }] = await app.db.query('select head from outbox_head');
    await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'latest' }).expect(200);
    expect(await lane(id)).toMatchObject({ latest_until: head, cursor_seq: seq });
    const { body } = await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'skip' }).expect(200);
    expect(body.behind).toEqual({ events: 0, seconds: 0 });
    expect(await lane(id)).toMatchObject({ cursor_seq: head + 1, latest_until: null });
    expect(await app.db.query('select state, finished_at is not null as ended from deliveries where webhook_id = $1', [id])).toEqual([
      { state: 'dropped', ended: true },
    ]);
    await app.http.post(`/api/webhooks/${id}/enable`).send({ from: 'yesterday' }).expect(422);
  });

  it('are deleted with all that is theirs, and answered', async () => {
    const { id, secret: _, ...webhook } = await adds();
    expect((await app.http.delete(`/api/webhooks/${id}`).expect(200)).body).toEqual({ id, ...webhook });
    for (const gone of [
      app.http.get(`/api/webhooks/${id}`),
      app.http.patch(`/api/webhooks/${id}`).send({ gzip: true }),
      app.http.delete(`/api/webhooks/${id}`),
      app.http.get(`/api/webhooks/${id}/waiting`),
      app.http.post(`/api/webhooks/${id}/enable`),
      app.http.post(`/api/webhooks/${id}/disable`),
      app.http.post(`/api/webhooks/${id}/test`),
      app.http.post(`/api/webhooks/${id}/rotate-secret`),
      app.http.delete(`/api/webhooks/${id}/secrets/1`),
    ])
      expect((await gone.expect(404)).body.code).toBe('not_found');
    expect(await app.db.query('select from webhook_lanes where webhook_id = $1', [id])).toEqual([]);
    expect(await notes(id)).toEqual(['webhook.create', 'webhook.delete']);
  });

  it('change their secret in steps: three sign at most, and the last one stays', async () => {
    const { id, secret: first } = await adds();
    const path = `/api/webhooks/${id}`;
    const rotate = async (body: object = {}) => (await app.http.post(`${path}/rotate-secret`).send(body).expect(200)).body;
    const second = await rotate();
    expect(second.secret).toMatch(/^whsec_/);
    expect(second.secret).not.toBe(first);
    const hours = (secret: { expiresAt: string | null }) =>
      secret.expiresAt && Math.round((Date.parse(secret.expiresAt) - Date.now()) / 3_600_000);
    expect(second.secrets.map(hours)).toEqual([null, 24]);
    await rotate({ overlapHours: 168 });
    const fourth = await rotate({ overlapHours: 168 });
    expect(fourth.secrets.map(hours)).toEqual([null, 168, 168]);

    const [newest, before] = fourth.secrets;
    const { body: revoked } = await app.http.delete(`${path}/secrets/${newest.id}`).expect(200);
    expect(revoked.secrets[0]).toMatchObject({ id: before.id, expiresAt: null }); // somebody must sign for ever
    expect((await rotate({ overlapHours: 0 })).secrets).toHaveLength(1);
    const [only] = (await shows(id)).secrets;
    expect((await app.http.delete(`${path}/secrets/${only!.id}`).expect(409)).body.code).toBe('wrong_state');
    await app.http.delete(`${path}/secrets/${before.id}`).expect(404);
    await app.http.post(`${path}/rotate-secret`).send({ overlapHours: 169 }).expect(422);
    expect(await notes(id)).toEqual([
      'webhook.create',
      ...['rotate', 'rotate', 'rotate', 'revoke', 'rotate'].map((deed) => `webhook.${deed}_secret`),
    ]);
  });

  it('are found by address, event type, switch and state', async () => {
    const mine = await adds({ url: 'https://found.example/100%_of', eventTypes: ['product.*'] });
    const other = await adds({ url: 'https://found.example/other', eventTypes: ['*'], enabled: false });
    const get = async (query: Record<string, string>) => {
      const { body, headers } = await app.http
        .get('/api/webhooks')
        .query({ sort: '["id","ASC"]', ...query })
        .expect(200);
      return { ids: body.map((webhook: Webhook) => webhook.id), range: headers['content-range'] };
    };
    expect(await get({ url: '100%_OF' })).toEqual({ ids: [mine.id], range: 'webhooks 0-0/1' });
    const here = { url: 'found.example' };
    expect((await get(here)).ids).toEqual([mine.id, other.id]);
    expect((await get({ ...here, eventType: 'product.created' })).ids).toEqual([mine.id, other.id]);
    expect((await get({ ...here, eventType: 'import.failed' })).ids).toEqual([other.id]);
    expect((await get({ ...here, enabled: 'true' })).ids).toEqual([mine.id]);
    expect((await get({ ...here, state: 'disabled' })).ids).toEqual([other.id]);
    expect((await get({ filter: JSON.stringify({ ...here, state: ['idle', 'ok'] }), sort: '["state","DESC"]' })).ids).toEqual([mine.id]);
    expect((await get({ filter: JSON.stringify({ id: [mine.id] }), range: '[0,0]' })).ids).toEqual([mine.id]);
    for (const wrong of [{ state: 'well' }, { eventType: 'product.*' }, { colour: 'red' }, { sort: 'secret' }])
      await app.http.get('/api/webhooks').query(wrong).expect(422);
  });

  it.each<[string, object, string, string?]>([
    ['with an empty address', { url: '' }, '/url'],
    ['without event types', { eventTypes: [] }, '/eventTypes'],
    ['with an event type that there is not', { eventTypes: ['product.moved'] }, '/eventTypes/0'],
    ['with control messages', { eventTypes: ['webhook.test'] }, '/eventTypes/0'],
    ['with what they do not have', { colour: 'red' }, '/colour'],
    ['with a control character', { description: 'a\0b' }, '/description'],
    ['with half a character', { description: '\ud800' }, '/description'],
    ['with too long a description', { description: 'x'.repeat(501) }, '/description'],
    ['with a format that there is not', { format: 'xml' }, '/format'],
    ['with too many items', { maxItems: 1_001 }, '/maxItems'],
    ['with a body too small for an event', { maxBytes: 1 }, '/maxBytes'],
    ['with too little time', { timeoutMs: 0 }, '/timeoutMs'],
    ['with no rate at all', { ratePerSecond: 0 }, '/ratePerSecond'],
    ['with a switch that is none', { enabled: 'yes' }, '/enabled'],
    ['with a header of ours', { headers: { 'Webhook-Id': 'x' } }, '/headers/Webhook-Id'],
    ['with a header of the connection', { headers: { host: 'x' } }, '/headers/host'],
    ['with a name that is no header', { headers: { 'a b': 'x' } }, '/headers/a b'],
    ['with a line break in a header', { headers: { 'x-a': 'x\r\nhost: y' } }, '/headers/x-a'],
    ['with a header twice', { headers: { 'x-a': '1', 'X-A': '2' } }, '/headers'],
    ['with too many headers', { headers: Object.fromEntries(Array.from({ length: 21 }, (_, n) => [`x-${n}`, ''])) }, '/headers'],
    ['with headers that are no texts', { headers: { 'x-a': 1 } }, '/headers/x-a'],
  ])('are refused %s', async (_, input, pointer) => {
    const { id } = await adds();
    for (const call of [app.http.post('/api/webhooks').send({ ...shop, ...input }), app.http.patch(`/api/webhooks/${id}`).send(input)]) {
      const { body } = await call.expect(422);
      expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer }] });
    }
    await app.http.delete(`/api/webhooks/${id}`).expect(200);
  });

  it.each(['url', 'eventTypes'])('are refused without %s', async (name) => {
    const { body } = await app.http
      .post('/api/webhooks')
      .send({ ...shop, [name]: undefined })
      .expect(422);
    expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer: `/${name}` }] });
  });

  it('are refused with a header called __proto__', async () => {
    const { body } = await app.http
      .post('/api/webhooks')
      .type('json')
      .send(`{"url":"${shop.url}","eventTypes":["*"],"headers":{"__proto__":"x"}}`)
      .expect(422);
    expect(body).toMatchObject({ code: 'invalid', errors: [{ pointer: '/headers' }] });
  });

  it.each<[string, string]>([
    ['ftp://shop.example/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['https://ann:secret@shop.example/', 'user_info'],
    ['https://shop.example:22/', 'port'],
    ['http://93.184.216.34/', 'scheme'],
    ['https://93.184.216.34:8080/', 'port'],
    ['shop.example', 'malformed'],
    ['https://', 'malformed'],
    ['https://shop .example/', 'malformed'],
    ['https://10.0.0.1/', 'private_address'],
    ['https://192.168.1.1:8443/', 'private_address'],
    ['https://169.254.169.254/latest/meta-data/', 'private_address'],
    ['https://169.254.169.254.:443/', 'private_address'],
    ['https://0xa.1/', 'private_address'],
    ['https://012.1/', 'private_address'],
    ['https://167772161/', 'private_address'],
    ['https://１０。０。０。１/', 'private_address'],
    ['https://0/', 'private_address'],
    ['https://[::]/', 'private_address'],
    ['https://[::1]/', 'private_address'],
    ['https://[::ffff:10.0.0.1]/', 'private_address'],
    ['https://[::10.0.0.1]/', 'private_address'],
    ['https://[64:ff9b::a9fe:a9fe]/', 'private_address'],
    ['https://[64:ff9b:1::1]/', 'private_address'],
    ['https://[2002:a00:1::]/', 'private_address'],
    ['https://[2001:db8::1]/', 'private_address'],
    ['https://[fd00::1]/', 'private_address'],
    ['https://[fe80::1]/', 'private_address'],
    ['https://[ff02::1]/', 'private_address'],
  ])('are not sent to %s', async (url, reason) => {
    const { id } = await adds();
    for (const call of [app.http.post('/api/webhooks').send({ ...shop, url }), app.http.patch(`/api/webhooks/${id}`).send({ url })]) {
      const { body } = await call.expect(422);
      expect(body).toMatchObject({ code: 'webhook_url', errors: [{ pointer: '/url', code: reason }] });
    }
    await app.http.delete(`/api/webhooks/${id}`).expect(200);
  });

  it.each(['x'.repeat(webhookLimits.url), 'ä'.repeat(webhookLimits.url / 2)])(
    'are not sent to an address that is too long',
    async (path) => {
      const { body } = await app.http
        .post('/api/webhooks')
        .send({ ...shop, url: `https://shop.example/${path}` })
        .expect(422);
      expect(body).toMatchObject({ code: 'webhook_url', errors: [{ pointer: '/url', code: 'too_long' }] });
    },
  );

  it('keep the address as it will be called', async () => {
    expect(await adds({ url: 'HTTP://0x7f.1:9/a b?c=d' })).toMatchObject({ url: 'http://127.0.0.1:9/a%20b?c=d' });
    expect(await adds({ url: 'http://localhost:9/' })).toMatchObject({ url: 'http://localhost:9/' }); // its name leads to where it may
  });

  it('are told what they may do here', async () => {
    const { body } = await app.http.get('/api/webhook-surroundings').expect(200);
    const { allowPrivate, head, events } = WebhookSurroundings.parse(body);
    expect({ allowPrivate, types: events.map(({ type }) => type) }).toEqual({ allowPrivate: ['127.0.0.0/8'], types: [...eventTypes] });
    expect(head).toBeGreaterThan(0);
    for (const { type, description, example } of events) {
      expect(example).toMatchObject({ type });
      expect(description).not.toBe('');
    }
  });

  it('are for nobody without the right', async () => {
    for (const path of ['/api/webhooks', '/api/webhooks/1', '/api/webhook-surroundings'])
      await fetch(app.url + path).then(({ status }) => expect(status).toBe(401));
  });

  it('keep what is secret to themselves', async () => {
    const canary = 'canary-7f3b19c4';
    const { id, secret, ...webhook } = await adds({
      url: `https://shop.example/${canary}`,
      headers: { Authorization: `Bearer ${canary}` },
    });
    const post = () =>
      app.http
        .post('/api/webhooks')
        .set('Idempotency-Key', canary.slice(7))
        .send({ ...shop, headers: { 'x-key': canary } });
    const { secret: another } = (await post().expect(201)).body;
    const { secret: rotated } = (await app.http.post(`/api/webhooks/${id}/rotate-secret`).expect(200)).body;
    const answers = JSON.stringify([webhook.headerNames, (await app.http.get(`/api/webhooks/${id}`)).body.headerNames]);
    const tables: { name: string }[] = await app.db.query(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_schema in ('public', 'bullmq') and table_name <> 'webhooks'`,
    );
    const texts = [answers];
    for (const { name } of tables) texts.push(JSON.stringify(await app.db.query(`select t::text as row from ${name} t`)));
    texts.push(JSON.stringify(await app.db.query('select (to_jsonb(w) - $1)::text as row from webhooks w', ['url']))); // the address is for whoever may read it
    const told = [canary, secret, another, rotated].flatMap((text) => [text, text.replace('whsec_', ''), hex(text.replace('whsec_', ''))]);
    for (const text of told) expect(texts.filter((all) => all.includes(text))).toEqual([]);
  });

  it('are a hundred at most', async () => {
    const [{ count }] = await app.db.query('select count(*)::int as count from webhooks');
    const left = webhookLimits.webhooks - count;
    const many = await Promise.all(Array.from({ length: left + 3 }, () => app.http.post('/api/webhooks').send(shop)));
    const refused = many.filter(({ status }) => status !== 201);
    expect(refused).toHaveLength(3);
    for (const { status, body } of refused)
      expect({ status, body }).toMatchObject({ status: 409, body: { code: 'limit_reached', count: 100 } });
    const { body, headers } = await app.http.get('/api/webhooks').query({ range: '[0,99]' }).expect(200);
    expect({ rows: body.length, range: headers['content-range'] }).toEqual({ rows: 100, range: 'webhooks 0-99/100' });
  });
});

describe('a process with another sealing key', () => {
  it('does not start where secrets are sealed already', async () => {
    const app = await startApp({ withWorker: false });
    const starts = (key: string) => new WebhookTargets(app.db, new Secrets({ WEBHOOK_SEALING_KEY: key })).onModuleInit();
    const other = Buffer.alloc(32, 1).toString('base64');
    await starts(other);
    await app.http.post('/api/webhooks').send(shop).expect(201);
    await expect(starts(other)).rejects.toThrow('WEBHOOK_SEALING_KEY');
    await starts(sealingKey);
    await app.stop();
  });
});

const hex = (base64: string) => Buffer.from(base64, 'base64').toString('hex') || base64;
