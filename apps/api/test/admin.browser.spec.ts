import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { admin, startApp, type App } from './support/start-app.js';

const browserPath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) =>
  existsSync(path),
);

const rows = Array.from({ length: 150_000 }, (_, i) => (i === 70_000 ? 'ROW-70000,,no name' : `ROW-${i},Lamp ${i},"Bright,\nnumber ${i}"`));
const file = { name: 'lamps.csv', mimeType: 'text/csv', buffer: Buffer.from(`sku,name,description\n${rows.join('\n')}\n`) };

(browserPath ? describe : describe.skip)('the admin, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  const complaints: string[] = [];

  beforeAll(async () => {
    if (!existsSync('apps/admin/dist/index.html')) throw new Error('build first: npm run build');
    app = await startApp();
    browser = await chromium.launch({
      executablePath: browserPath,
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-background-networking',
        '--disable-component-update',
        '--no-first-run',
        '--disable-sync',
      ],
    });
    page = await browser.newPage({ viewport: { width: 1280, height: 800 }, locale: 'en-US' });
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on(
      'console',
      (message) => message.type() === 'error' && !/401|Failed to load resource/.test(message.text()) && complaints.push(message.text()),
    );
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });

  it('lets in who knows the password, and nobody else', async () => {
    await page.goto(app.url);
    await page.getByLabel('E-mail').fill(admin.email);
    await page.getByLabel('Password', { exact: true }).fill('wrong password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('E-mail and password do not fit').waitFor();

    await page.getByLabel('Password', { exact: true }).fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('No products yet').first().waitFor();
  });

  it('takes a file, shows its progress and its result, with the row that was wrong', async () => {
    await page.goto(`${app.url}/imports/create`);
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Start import' }).click();

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
  });

  it('finds a product by its SKU at once, and changes it in its drawer', async () => {
    await page.goto(`${app.url}/products`);
    await page.getByRole('search').getByLabel('SKU').fill('row-149999');
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
  });

  it('complained of nothing in its console', () => expect(complaints).toEqual([]));
});
