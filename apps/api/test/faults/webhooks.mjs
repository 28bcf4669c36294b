// Events on their way to receivers: workers that die, stand still or lose their lease, a queue that is wiped, commits in any order, receivers that misbehave.
import { once } from 'node:events';
import net from 'node:net';
import { startReceiver } from '../support/receiver.mjs';
import { hasEnded, sendUntilHarmed, small } from './failpoints.mjs';
import { assert } from './story.mjs';
import { inTime, until } from './system.mjs';

const places = [
  'sequencer.before_commit',
  'lane.claimed',
  'delivery.cut',
  'delivery.before_send',
  'delivery.sent.before_record',
  'delivery.recorded',
];
const actions = ['kill', 'throw', 'lose', 'pause'];
/** Several messages of a file of 5,000 rows. */
const settings = { eventTypes: ['*'], maxItems: 300 };
/** A message an event, several under way at once. */
const single = { eventTypes: ['*'], format: 'single', parallel: 4 };

/** A webhook at a receiver of its own, for as long as the case lasts. */
async function withReceiver(story, work, webhook = settings) {
  const receiver = await startReceiver();
  try {
    const id = await subscribe(story, receiver, webhook);
    return await work(receiver, id);
  } finally {
    await receiver.stop();
  }
}

async function subscribe({ system }, receiver, webhook = settings) {
  const { status, body } = await system.http('POST', '/webhooks', { body: { url: receiver.url, ...webhook } });
  assert.equal(status, 201, JSON.stringify(body));
  receiver.secrets.push(body.secret);
  receiver.since = (await system.rows('select head from outbox_head'))[0].head;
  return body.id;
}

/** What a receiver has not got yet. */
const left = async (system, receiver) =>
  (
    await system.rows(
      `
      select 1 from outbox where seq is null
      union all select 1 from deliveries d join webhooks w on w.id = d.webhook_id where d.state = 'open' and w.enabled and w.url = $1
      union all select 1 from webhook_lanes l join webhooks w on w.id = l.webhook_id, outbox_head where cursor_seq <= head and w.url = $1`,
      [receiver.url],
    )
  ).length;

/**
 * Waits until everything has come, and judges: exactly the events of the log, the same bytes under the same id, versions of a product in order, the
 * end of an import after its products, every signature. How many requests were repeats.
 */
async function judgeReceived({ system }, receiver) {
  const told = async () =>
    (
      await system.rows(
        `select 'evt_' || stream || '_' || seq || '_' || item as id from outbox_head, outbox, generate_series(0, n_items - 1) item where seq > $1 order by seq, item`,
        [receiver.since],
      )
    ).map(({ id }) => id);
  await until('nothing is left to be sent', async () => !(await left(system, receiver)));
  const firsts = new Map(receiver.events.toReversed().map((event) => [event.id, event]));
  const order = [...new Set(receiver.events.map(({ id }) => id))];
  assert.deepEqual(order.toSorted(), (await told()).toSorted(), 'the events that came');
  const bytes = new Map();
  for (const { id, body } of receiver.requests) {
    assert.equal(bytes.get(id) ?? body, body, `the bytes of ${id}`);
    bytes.set(id, body);
  }
  const versions = new Map();
  const ended = new Set();
  for (const id of order) {
    const { type, data } = firsts.get(id);
    if (type.startsWith('import.')) ended.add(data.importId);
    if (!type.startsWith('product.')) continue;
    assert.ok(!ended.has(data.importId), `${id} came after the end of its import`);
    assert.ok(
      data.version > (versions.get(data.productId) ?? 0),
      `version ${data.version} of product ${data.productId} after ${versions.get(data.productId)}`,
    );
    versions.set(data.productId, data.version);
  }
  assert.deepEqual(receiver.unverified(), [], 'signatures');
  const accepted = receiver.requests.filter(({ answer }) => answer === 200);
  return accepted.length - new Set(accepted.map(({ id }) => id)).size;
}

/** A worker is harmed on the way; what it has begun another one ends. */
const harmed =
  (place, action, nth, webhook = settings) =>
  (story) =>
    withReceiver(
      story,
      async (receiver) => {
        const { system } = story;
        const worker = await system.onlyWorker();
        await story.calmImport({ rows: 1_500 });
        await judgeReceived(story, receiver);
        await worker.arm(`${place}:${nth}=${action}`);
        const isOver = async (_, id) => (await hasEnded(system, id)) && !(await left(system, receiver));
        const imports = await sendUntilHarmed(story, worker, nth, isOver);
        if (action === 'kill') await inTime('the worker dies', worker.ended);
        if (action === 'kill' || action === 'pause') await system.worker();
        if (action === 'pause' && nth === 2) worker.wake();
        await story.judge(imports);
        const repeats = await judgeReceived(story, receiver);
        if (action === 'pause') await worker.stop();
        if (place !== 'delivery.sent.before_record') return;
        // The outcome of what was under way is unknown to whoever comes next: exactly that is sent again.
        if (action === 'kill') assert.ok(repeats >= 1 && repeats <= (webhook.parallel ?? 1), `${repeats} repeats`);
        await story.judgeInvariants();
      },
      webhook,
    );

