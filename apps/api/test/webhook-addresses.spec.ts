import { beforeAll, describe, expect, it } from '@jest/globals';
import { execFile, spawnSync } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

type Try = { ok: boolean; error: string | null; address: string | null; timings: Record<string, number | null> };
type Told = { added: number | string; edited: number | string; tests: Try[]; state?: string; lastError?: string | null };
type Lab = { answers: Record<string, Told>; sent: number; counted: number };

const urls = [
  'https://ok.test/',
  'https://ok.test/redirect',
  'https://other.test/',
  'https://93.184.216.34/',
  'https://rebind.test/',
  'https://turning.test/',
  'https://multi.test/',
  'https://private.test/',
  'https://mapped.test/',
  'https://nat64.test/',
  'https://local.test/',
  'https://127.1/',
  'https://2130706433/',
  'https://0x7f.1/',
  'https://0177.0.0.1/',
  'https://127。0。0。1/',
  'https://0/',
  'https://localhost/',
  'https://[::1]/',
  'https://[::]/',
  'https://[::ffff:a9fe:a9fe]/',
  'https://[::a9fe:a9fe]/',
  'https://[64:ff9b::a9fe:a9fe]/',
  'https://169.254.169.254.:443/',
  'https://10.1.2.3:8443/',
  'http://10.1.2.3/',
  'http://private.test/',
  'ftp://10.1.2.3/',
];

const PATH = `${process.env.PATH}:/usr/sbin:/sbin`;
const works = ['--mount', '--net', 'sh', '-c', 'ip link && nft list ruleset && openssl version'];
const isPossible = spawnSync('unshare', works, { env: { PATH } }).status === 0;
if (!isPossible) console.log('No network to test webhooks in: that needs Linux, root, and ip, nft and openssl; those tests are skipped');

// The real product in a network of its own, where names lie and a firewall counts.
(isPossible ? describe : describe.skip)('a webhook', () => {
  let lab: Lab;
  beforeAll(async () => {
    const program = path.resolve(__dirname, 'support/address-lab.mjs');
    const env = { ...process.env, PATH, JEST_WORKER_ID: '', NODE_OPTIONS: '', REDIS_URL: '', WEBHOOK_ALLOW_PRIVATE: '' };
    const { stdout } = await promisify(execFile)('unshare', ['--mount', '--net', process.execPath, program, JSON.stringify(urls)], { env });
    lab = JSON.parse(stdout);
  }, 120_000);

  it('never sends a packet to an address that is not public', () => {
    expect(lab.counted).toBeGreaterThan(0);
    expect(lab.sent).toBe(0);
  });

  it('reaches a public address, over TLS that is checked', () => {
    for (const url of ['https://ok.test/', 'https://93.184.216.34/']) {
      const { added, edited, tests, state } = lab.answers[url]!;
      expect({ added, edited, state }).toEqual({ added: 201, edited: 200, state: 'ok' });
      for (const { ok, address, timings } of tests) {
        expect({ ok, address }).toEqual({ ok: true, address: '93.184.216.34' });
        expect(timings).toMatchObject({ connect: expect.any(Number), tls: expect.any(Number) });
      }
    }
    expect(lab.answers['https://other.test/']!.tests.map(({ error }) => error)).toEqual(Array(4).fill('tls')); // the certificate of others
  });

  it('follows no redirect', () => {
    expect(lab.answers['https://ok.test/redirect']!.tests.map(({ error }) => error)).toEqual(Array(4).fill('redirect'));
  });

  it('is not sent to where its name leads meanwhile', () => {
    const errors = (url: string) => lab.answers[url]!.tests.map(({ error }) => error);
    expect(lab.answers['https://rebind.test/']!.added).toBe(201);
    expect(new Set(errors('https://rebind.test/'))).toEqual(new Set([null, 'refused_address']));
    expect(errors('https://turning.test/')).toEqual(Array(4).fill('refused_address')); // one of its addresses is inside
  });

  it('that leads inside is tried again, and again goes nowhere', () => {
    expect(lab.answers['https://turning.test/']).toMatchObject({
      state: 'failing',
      lastError: expect.stringContaining('no request may go'),
    });
  });

  it.each(urls.slice(6))('cannot be added or changed to %s', (url) => {
    const { added, edited } = lab.answers[url]!;
    for (const answer of [added, edited]) expect(answer).toMatch(/^422 (private_address|scheme)$/);
  });
});
