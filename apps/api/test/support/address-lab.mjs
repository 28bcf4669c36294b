// Started as root in a network namespace of its own (unshare --mount --net): a world in which some names lead inside, and a firewall counts
// every packet that goes to an address that is not public. Here the real product is asked to send webhooks there. Prints what it answered.
import { execFileSync } from 'node:child_process';
import dgram from 'node:dgram';
import fs from 'node:fs';
import https from 'node:https';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTemporaryProject } from '../../../../scripts/temporary-project.mjs';

const outside = '93.184.216.34';
const metadata = '169.254.169.254';
const inside = '10.1.2.3';
const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'address-lab-'));
const run = (program, ...args) => execFileSync(program, args, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString();

/** What each name is, at the first question and at later ones. */
const names = {
  'ok.test': () => [outside],
  'other.test': () => [outside],
  'rebind.test': (turn) => [turn % 2 ? metadata : outside],
  'turning.test': (turn) => (turn ? [outside, inside] : [outside]),
  'multi.test': () => [outside, inside],
  'private.test': () => [inside],
  'mapped.test': () => ['::ffff:127.0.0.1'],
  'nat64.test': () => ['64:ff9b::a9fe:a9fe'],
  'local.test': () => ['::1'],
};

function nameServer() {
  const turns = {};
  const server = dgram.createSocket('udp4');
  server.on('message', (query, from) => {
    const labels = [];
    let at = 12;
    for (; query[at]; at += query[at] + 1) labels.push(query.toString('latin1', at + 1, at + 1 + query[at]));
    const [name, type] = [labels.join('.').toLowerCase(), query.readUInt16BE(at + 1)];
    const isAsked = type === 1; // each look-up asks for both kinds once
    const turn = turns[name] ?? 0;
    if (isAsked) turns[name] = turn + 1;
    const found = (names[name]?.(isAsked ? turn : Math.max(0, turn - 1)) ?? []).filter((ip) => (net.isIPv4(ip) ? 1 : 28) === type);
    const head = Buffer.from(query.subarray(0, at + 5));
    head.writeUInt16BE(names[name] ? 0x8580 : 0x8583, 2);
    head.writeUInt16BE(found.length, 6);
    head.writeUInt32BE(0, 8);
    const records = found.map((ip) => {
      const data = net.isIPv4(ip) ? Buffer.from(ip.split('.').map(Number)) : bytesOf(ip);
      const record = Buffer.from([0xc0, 0x0c, 0, type, 0, 1, 0, 0, 0, 0, 0, data.length]);
      return Buffer.concat([record, data]);
    });
    server.send(Buffer.concat([head, ...records]), from.port, from.address);
  });
  return new Promise((ready) => server.bind(53, '127.0.0.1', ready));
}

/** An IPv6 address as 16 bytes; the URL parser writes it with no dots. */
function bytesOf(address) {
  const [before, after = ''] = new URL(`http://[${address}]/`).hostname.slice(1, -1).split('::');
  const groups = (text) => text.split(':').flatMap((group) => (group ? [Number.parseInt(group, 16)] : []));
  const [left, right] = [groups(before), groups(after)];
  const all = [...left, ...Array(8 - left.length - right.length).fill(0), ...right];
  return Buffer.from(all.flatMap((group) => [group >> 8, group & 255]));
}

/** A receiver on the public address, whose certificate is for every name but one. */
async function receiver() {
  const names = ['ok.test', 'rebind.test', 'turning.test', 'multi.test'].map((name) => `DNS:${name}`);
  const subject = ['-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=lab', '-days', '2'];
  run(
    'openssl',
    'req',
    '-x509',
    ...subject,
    '-keyout',
    'key.pem',
    '-out',
    'cert.pem',
    '-addext',
    `subjectAltName=${names.join()},IP:${outside}`,
  );
  const options = { key: fs.readFileSync(path.join(folder, 'key.pem')), cert: fs.readFileSync(path.join(folder, 'cert.pem')) };
  const server = https.createServer(options, (req, res) => {
    req.resume();
    res.setHeader('connection', 'close'); // the next request asks for the name again
    if (req.url === '/redirect') res.writeHead(302, { location: `http://${metadata}/latest/meta-data/` });
    res.end();
  });
  await new Promise((ready) => server.listen(443, outside, ready));
}

run('ip', 'link', 'set', 'lo', 'up');
for (const ip of [outside, metadata, inside]) run('ip', 'address', 'add', `${ip}/32`, 'dev', 'lo');
fs.writeFileSync(path.join(folder, 'resolv.conf'), 'nameserver 127.0.0.1\n');
run('mount', '--bind', 'resolv.conf', fs.realpathSync('/etc/resolv.conf'));
await Promise.all([nameServer(), receiver()]);

const proxy = `http://${inside}:3128`; // named, and not to be used
const project = await startTemporaryProject({
  workers: 1,
  env: {
    NODE_EXTRA_CA_CERTS: path.join(folder, 'cert.pem'),
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    ALL_PROXY: proxy,
    NODE_USE_ENV_PROXY: '1',
  },
});
const ports = [project.url, project.postgres.url].map((url) => new URL(url).port);
fs.writeFileSync(
  path.join(folder, 'rules'),
  `table inet lab {
     counter inside {}
     chain out {
       type filter hook output priority 0
       udp dport 53 accept
       udp sport 53 accept
       tcp dport { ${ports.join()} } accept
       tcp sport { ${ports.join()} } accept
       ip daddr ${outside} accept
       counter name inside
     }
   }`,
);
run('nft', '-f', 'rules');
const packets = () => Number(/packets (\d+)/.exec(run('nft', 'list', 'counter', 'inet', 'lab', 'inside'))[1]);

const call = async (method, to, body) => {
  const response = await fetch(`${project.url}/api/${to}`, {
    method,
    headers: { authorization: `Bearer ${project.key}`, 'content-type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  return { status: response.status, body: response.status === 204 ? null : await response.json() };
};

/** The webhooks, once they are so. */
async function until(areSo) {
  const end = Date.now() + 60_000;
  for (;;) {
    const { body } = await call('GET', 'webhooks?range=[0,99]');
    if (areSo(body)) return body;
    if (Date.now() > end) throw new Error(`waited in vain: ${JSON.stringify(body)}`);
    await sleep(100);
  }
}

try {
  const answers = {};
  const said = ({ status, body }) => (status < 300 ? status : `${status} ${body.errors?.[0]?.code ?? body.code}`);
  const { body: spare } = await call('POST', 'webhooks', { url: 'https://ok.test/', eventTypes: ['*'] });
  for (const url of JSON.parse(process.argv[2])) {
    const [added, edited] = [
      await call('POST', 'webhooks', { url, eventTypes: ['*'] }),
      await call('PATCH', `webhooks/${spare.id}`, { url }),
    ];
    const tests = [];
    for (let n = 0; added.status === 201 && n < 4; n++) {
      const { body } = await call('POST', `webhooks/${added.body.id}/test`);
      tests.push({ ok: body.ok, error: body.error?.class ?? null, address: body.remoteAddress, timings: body.timings });
    }
    answers[url] = { added: said(added), edited: said(edited), tests };
  }
  await call('POST', 'products', { sku: 'MUG-1', name: 'Mug' }); // which all of them hear of
  const delivered = await until((webhooks) => webhooks.every(({ lastAttemptAt }) => lastAttemptAt));
  for (const { id, state } of delivered) if (state === 'failing') await call('POST', `webhooks/${id}/try-now`);
  const retried = await until((webhooks) => webhooks.every(({ state, last24Hours }) => state === 'ok' || last24Hours.attempts > 1));
  for (const { url, state, lastError } of retried) if (answers[url]) Object.assign(answers[url], { state, lastError });
  const sent = packets();
  await new Promise((done) => net.connect(80, inside).once('error', done)); // does the firewall count at all?
  console.log(JSON.stringify({ answers, sent, counted: packets() - sent }));
} finally {
  await project.stop();
  fs.rmSync(folder, { recursive: true, force: true });
}
process.exit();