/** The worker stands still for longer than its lease, a request at hand; another one goes on, and the first one moves nothing as it wakes. */
const outlived = (webhook) => (story) =>
  withReceiver(
    story,
    async (receiver, id) => {
      const { system } = story;
      const zombie = await system.onlyWorker();
      await zombie.arm('delivery.sent.before_record:1=pause');
      const file = story.file();
      const importId = await system.send(file);
      await inTime('the place is reached', zombie.harmed);
      const before = receiver.requests.length;
      await system.worker();
      await system.ended(importId);
      await receiver.until('what came before, again', ({ requests }) => requests.length > before);
      await judgeReceived(story, receiver);
      const [cursor] = await system.rows('select cursor_seq, cursor_item from webhook_lanes where webhook_id = $1', [id]);
      const states = async () => system.rows('select id, state, finished_at from deliveries where webhook_id = $1 order by id', [id]);
      const [moved, attempts] = [await states(), await system.rows('select count(*) as n from attempts')];
      zombie.wake();
      await until(
        'its attempt is written down',
        async () => (await system.rows('select count(*) as n from attempts'))[0].n > attempts[0].n,
      );
      assert.deepEqual(await states(), moved, 'deliveries');
      assert.deepEqual(
        (await system.rows('select cursor_seq, cursor_item from webhook_lanes where webhook_id = $1', [id]))[0],
        cursor,
        'cursor',
      );
      await story.judge([[importId, file]]);
      await story.judgeInvariants();
    },
    webhook,
  );

/** A lane that is about to be cut for by two: the one whose lease is over cuts nothing. */
const cutTwice = (story) =>
  withReceiver(story, async (receiver) => {
    const { system } = story;
    const zombie = await system.onlyWorker();
    await zombie.arm('lane.claimed:1=pause');
    const file = story.file();
    const importId = await system.send(file);
    await inTime('the place is reached', zombie.harmed);
    await system.worker();
    await system.ended(importId);
    await until('something is delivered', () => receiver.requests.length > 2);
    zombie.wake();
    await story.judge([[importId, file]]);
    await judgeReceived(story, receiver);
    await story.judgeInvariants();
  });

/** All jobs go while a request is under way. */
const wiped = (story) =>
  withReceiver(story, async (receiver) => {
    const { system } = story;
    const worker = await system.onlyWorker();
    await worker.arm('delivery.before_send:2=pause');
    const file = story.file();
    const id = await system.send(file);
    await inTime('the place is reached', worker.harmed);
    await system.wipeBell();
    worker.wake();
    await story.judge([[id, file]]);
    await judgeReceived(story, receiver);
  });

/** Many write at once, and commit in another order than they began. */
const inverted = (story, { isShort }) =>
  withReceiver(
    story,
    async (receiver) => {
      const { system, random } = story;
      await system.onlyWorker();
      await system.worker();
      let left = isShort ? 150 : 500;
      const writer = async () => {
        while (left-- > 0) await write(system, random);
      };
      await Promise.all(Array.from({ length: 3 }, writer));
      await judgeReceived(story, receiver);
      await story.judgeInvariants();
    },
    { ...settings, maxItems: 40 },
  );

/** A transaction over some products that takes its time to commit, or is rolled back. */
async function write(system, random) {
  const client = await system.db.connect();
  const keys = [...new Set(Array.from({ length: 1 + Math.floor(random() * 30) }, () => `K${Math.floor(random() * 60)}`))].sort();
  const pause = (ms) => client.query('select pg_sleep($1)', [(random() * ms) / 1000]);
  try {
    await client.query('begin');
    await pause(5);
    const { rows } = await client.query(
      `with written as (
         insert into products as p (sku, sku_key, name, actor) select k, lower(k), $2, 'user:1' from unnest($1::text[]) k order by lower(k) collate "C"
         on conflict (sku_key) do update set name = excluded.name, version = p.version + 1 where p.name is distinct from excluded.name
         returning p.id, p.sku, p.sku_key, p.version, xmax = 0 as created)
       insert into outbox (actor, origin, type, n_items, items)
       select 'user:1', 'user', case when created then 'product.created' else 'product.updated' end, count(*),
              json_agg(json_build_object('productId', id, 'sku', sku, 'version', version) order by sku_key)::text from written group by created
       returning case when type = 'product.created' then n_items else 0 end as n`,
      [keys, `N${Math.floor(random() * 5)}`],
    );
    await client.query('insert into product_count_changes select $1::int where $1 <> 0', [rows.reduce((sum, { n }) => sum + n, 0)]);
    await pause(20);
    await client.query(random() < 0.1 ? 'rollback' : 'commit');
  } finally {
    client.release();
  }
}

