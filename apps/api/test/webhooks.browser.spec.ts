import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import type { ImportJob, Product, Webhook } from '@app/domain';
import type { Browser, Locator, Page } from 'playwright-core';
import { answerQuestion, browserPath, expectAccessible, openBrowser, signIn } from './support/browser.js';
import { startReceiver, type Receiver } from './support/receiver.mjs';
import { startApp, until, type App } from './support/start-app.js';

(browserPath ? describe : describe.skip)('the webhooks, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let dialog: Locator;
  let shop: Receiver;
  let mug: Product;
  let cups: ImportJob;

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const inDialog = (name: string | RegExp) => dialog.getByRole('button', { name });
  const accessible = () => expectAccessible(page);
  const webhook = async (id = 1): Promise<Webhook> => (await app.http.get(`/api/webhooks/${id}`)).body;
  const tab = (name: string) => page.getByRole('tab', { name }).click();
  const open = (path: string) => page.goto(`${app.url}/webhooks${path}`);

  /** Asks how much it is to replay the import of the cups. */
  const countCups = async () => {
    await open('/1/replay');
    await page.getByRole('combobox', { name: 'Import' }).fill(String(cups.id));
    await page.getByRole('option', { name: `${cups.id}: products.csv` }).click();
    await accessible();
    await button('Count them first').click();
  };

  beforeAll(async () => {
    shop = await startReceiver();
    app = await startApp();
    ({ browser, page, complaints } = await openBrowser());
    dialog = page.getByRole('dialog');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await signIn(page, app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    await shop?.stop();
  });

  it('begin with what a webhook is, and with a warning while private addresses are open', async () => {
    await page.getByRole('menuitem', { name: 'Webhooks' }).click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    await page.getByText('Webhooks may reach private addresses here (127.0.0.0/8)').waitFor();
    await accessible();
  });

  it('say at the address why nothing may go there, as soon as one leaves it', async () => {
    await page.getByRole('link', { name: 'Add a webhook' }).click();
    await dialog.getByLabel('Address').fill('http://10.1.2.3/hook');
    await dialog.getByLabel('What it is for').fill('The shop');
    await dialog.getByText('Address leads to an address that is not on the public internet').waitFor();
    await accessible();
    await dialog.getByRole('checkbox', { name: 'Everything' }).uncheck();
    await dialog.getByRole('button', { name: 'Further choices' }).click();
    await dialog.getByRole('button', { name: 'Add a header' }).click();
    await dialog.getByRole('textbox', { name: 'Header' }).fill('webhook-id');
    await dialog.getByLabel('Time-out in seconds').fill('300');
    await inDialog('Add webhook').click();
    await dialog.getByText('Choose at least one event').waitFor();
    await dialog.getByText('This header is ours or the connection’s').waitFor();
    await dialog.getByText('From 1 to 30').waitFor();
    await accessible();
  });

  it('show a secret once, and never again', async () => {
    await dialog.getByLabel('Address').fill(shop.url);
    await dialog.getByRole('checkbox', { name: 'Products' }).check();
    await dialog.getByRole('textbox', { name: 'Header' }).fill('X-Shop');
    await dialog.getByRole('textbox', { name: 'Value' }).fill('a secret of theirs');
    await dialog.getByLabel('Time-out in seconds').fill('1');
    await dialog.getByText('An import of 500,000 changes: 1,000 requests, about 50 s.').waitFor();
    await inDialog('Add webhook').click();
    const secret = await dialog.getByRole('region', { name: 'Secret' }).textContent();
    expect(secret).toMatch(/^whsec_/);
    await accessible();
    await page.keyboard.press('Escape'); // by which it would be lost
    await Promise.all([answerQuestion(page, false), page.evaluate('history.back()')]);
    const [test] = await Promise.all([page.waitForEvent('popup'), dialog.getByRole('link', { name: 'Send a test' }).click()]);
    await test.getByRole('heading', { name: 'Send a test' }).waitFor({ timeout: 40_000 }); // another page loads everything once more
    await test.close();
    await inDialog('Copy secret').click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(secret);
    shop.secrets = [secret!];
    expect(await webhook()).toMatchObject({ eventTypes: ['product.*'], headerNames: ['X-Shop'], timeoutMs: 1_000, state: 'idle' });
    await inDialog('I have kept the secret').click();
    await dialog.waitFor({ state: 'hidden' });
    await page.getByText('nothing sent yet').waitFor();
    expect(await page.content()).not.toContain(secret);
    await accessible();
  });

  it('are tested: the request, what came back, and where the time went', async () => {
    await button(`More actions for ${shop.url}`).click();
    await accessible();
    await page.getByRole('menuitem', { name: 'Send a test' }).click();
    await button('Send').click();
    await page.getByText(/^200 in \d+ ms$/).waitFor();
    await page.getByText('Waiting for the answer').waitFor();
    await page.getByText('127.0.0.1').last().waitFor();
    await accessible();
    expect(shop.requests.at(-1)).toMatchObject({ headers: { 'webhook-test': 'true' }, json: { type: 'webhook.test' } });
    expect(shop.unverified()).toEqual([]);
    await page.getByText('X-Shop: …').waitFor();

    await button('Copy verify this request').click(); // a program that runs as it is
    const program = await page.evaluate<string>('navigator.clipboard.readText()');
    const env = { ...process.env, WEBHOOK_SECRET: shop.secrets[0] };
    expect(execFileSync('node', ['--input-type=module'], { input: program, env, encoding: 'utf8' })).toBe('true\n');
    await page.getByRole('tab', { name: 'curl' }).click();
    await button('Copy send it again').click();
    const command = await page.evaluate<string>('navigator.clipboard.readText()');
    const sent = shop.requests.at(-1)!.headers;
    for (const name of ['webhook-id', 'webhook-timestamp', 'webhook-signature', 'webhook-test', 'content-type'])
      expect(command).toContain(`-H '${name}: ${sent[name]}' \\\n`);
    expect(command).toContain(`-H 'X-Shop: …' \\\n`); // its value is kept from sight

    await page.getByRole('combobox', { name: 'Event' }).click();
    await accessible();
    await page.getByRole('option', { name: 'An example of product.updated' }).click();
    for (const [answer, sentence] of [
      ['hang', 'A receiver should answer first and do its work afterwards'],
      [{ status: 302, headers: { location: 'http://169.254.169.254/' } }, 'webhooks do not follow'],
      [503, 'Its own log knows more'],
    ] as const) {
      shop.answer = answer;
      await button(/^Send$/).click();
      await page.getByText(sentence).waitFor();
    }
    await accessible();
    expect(await webhook()).toMatchObject({ state: 'idle', last24Hours: { attempts: 0 } }); // nothing of it counts
    shop.answer = 200;
  });

  it('show what was delivered as it was sent, and what came back', async () => {
    mug = await app.has({ sku: 'MUG-1', name: 'Mug' });
    await shop.until('the event of a product', ({ events }) => events.some(({ type }) => type === 'product.created'));
    await tab('Deliveries');
    const row = page.getByRole('row').filter({ hasText: 'product.created' });
    await row.getByText('Delivered').waitFor();
    await accessible();
    await row.getByText('product.created').click();
    await page.getByRole('region', { name: 'Body' }).getByText('"sku": "MUG-1"').waitFor();
    await page.getByRole('region', { name: 'Request headers' }).getByText('webhook-signature: v1,').waitFor();
    await page.getByRole('region', { name: 'Answer' }).getByText('HTTP 200').waitFor();
    await accessible();
    await button('Copy body').click();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(shop.requests.at(-1)!.body);
  });

  it('resend a delivery as it was', async () => {
    const { id, body } = shop.requests.at(-1)!;
    await page.getByRole('button', { name: 'Resend', exact: true }).click();
    const again = await shop.until('the same once more', ({ requests }) => requests.find(({ headers }) => headers['webhook-replay']));
    expect([again.id, again.body]).toEqual([id, body]);
  });

  it('say that a receiver is away, since when and what waits, and try it when one asks', async () => {
    shop.answer = { status: 503, headers: { 'retry-after': '3600' } }; // so that it is tried again only by hand
    await app.http.patch(`/api/products/${mug.id}`).send({ name: 'Large mug' }).expect(200);
    await tab('Overview');
    await page.getByText(/^Failing since .*, (next try|trying now)/).waitFor();
    await page.getByText('It answered 503 Service Unavailable.').waitFor();
    await page.getByText(/^Waiting: 1 event/).waitFor();
    await accessible();
    await open('');
    await page.getByText(/failing since/).waitFor();
    await accessible();
    shop.answer = 200;
    await open('/1');
    await button('Try now').click();
    await page.getByText('delivering', { exact: true }).waitFor();
    await page.getByText('it has got everything so far').waitFor();
    await accessible();
  });

  it('show what a receiver refuses, and send it again when it is mended', async () => {
    shop.answer = 422;
    await app.http.patch(`/api/products/${mug.id}`).send({ name: 'Poisoned mug' }).expect(200);
    await page.getByText('The receiver refuses 1 event.').waitFor();
    await accessible();
    await page.getByRole('link', { name: 'Show them' }).click();
    const row = page.getByRole('row').filter({ hasText: 'Parked' });
    await row.waitFor();
    await until(async () => (await app.http.get('/api/webhooks/1/deliveries').query({ state: 'parked' })).body[0].attempts === 2);
    shop.answer = 200; // by itself it is tried again only in five minutes
    await button('Resend failed…').click();
    await inDialog('Resend 1 event').waitFor();
    await accessible();
    await inDialog('Resend 1 event').click();
    await page.getByRole('list', { name: 'Replays' }).getByText('Completed').first().waitFor();
    await accessible();
    await shop.until('what was refused', ({ requests }) =>
      requests.some(({ body, answer }) => answer === 200 && body.includes('Poisoned')),
    );
    await tab('Deliveries');
    await button('Resend failed…').click();
    await dialog.getByText('There are no such events').waitFor();
    await accessible();
    await inDialog('Leave it').click();
  });

  it('lose nothing while they are off, and ask where to go on', async () => {
    await open('/1');
    await page.getByRole('switch', { name: `${shop.url} is on` }).click();
    await page.getByText('switched off').first().waitFor();
    for (const name of ['Blue mug', 'Green mug', 'Red mug']) await app.http.patch(`/api/products/${mug.id}`).send({ name }).expect(200);
    await page.getByText(/^Waiting: 3 events/).waitFor();
    await accessible();
    await tab('Deliveries');
    await page.getByText('The webhook is off: switch it on first.').waitFor();
    expect(await button('Resend failed…').isDisabled()).toBe(true);
    await accessible();
    await tab('Overview');
    await page.getByRole('switch', { name: `${shop.url} is on` }).click();
    await dialog.getByText('About 3 events').waitFor();
    await dialog.getByRole('radio', { name: /Only the latest of each product/ }).check();
    await accessible();
    const before = shop.events.length;
    await inDialog('Switch it on').click();
    await shop.until('the latest', ({ events }) => events.length > before && events.at(-1).data.product.name === 'Red mug');
    expect(shop.events).toHaveLength(before + 1);
    await page.getByText('delivering', { exact: true }).waitFor();
  });

  it('replay an import, with its number first', async () => {
    const rows = Array.from({ length: 1_200 }, (_, i) => `CUP-${i},Cup ${i}`);
    cups = await app.import(`sku,name\n${rows.join('\n')}\n`);
    const taken = ({ events }: Receiver) => events.filter(({ data }) => data.sku?.startsWith('CUP-')).length;
    await shop.until('all cups', (receiver) => taken(receiver) === 1_200);
    await countCups();
    await page.getByText(/^1,200 events, 3 requests, about/).waitFor();
    await accessible();
    await button('Replay 1,200 events').click();
    await page.getByRole('list', { name: 'Replays' }).getByText('1,200 events').waitFor();
    await shop.until('all cups again', (receiver) => taken(receiver) === 2_400);
    await page.getByRole('list', { name: 'Replays' }).getByText('Completed').first().waitFor();
    await accessible();
  });

  it('show how far a replay has come, and stop it', async () => {
    shop.answer = 'hang';
    await countCups();
    await button('Replay 1,200 events').click();
    await page.getByRole('progressbar', { name: /of 1,200 events/ }).waitFor();
    await accessible();
    await button('Cancel').click();
    await page.getByRole('list', { name: 'Replays' }).getByText('Cancelled').waitFor();
    shop.answer = 200;
  });

  it('wait for a moment that there is', async () => {
    await page.getByRole('radio', { name: 'What has failed since' }).check();
    await page.getByLabel('Since', { exact: true }).fill('202602-01-01T10:00'); // while one types a year
    expect(await button('Count them first').isDisabled()).toBe(true);
    await page.getByLabel('Since', { exact: true }).fill('2026-02-01T10:00');
    await button('Count them first').click();
    await page.getByText('There are no such events').waitFor();
    await accessible();
  });

  it('show how what a receiver refuses was looked for, and that the rest is delivered', async () => {
    shop.answer = ({ body }) => (body.includes('"Cracked bowl"') ? 422 : 200);
    const names = Array.from({ length: 8 }, (_, i) => (i === 6 ? 'Cracked bowl' : 'Bowl'));
    await app.import(`sku,name\n${names.map((name, i) => `BOWL-${i},${name}\n`).join('')}`);
    await until(async () => (await webhook()).parked === 1);
    await open(`/1/deliveries?filter=${encodeURIComponent('{"state":"split"}')}`);
    await page.getByText('delivering, but for 1 event that it refuses').waitFor();
    await page.getByRole('row').filter({ hasText: 'Cut anew' }).first().click();
    await page.getByText('It was never sent').waitFor();
    expect(await page.getByRole('link', { name: 'what it was cut into' }).count()).toBe(0);
    await accessible();
    await page.getByRole('row').filter({ hasText: 'Split' }).last().click();
    await page.getByRole('link', { name: 'what it was cut into' }).waitFor();
    await accessible();
    await page.getByRole('link', { name: 'what it was cut into' }).click();
    await page.getByText('Cut out of delivery').waitFor();
    await page.getByRole('row').nth(1).click();
    await page.getByRole('link', { name: /^delivery \d+$/ }).waitFor();
    await accessible();
    shop.answer = 200;
  });

  it('get a new secret, while the older one signs on, until it is revoked', async () => {
    await open('/1/secret');
    await page.getByRole('table', { name: 'Secrets that sign' }).waitFor();
    await accessible();
    await button('Make a new secret…').click();
    await accessible();
    await page.route('**/rotate-secret', async (route) => {
      await page.keyboard.press('Escape'); // while it is made
      await route.continue();
    });
    await inDialog('Make a new secret').click();
    const secret = await dialog.getByRole('region', { name: 'Secret' }).textContent();
    await accessible();
    await inDialog('I have kept it').click();
    const secrets = page.getByRole('table', { name: 'Secrets that sign' });
    await secrets.getByText(/^until \D*\d/).waitFor(); // the older one's end
    await accessible();
    const signatures = async () => {
      const { body } = await app.http.post('/api/webhooks/1/test').send({}).expect(200);
      return body.request.headers['webhook-signature'].split(' ').length;
    };
    expect(await signatures()).toBe(2);
    await button(/^Revoke secret 1/).click();
    await accessible();
    await inDialog('Revoke').click();
    await until(async () => (await secrets.getByRole('row').count()) === 2);
    expect(await signatures()).toBe(1);
    shop.secrets.push(secret!);
    expect(shop.unverified()).toEqual([]);
  });

  it('are changed in a drawer, and tell when someone else was faster', async () => {
    await open('/1/settings');
    await page.getByText('at most 500').waitFor();
    await accessible();
    await page.getByRole('link', { name: 'Edit' }).click();
    await dialog.getByLabel('What it is for').fill('My shop');
    await dialog.getByRole('radio', { name: /One by one/ }).check();
    await accessible();
    await Promise.all([answerQuestion(page, false), page.keyboard.press('Escape')]);
    await inDialog('Enter them anew').click();
    await inDialog('Save').click();
    await dialog.getByText('Enter a value, or remove the row').waitFor();
    await accessible();
    await inDialog('Keep them as they are').click();
    await app.http.patch('/api/webhooks/1').send({ description: 'Their shop', gzip: true }).expect(200);
    await inDialog('Save').click();
    await dialog.getByText('What it is for: Their shop').waitFor();
    await accessible();
    await inDialog('Save').click();
    await page.getByRole('heading', { level: 1, name: 'My shop' }).waitFor();
    expect(await webhook()).toMatchObject({ description: 'My shop', format: 'single', gzip: true, headerNames: ['X-Shop'] });
    await accessible();
    await app.http.patch('/api/webhooks/1').send({ payload: 'thin' }).expect(200);
    await open('/1/test');
    await page.getByRole('combobox', { name: 'Event' }).click();
    await page.getByRole('option', { name: 'An example of product.updated' }).click();
    const sent = page.getByRole('region', { name: 'What is sent' });
    await sent.getByText('"productId"').waitFor();
    expect(await sent.textContent()).not.toMatch(/"product"|"changed"/);
  });

  it('show no contents to those who may only read', async () => {
    const reader = await browser.newContext({ storageState: await page.context().storageState() });
    const theirs = await reader.newPage();
    await theirs.route('**/api/auth/me', async (route) => {
      const answer = await route.fetch();
      const me = await answer.json();
      await route.fulfill({ response: answer, json: { ...me, permissions: ['webhooks.read', 'imports.read'] } });
    });
    await theirs.goto(`${app.url}/webhooks/1/deliveries`);
    await theirs.getByRole('row').nth(1).waitFor();
    expect(await theirs.getByRole('tab').allTextContents()).toEqual(['Overview', 'Deliveries', 'Settings']);
    expect(await theirs.getByRole('switch', { name: /is on/ }).count()).toBe(0);
    expect(await theirs.getByRole('button', { name: /Resend/ }).count()).toBe(0);
    await reader.close();
  });

  it('are there for small screens too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const path of ['', '/create', '/1', '/1/test', '/1/replay', '/1/secret', '/1/settings']) {
      await open(path);
      await page
        .getByText(path === '/create' ? 'What it is for' : 'My shop')
        .first()
        .waitFor();
      await accessible();
    }
    await open('/1/deliveries');
    await button(/product\.created/)
      .last()
      .click();
    await page.getByRole('region', { name: 'Body' }).last().waitFor();
    await accessible();
    await button('Filters').click();
    await page.getByLabel('Since').waitFor();
    await accessible();
    await page.setViewportSize({ width: 1280, height: 800 });
  });

  it('go only after a question', async () => {
    await open('/1/deliveries');
    await page.getByRole('row').nth(1).waitFor();
    await page.route('**/webhooks/1/deliveries?*', () => undefined); // whoever waits for all that is on the page waits in vain
    await button(`More actions for ${shop.url}`).click();
    await page.getByRole('menuitem', { name: 'Delete…' }).click();
    await accessible();
    await inDialog('Delete webhook').click();
    await page.getByRole('heading', { name: 'No webhooks yet' }).waitFor();
    await app.http.get('/api/webhooks/1').expect(404);
  });

  it('complained of nothing in its console', () => expect(complaints).toEqual([]));
});
