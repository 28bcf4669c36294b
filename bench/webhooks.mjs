// npm run bench:webhooks: how soon a single edit is told; a large import to three receivers, to one event by event, beside receivers that are dead or
// hang; the import itself with webhooks and without, in turn; what draining leaves in the tables. [--rows 500000] [--runs 2] [--edits 200] [--out <folder>]
import fs from 'node:fs';
import http from 'node:http';
import path from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startTemporaryProject } from '../scripts/temporary-project.mjs';
import { generateCsv } from './generate-csv.mjs';
import { machineOf } from './machine.mjs';
import { emptyTables, importByProject, told } from './ours.mjs';
import { median } from './report.mjs';
import { table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    rows: { type: 'string', default: '500000' },
    runs: { type: 'string', default: '2' },
    edits: { type: 'string', default: '200' },
    out: { type: 'string', default: path.join(import.meta.dirname, 'results') },
  },
});
const [rows, runs, edits] = ['rows', 'runs', 'edits'].map((name) => Number(options[name]));
const tables = ['deliveries', 'attempts', 'webhook_lanes', 'webhooks', 'outbox'];

const { api, folder, postgres, stop } = await startTemporaryProject({ env: { WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' } });
const db = new pg.Client({ connectionString: postgres.url, application_name: 'bench' });
await db.connect();
const { file } = generateCsv(path.join(folder, 'products.csv'), { records: rows, distinct: rows });

try {
  const latency = await singleEdits();
  const plain = [];
  const beside = [];
  for (let run = 0; run < runs; run++) {
    plain.push(await delivered([]));
    beside.push(await delivered(['batch', 'batch', 'batch']));
  }
  const troubled = await delivered(['batch', 'batch', 'batch', 'dead', 'hanging']);
  const single = await delivered(['single']);
  const seconds = (results) => results.map((result) => result.seconds);
  const slower = median(seconds(beside)) / median(seconds(plain)) - 1;
  const line = (name, results) => [
    name,
    median(seconds(results)).toFixed(2),
    seconds(results)
      .map((s) => s.toFixed(2))
      .join(' '),
    median(results.map(({ after }) => after)).toFixed(1),
    results[0].requests
      ? Math.round(median(results.map(({ events, seconds, after }) => events / (seconds + after)))).toLocaleString('en')
      : '–',
    median(results.map(({ requests }) => requests)).toLocaleString('en'),
    results[0].requests ? Math.round(median(results.map(({ events, after }) => events / after))).toLocaleString('en') : '–',
  ];
  const growth = (name, { growth }) => growth.map((each) => [`${name}: ${each.table}`, ...each.values]);
  const page = `# Webhooks: ${rows.toLocaleString('en')} events, ${new Date().toISOString().slice(0, 16).replace('T', ' ')} UTC

${await machineOf(db)} api and 2 workers, queue in PostgreSQL; receivers in the process that measures, on the same machine.

A single edit, from the beginning of its transaction to the end of the request at the receiver, ${edits} one after another: p50 ${percentile(latency, 0.5)} ms, p99 ${percentile(latency, 0.99)} ms.

An import of new products, from the first byte of the upload to its last progress event, alternating without webhooks and with three (batch, whole products): ${(slower * 100).toFixed(1)} % longer with them.
"after it": until the last receiver had \`import.completed\`; ids were counted, and no event was missing.

${table(
  [
    'receivers',
    'import, s',
    'each run',
    'after it, s',
    'events/s, each receiver, from the upload on',
    'requests',
    'events/s after the import',
  ],
  [
    line('none', plain),
    line('three, batch', beside),
    line('the same, beside one that is dead and one that hangs', [troubled]),
    line('one, single, 8 at once', [single]),
  ],
)}

What that left, before any vacuum (autovacuum off): rows written, rows changed, of those in place (HOT), dead rows, MB.

${table(['table', 'inserted', 'updated', 'in place', 'dead', 'MB'], [...growth('three, batch', beside.at(-1)), ...growth('single', single)])}
`;
  fs.mkdirSync(options.out, { recursive: true });
  const target = path.join(options.out, `${new Date().toISOString().slice(0, 10)}-webhooks${rows === 500_000 ? '' : `-${rows}`}.md`);
  fs.writeFileSync(target, page);
  console.log(`\n${page}\n${path.relative('.', target)} written`);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await db.end();
  await stop();
}

/** Milliseconds from the beginning of a change's transaction until a receiver has it. */
async function singleEdits() {
  const receiver = await startReceiver('batch');
  await subscribe(receiver, 'batch');
  const { body: product } = await api.post('/products', { sku: 'EDITED', name: 'Edited' });
  const times = [];
  for (let n = 0; n < edits; n++) {
    const before = receiver.requests;
    await fetch(`${api.url}/api/products/${product.id}`, {
      method: 'PATCH',
      headers: { ...api.headers, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `Edited ${n}` }),
    });
    await receiver.until(() => receiver.requests > before);
    const { timestamp } = JSON.parse(receiver.last);
    if (n >= edits / 10) times.push(receiver.at - Date.parse(timestamp)); // the first ones find everything cold
  }
  await receiver.stop();
  return times;
}

/** An import with webhooks of these kinds: its seconds, and those after it until all who can have heard everything. */
async function delivered(kinds) {
  await emptyTables(db);
  for (const name of tables) await db.query(`alter table ${name} set (autovacuum_enabled = off)`);
  for (const step of ['vacuum (analyze) products', 'checkpoint', 'select pg_stat_reset()']) await db.query(step);
  const receivers = await Promise.all(kinds.map(startReceiver));
  for (const [i, kind] of kinds.entries()) await subscribe(receivers[i], kind);
  const { seconds, last } = await importByProject(api, file);
  const ended = performance.now();
  const well = receivers.filter(({ kind }) => !['dead', 'hanging'].includes(kind));
  await Promise.all(well.map((receiver) => receiver.until(() => receiver.isComplete)));
  const after = (performance.now() - ended) / 1000;
  for (const { events } of well)
    if (events !== (await told(db)) + 1) throw new Error(`${events} events came instead of ${(await told(db)) + 1}`);
  const growth = kinds.length ? await growthOf() : [];
  await Promise.all(receivers.map((receiver) => receiver.stop()));
  console.log(`${kinds.join(', ') || 'none'}: import ${seconds.toFixed(2)} s, ${after.toFixed(1)} s after it`);
  return { seconds, after, growth, events: last.created, requests: well[0]?.requests ?? 0 };
}

async function subscribe({ url }, kind) {
  const isSingle = kind === 'single';
  const { status, body } = await api.post('/webhooks', {
    url,
    eventTypes: ['*'],
    ...(isSingle && { format: 'single', parallel: 8 }),
    ...(kind === 'hanging' && { timeoutMs: 30_000 }),
  });
  if (status !== 201) throw new Error(`POST /api/webhooks: ${status} ${JSON.stringify(body)}`);
}

/** Counts what comes without looking into it: it shares the machine with whom it measures. */
async function startReceiver(kind) {
  let look = () => {};
  const receiver = { kind, requests: 0, events: 0, isComplete: false, last: '', at: 0 };
  const server = http.createServer((req, res) => {
    const pieces = [];
    req.on('data', (piece) => pieces.push(piece));
    req.on('end', () => {
      if (kind === 'hanging') return;
      if (kind === 'dead') return void req.socket.destroy();
      res.end('ok');
      const body = Buffer.concat(pieces);
      receiver.requests++;
      receiver.at = Date.now();
      for (let at = body.indexOf('{"id":"evt_'); at >= 0; at = body.indexOf('{"id":"evt_', at + 1)) receiver.events++;
      if (body.length < 2_000) receiver.last = body.toString();
      receiver.isComplete ||= body.includes('"type":"import.completed"');
      look();
    });
  });
  await new Promise((ready) => server.listen(0, '127.0.0.1', ready));
  return Object.assign(receiver, {
    url: `http://127.0.0.1:${server.address().port}/`,
    until: (isSo) =>
      new Promise((resolve, reject) => {
        const late = setTimeout(() => reject(new Error(`waited ten minutes in vain; ${receiver.events} events came`)), 600_000);
        look = () => {
          if (!isSo()) return;
          clearTimeout(late);
          resolve();
        };
        look();
      }),
    stop: () => {
      server.closeAllConnections();
      return new Promise((done) => server.close(done));
    },
  });
}

async function growthOf() {
  await new Promise((go) => setTimeout(go, 2_000)); // processes tell the statistics once a second
  const { rows } = await db.query(
    `select relname as name, n_tup_ins, n_tup_upd, n_tup_hot_upd, n_dead_tup, pg_total_relation_size(relid) as bytes
       from pg_stat_user_tables where relname = any($1) order by array_position($1, relname::text)`,
    [tables],
  );
  return rows.map(({ name, bytes, ...counts }) => ({
    table: name,
    values: [...Object.values(counts).map((n) => Number(n).toLocaleString('en')), (bytes / 1e6).toFixed(1)],
  }));
}

function percentile(times, share) {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.ceil(share * sorted.length) - 1].toFixed(0);
}
