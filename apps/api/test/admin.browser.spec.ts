import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { browserPath, expectAccessible, openBrowser, signIn } from './support/browser.js';
import { admin, startApp, until, type App } from './support/start-app.js';

const rows = Array.from({ length: 150_000 }, (_, i) => (i === 70_000 ? 'ROW-70000,,no name' : `ROW-${i},Lamp ${i},"Bright,\nnumber ${i}"`));
const lamps = { name: 'lamps.csv', mimeType: 'text/csv', buffer: Buffer.from(`sku,name,description\n${rows.join('\n')}\n`) };

(browserPath ? describe : describe.skip)('the admin, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  const folder = mkdtempSync(path.join(os.tmpdir(), 'admin-spec-'));

  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 });
  const accessible = () => expectAccessible(page);
  const button = (name: string | RegExp) => page.getByRole('button', { name });
  /** A file on disk: it is the same one, with the same date, when it is chosen again. */
  const stored = (name: string, content: string) => {
    const file = path.join(folder, name);
    writeFileSync(file, content);
    return file;
  };
  const choose = async (file: string | typeof lamps) => {
    await page.goto(`${app.url}/imports/create`);
    await page.locator('input[type=file]').setInputFiles(file);
  };

  beforeAll(async () => {
    app = await startApp();
    ({ browser, page, complaints } = await openBrowser());
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it('lets in who knows the password, and nobody else', async () => {
    await page.goto(app.url);
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('E-mail and password do not fit').waitFor();
    await accessible();

    await signIn(page, app.url);
    await page.getByText('No products yet').first().waitFor();
  });

  it('takes a file, shows its progress and its result, with the row that was wrong', async () => {
    await page.goto(`${app.url}/imports`);
    await page.getByRole('heading', { level: 1, name: 'Imports' }).waitFor();
    await accessible();
    await choose(lamps);
    await page.getByRole('radio', { name: /Import at once/ }).check();
    await accessible();
    await button('Upload and import').click();

    await page.getByRole('heading', { level: 1, name: 'Importing lamps.csv' }).waitFor();
    const bar = page.getByRole('main').getByRole('progressbar').first();
    const seen = new Set<string>();
    const done = page.getByRole('heading', { level: 1, name: 'Import complete, 1 row rejected' }).waitFor({ timeout: 60_000 });
    let over = false;
    void done.then(() => (over = true));
    while (!over) {
      const value = await bar.getAttribute('aria-valuetext', { timeout: 200 }).catch(() => null);
      if (value) seen.add(value);
    }
    expect(seen.size).toBeGreaterThan(2); // the bar moved
    await page.getByText('149,999').first().waitFor();
    await page.getByText('The name is empty.').waitFor();
    await accessible();
  });

  it('finds a product by its SKU at once, and changes it in its drawer', async () => {
    await page.goto(`${app.url}/products`);
    await page.getByRole('searchbox').fill('row-149999');
    await page.getByRole('row').filter({ hasText: 'Lamp 149999' }).getByRole('link').first().click();
    await page.getByRole('dialog').getByLabel('Name').fill('Lantern');
    await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').filter({ hasText: 'Lantern' }).waitFor();
    const [product] = (await app.http.get('/api/products').query({ sku: 'ROW-149999' })).body;
    expect(product).toMatchObject({ name: 'Lantern', version: 2 });
  });

  it('lists what was imported, and by whom', async () => {
    await page.goto(`${app.url}/imports`);
    await page.getByText('lamps.csv').first().waitFor();
    await accessible();
  });

  it('asks about a file that came before, and leaves it', async () => {
    await choose(lamps);
    await button('Upload and check').click();
    await page.getByText(/Imported on .* by you\. Import again\?/).waitFor();
    await accessible();
    await button('Leave it').click();
    await page.getByText('Drop a CSV file here').waitFor();
    expect((await app.http.get('/api/imports')).body).toHaveLength(1);
  });

  it('has columns matched that nobody can be sure of, and shows what the file would change before it does', async () => {
    await choose(stored('lanterns.csv', 'article;wording;remark\nROW-149999;Lantern;as it is\nNEW-1;Torch;\nNEW-2;Candle;\n'));
    await button('Upload and check').click();

    await heading('Match the columns of lanterns.csv');
    await accessible();
    await page.getByRole('combobox', { name: 'article Becomes' }).click();
    await page.getByRole('option', { name: /^sku/ }).click();
    await page.getByRole('combobox', { name: 'wording Becomes' }).click();
    await page.getByRole('option', { name: /^name/ }).click();
    await button('Use these columns').click();

    await heading('What lanterns.csv would change');
    await page.getByText(/^Create 2, leave 1; can be reverted until/).waitFor();
    await accessible();
    await button('Look at the columns').click();
    await page.getByRole('combobox', { name: 'remark Becomes' }).click();
    await page.getByRole('option', { name: 'description' }).click();
    await button('Use these columns').click();
    await page.getByText(/^Create 2, change 1; can be reverted until/).waitFor();
    await page.getByRole('tabpanel').getByText('as it is').waitFor();
    expect((await app.http.get('/api/products').query({ sku: 'NEW-1' })).body).toEqual([]); // nothing is written yet
    await button('Import 3 changes').click();
    await heading('Import complete');
    expect((await app.http.get('/api/products').query({ sku: 'NEW-1' })).body).toMatchObject([{ name: 'Torch' }]);
  });

  it('holds an import that does unusually much until its number is typed', async () => {
    const rows = Array.from({ length: 200 }, (_, i) => `MUG-${i},${i < 150 ? '' : `Mug ${i}`}`);
    await choose(stored('mugs.csv', `sku,name\n${rows.join('\n')}\n`));
    await button('Upload and check').click();
    await heading('What mugs.csv would change');
    await page.getByText('This is unusually much').waitFor();
    await accessible();
    expect(await button('Import 50 changes').isDisabled()).toBe(true);

    await page.getByLabel('Number of changes').fill('50');
    await button('Import 50 changes').click();
    await heading('Import complete, 150 rows rejected');
  });

  it('repairs the rejected rows in a table and imports them as a child', async () => {
    await page.getByRole('link', { name: 'Repair 150 rows here' }).click();
    await page.getByLabel('name, line 2', { exact: true }).fill('A mug');
    await accessible();
    await button('Same for all 149 other rows').click();
    await button('Check 150 repaired rows').click();

    await heading(/^What .* would change$/);
    await button('Import 150 changes').click();
    await heading('Import complete');
    await page.getByText(/Goes on from/).waitFor();
    expect((await app.http.get('/api/products').query({ sku: 'MUG-149' })).body).toMatchObject([{ name: 'A mug' }]);
  });

  it('takes an import back, and keeps what others have changed since', async () => {
    const [mug] = (await app.http.get('/api/products').query({ sku: 'MUG-149' })).body;
    await app.http.patch(`/api/products/${mug.id}`).send({ name: 'My mug' }).expect(200);

    await button('Revert…').click();
    await accessible();
    await page.getByRole('dialog').getByRole('button', { name: 'Revert 150 products' }).click();
    await heading('Import reverted');
    await page.getByText(/149 products removed, 0 products restored, 1 product kept/).waitFor();
    await page.getByRole('table', { name: 'Products kept' }).getByText('MUG-149', { exact: true }).waitFor();
    await accessible();
  });

  it('goes on with an upload where a reload of the page has cut it off', async () => {
    const rows = Array.from({ length: 240_000 }, (_, i) => `CUP-${i},Cup ${i},${'a long description of a cup '.repeat(3)}`);
    const file = stored('cups.csv', `sku,name,description\n${rows.join('\n')}\n`);
    const parts: number[] = [];
    await page.route('**/api/uploads/*', async (route, request) => {
      if (request.method() !== 'PATCH') return route.continue();
      parts.push(Number(request.headers()['upload-offset']));
      if (parts.length !== 2) await route.continue(); // the second is never answered: the line is dead
    });
    await choose(file);
    await button('Upload and check').click();
    await until(async () => parts.length >= 2);

    await page.reload();
    await page.getByText(/was interrupted: 8 MB of .* have arrived/).waitFor();
    await page.locator('input[type=file]').setInputFiles(file);
    await button('Go on with the upload').click();
    await heading('What cups.csv would change');
    await page.unroute('**/api/uploads/*');

    const offsets = [0, 1, 1, 2, 3].map((part) => part * 8 * 1024 ** 2);
    expect(parts).toEqual(offsets.slice(0, parts.length)); // only the part that was under way was sent twice
    await button('Cancel import').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel import' }).click();
    await heading('Import cancelled');
  });

  it('complained of nothing in its console', () => expect(complaints).toEqual([]));
});