/** Receivers that misbehave cost the one beside them nothing, and each ends up as it should. */
const besideOthers = (kind, answer, verdict) => (story) =>
  withReceiver(story, async (healthy) => {
    const { system } = story;
    await system.onlyWorker();
    const canary = await startReceiver();
    const bad = await startReceiver();
    const tls = net.createServer((socket) => socket.end('no TLS here')).listen(0, '127.0.0.1');
    await once(tls, 'listening');
    try {
      bad.answer = typeof answer === 'function' ? answer({ canary }) : answer;
      const url = kind === 'bad TLS' ? `https://127.0.0.1:${tls.address().port}/` : bad.url;
      const id = await subscribe(story, Object.assign(bad, { url }), { ...settings, timeoutMs: 1_000 });
      const file = story.file();
      await story.judge([[await system.send(file), file]]);
      await judgeReceived(story, healthy);
      const [webhook] = await until(`what is thought of it is ${JSON.stringify(verdict)}`, async () => {
        const rows = await system.rows(
          `select w.enabled, w.disabled_reason, a.error_class, a.status, a.total_ms, l.next_attempt_at - a.sent_at > interval '115 s' as waits_long,
                  (select count(*) from deliveries where webhook_id = w.id and state = 'open') as open
             from webhooks w join attempts a on a.webhook_id = w.id left join webhook_lanes l on l.webhook_id = w.id where w.id = $1 order by a.id limit 1`,
          [id],
        );
        return rows[0] && Object.entries(verdict).every(([name, value]) => rows[0][name] === value) && rows;
      });
      assert.ok(webhook.total_ms < 3_000, `it took ${webhook.total_ms} ms`);
      assert.ok(webhook.open > 0, 'nothing of it is lost');
      assert.equal(canary.requests.length, 0, 'requests to where it was not sent');
    } finally {
      tls.close();
      await Promise.all([bad.stop(), canary.stop()]);
    }
  });

const misbehaving = [
  ['500', 500, { enabled: true, status: 500, error_class: 'status' }],
  ['429', { status: 429, headers: { 'retry-after': '120' } }, { enabled: true, status: 429, waits_long: true }],
  [
    'redirect',
    ({ canary }) => ({ status: 302, headers: { location: canary.url } }),
    { enabled: true, status: 302, error_class: 'redirect' },
  ],
  [
    'redirect inside',
    { status: 301, headers: { location: 'http://169.254.169.254/latest/meta-data/' } },
    { status: 301, error_class: 'redirect' },
  ],
  ['410', 410, { enabled: false, disabled_reason: 'gone', status: 410 }],
  ['hang', 'hang', { enabled: true, status: null, error_class: 'timeout' }],
  ['reset', 'reset', { enabled: true, status: null, error_class: 'connection_lost' }],
  ['drip', 'drip', { enabled: true, error_class: 'timeout' }],
  ['bad TLS', 200, { enabled: true, error_class: 'tls' }],
];

/** Up and down at random: it gets everything in the end. */
const flapping = (story) =>
  withReceiver(story, async (receiver) => {
    const { system, random } = story;
    await system.onlyWorker();
    receiver.answer = () => (random() < 0.5 ? 200 : [500, 503, 'reset'][Math.floor(random() * 3)]);
    const file = story.file();
    const id = await system.send(file);
    let isOver = false;
    const hurry = async () => {
      while (!isOver)
        await system.rows('update webhook_lanes set next_attempt_at = null where lease_token is null and next_attempt_at is not null');
    };
    const hurried = hurry();
    await story.judge([[id, file]]);
    await judgeReceived(story, receiver).finally(() => (isOver = true));
    await hurried;
    await story.judgeInvariants();
  });

const on = { PostgreSQL: { store: 'PostgreSQL', ...small }, Redis: { store: 'Redis', ...small } };
export const cases = [
  ...places.flatMap((place) =>
    actions.flatMap((action) =>
      [1, 2].map((nth) => ({
        name: `webhooks/${place}/${action}/${nth}`,
        on: on.PostgreSQL,
        short: action === 'kill' && nth === 1,
        run: harmed(place, action, nth),
      })),
    ),
  ),
  ...['delivery.cut', 'delivery.sent.before_record', 'delivery.recorded'].flatMap((place) =>
    actions.flatMap((action) =>
      [1, 2].map((nth) => ({
        name: `webhooks/single/${place}/${action}/${nth}`,
        on: on.PostgreSQL,
        short: place === 'delivery.sent.before_record' && action === 'kill' && nth === 2,
        run: harmed(place, action, nth, single),
      })),
    ),
  ),
  { name: 'webhooks/a lease outlived', on: on.PostgreSQL, short: true, run: outlived(settings) },
  { name: 'webhooks/single/a lease outlived', on: on.PostgreSQL, short: false, run: outlived(single) },
  { name: 'webhooks/cut by two', on: on.PostgreSQL, short: true, run: cutTwice },
  { name: 'webhooks/commits in any order', on: on.PostgreSQL, short: true, run: inverted },
  ...Object.keys(on).map((store) => ({ name: `webhooks/wiped/${store}`, on: on[store], short: store === 'PostgreSQL', run: wiped })),
  ...misbehaving.map(([kind, answer, verdict]) => ({
    name: `webhooks/receiver/${kind}`,
    on: on.PostgreSQL,
    short: ['429', 'hang'].includes(kind),
    run: besideOthers(kind, answer, verdict),
  })),
  { name: 'webhooks/receiver/flapping', on: on.PostgreSQL, short: true, run: flapping },
];
