import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { BulkJob, Product, ProductVersion } from '@app/domain';
import type { Browser, Locator, Page } from 'playwright-core';
import { browserPath, expectAccessible, openBrowser, signIn } from './support/browser.js';
import { newPurchase, purchaseFile } from './support/purchases.js';
import { startApp, until, type App } from './support/start-app.js';

(browserPath ? describe : describe.skip)('products that others change too, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let dialog: Locator;
  let mug: Product;
  let made = 0;

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const inDialog = (name: string | RegExp) => dialog.getByRole('button', { name });
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  const open = async (path: string) => page.goto(`${app.url}/${path}`);
  const show = async (id = mug.id) => (await app.http.get(`/api/products/${id}`)).body as Product;
  const change = async (changes: object, id = mug.id): Promise<Product> =>
    (await app.http.patch(`/api/products/${id}`).send(changes).expect(200)).body;
  /** What a person sees when they come back to the page: react-query asks again for everything. */
  const comeBack = () => page.evaluate(`window.dispatchEvent(new Event('visibilitychange'))`);
  const readAgain = async (path: string | RegExp) => {
    await Promise.all([
      page.waitForResponse((answer) => answer.url().match(path) !== null && answer.request().method() === 'GET'),
      comeBack(),
    ]);
  };

  beforeAll(async () => {
    app = await startApp();
    ({ browser, page, complaints } = await openBrowser());
    dialog = page.getByRole('dialog');
    await signIn(page, app.url);
  });
  afterAll(async () => {
    await browser?.close();
    await app?.stop();
  });
  beforeEach(async () => {
    mug = await app.has({ sku: `MUG-${++made}-`, name: `Mug ${made}`, description: 'As it was' }); // none contains another
  });

  it('asks before a name typed in its row overwrites what the list has brought meanwhile', async () => {
    await open(`products?filter=${encodeURIComponent(`{"sku_eq":"${mug.sku}"}`)}`);
    await button(`${mug.name}, change the name`).click();
    await page.getByLabel(`Name of ${mug.sku}`).fill('Mine');
    await change({ name: 'Theirs', description: 'Their words' });
    await button(/^Active|Columns/)
      .first()
      .waitFor();
    await readAgain(/api\/products\?/);
    await row('Their words').waitFor();
    await page.getByLabel(`Name of ${mug.sku}`).press('Enter');
    await dialog.getByText('Someone else was faster').waitFor();
    await expectAccessible(page);
    expect(await show()).toMatchObject({ name: 'Theirs' });
    await inDialog('Save this').click();
    await button('Mine, change the name').waitFor();
    expect(await show()).toMatchObject({ name: 'Mine', description: 'Their words' });
  });

  it('keeps what is typed in the drawer when the product changes behind it, and asks when it is saved', async () => {
    await open(`products/${mug.id}`);
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.fill('Mine');
    await change({ name: 'Theirs', description: 'Their words' });
    await readAgain(new RegExp(`api/products/${mug.id}$`));
    await page.locator('tr', { hasText: mug.sku }).filter({ hasText: 'Their words' }).waitFor();
    expect(await name.inputValue()).toBe('Mine');
    expect(await dialog.getByLabel('Description').inputValue()).toBe('As it was');
    await inDialog('Save').click();
    await page.getByText('Also changed by them, and kept: Description.').waitFor();
    await button('Save this').click();
    await page.getByText(`Product ${mug.sku} saved`).waitFor();
    expect(await show()).toMatchObject({ name: 'Mine', description: 'Their words', version: 3 });
  });

  it('shows in the drawer what has changed behind it as long as nothing is typed', async () => {
    await open(`products/${mug.id}`);
    const name = dialog.getByRole('textbox', { name: 'Name' });
    await name.waitFor();
    await change({ name: 'Theirs' });
    await readAgain(new RegExp(`api/products/${mug.id}$`));
    await until(async () => (await name.inputValue()) === 'Theirs');
    await name.fill('Mine');
    await inDialog('Save').click();
    await page.getByText(`Product ${mug.sku} saved`).waitFor();
  });

  it('deletes what was seen only; the Undo brings back what was there at last', async () => {
    await open(`products/${mug.id}`);
    await dialog.getByRole('textbox', { name: 'Name' }).waitFor();
    await change({ name: 'Theirs' });
    await inDialog('Delete').click();
    await button('Delete product').click();
    await page.getByText('Not deleted').waitFor();
    await page.getByText(/Somebody changed this product meanwhile/).waitFor();
    await page.getByText(/Theirs .* will be gone/).waitFor();
    await expectAccessible(page);
    expect(await show()).toMatchObject({ name: 'Theirs' });
    await button('Delete product').click();
    await page.getByText(`Product ${mug.sku} deleted`).waitFor();
    await app.http.get(`/api/products/${mug.id}`).expect(404);
    await button('Undo').click();
    await page.getByText(`Product ${mug.sku} is as it was`).waitFor();
    expect(await show()).toMatchObject({ name: 'Theirs' });
  });

  it('restores over what was seen only', async () => {
    await change({ name: 'Second' });
    await open(`products/${mug.id}/history`);
    await dialog.getByRole('button', { name: 'Restore this version' }).waitFor();
    await change({ name: 'Theirs' });
    await inDialog('Restore this version').click();
    await button('Restore').last().click();
    await page.getByText('Not restored').waitFor();
    await page.getByText(/it is at version 3 now/).waitFor();
    expect(await show()).toMatchObject({ name: 'Theirs' });
    await page.getByRole('list', { name: 'Versions', includeHidden: true }).getByText('Theirs').waitFor();
    await button('Restore').last().click();
    await dialog.getByText('The product is as it was.').waitFor();
    expect(await show()).toMatchObject({ name: mug.name, version: 4 });
    await inDialog('Undo').click();
    await until(async () => (await show()).name === 'Theirs');
  });

  it('offers no Undo of bringing a product back', async () => {
    await app.http.delete(`/api/products/${mug.id}`).expect(200);
    await open(`products/${mug.id}/history`);
    await inDialog('Restore this version').click();
    await button('Restore').last().click();
    await dialog.getByText('The product is as it was.').waitFor();
    expect(await inDialog('Undo').count()).toBe(0);
    expect(await show()).toMatchObject({ name: mug.name });
  });

  it('tells in the history what has changed of long texts, and only that', async () => {
    const long = 'x'.repeat(3_000);
    await change({ description: `${long} first end` });
    await change({ description: `${long} second end` });
    await change({ active: false });
    const versions: ProductVersion[] = (await app.http.get(`/api/products/${mug.id}/versions`)).body;
    expect(versions.map(({ changed }) => changed)).toEqual([['active'], ['description'], ['description'], []]);
    await open(`products/${mug.id}/history`);
    const entries = dialog.getByRole('list', { name: 'Versions' }).getByRole('listitem');
    await entries
      .nth(1)
      .getByText(/first end/)
      .waitFor();
    await entries
      .nth(1)
      .getByText(/second end/)
      .waitFor();
    expect(await entries.nth(0).getByRole('insertion').allTextContents()).toEqual(['+after:Inactive']);
    await dialog.getByRole('combobox', { name: 'Changes of' }).click();
    await page.getByRole('option', { name: 'Active' }).click();
    await until(async () => (await entries.count()) === 1);
    await entries.getByText('Inactive').waitFor();
    expect(await entries.getByRole('insertion').allTextContents()).toEqual(['+after:Inactive']);
  });

  it('saves the name of a product whose text is as long as it may be', async () => {
    await app.import(`sku,name,description\nTOME,Tome,${'é'.repeat(600_000)}\n`);
    const [tome] = (await app.http.get('/api/products').query({ sku_eq: 'TOME' })).body as Product[];
    await open(`products/${tome!.id}`);
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Thick tome');
    await inDialog('Save').click();
    await page.getByText('Product TOME saved').waitFor();
    expect((await show(tome!.id)).description).toHaveLength(600_000);
    await app.http.delete(`/api/products/${tome!.id}`).expect(200);
  });

  it('works on while many bulk changes wait, and tells the end of each', async () => {
    await app.stopWorker();
    const jobs: BulkJob[] = [];
    for (let i = 0; i < 7; i++)
      jobs.push(
        (
          await app.http
            .post('/api/products/bulk')
            .send({ action: 'deactivate', ids: [mug.id], expect: 1 })
            .expect(202)
        ).body,
      );
    await page.evaluate(`localStorage.setItem('RaStore.bulk-jobs.followed', '${JSON.stringify(jobs.map(({ id }) => id))}')`);
    await open(`products?filter=${encodeURIComponent(`{"sku_eq":"${mug.sku}"}`)}`);
    await row(mug.sku).getByText(mug.name).waitFor();
    await row(mug.sku).getByRole('link', { name: mug.sku }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).waitFor();
    await inDialog('Close').click();
    expect(await page.getByRole('switch', { name: `${mug.sku} is active` }).isChecked()).toBe(true);
    await open(`bulk-jobs/${jobs[0]!.id}`);
    await page.getByRole('status').getByText('Waiting to start…').waitFor();
    expect(await page.title()).toMatch(/^0 % Deactivate 1 product/);
    await open(`products?filter=${encodeURIComponent(`{"sku_eq":"${mug.sku}"}`)}`);
    await row(mug.sku).getByText(mug.name).waitFor();
    await app.startWorker();
    await page.getByText('1 product deactivated').waitFor();
    await button('Undo').waitFor();
    await until(() => page.evaluate<boolean>(`localStorage.getItem('RaStore.bulk-jobs.followed') === '[]'`));
    await until(async () => !(await page.getByRole('switch', { name: `${mug.sku} is active` }).isChecked()));
  });

  it('says why an undo has left a product alone, and leads to the one that has its SKU now', async () => {
    const { body: job } = await app.http
      .post('/api/products/bulk')
      .send({ action: 'delete', ids: [mug.id], expect: 1 })
      .expect(202);
    const end = () => until(async () => (await app.http.get(`/api/bulk-jobs/${job.id}`)).body.phase === 'complete');
    await end();
    const heir = await app.has({ sku: mug.sku, name: 'The heir' });
    await app.http.post(`/api/bulk-jobs/${job.id}/undo`).expect(202);
    await end();
    await open(`bulk-jobs/${job.id}`);
    await page.getByText('0 products restored, 1 left as it is').waitFor();
    const kept = page.getByRole('table', { name: 'Products kept' });
    await kept.getByText('Another product has this SKU now').waitFor();
    await expectAccessible(page);
    await kept.getByRole('link', { name: mug.sku }).click();
    await row(mug.sku).getByText(heir.name).waitFor();
  });

  it('finds by the last import of products, whatever came after it', async () => {
    await app.import('sku,name\nIMPORTED,Imported\n');
    await app.import(purchaseFile(newPurchase()), { kind: 'purchases' });
    await open('products');
    await button(/^Filters/).click();
    await dialog.getByText('Last import').click();
    await inDialog('Show 1 product').click();
    await row('IMPORTED').waitFor();
  });

  it('speaks of an export, and has its percent in the name of the tab', async () => {
    let release = () => {};
    const held = new Promise<void>((go) => (release = go));
    await page.route('**/api/products/export?*', async (route) => {
      await held;
      await route.continue();
    });
    await open('products');
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    await inDialog(/^Export \d+ products$/).click();
    await dialog.getByRole('status').getByText('Exporting products… 0 percent').waitFor();
    expect(await page.title()).toMatch(/^0 % Products/);
    release();
    await dialog.getByText(/products saved as/).waitFor();
    expect(await page.title()).toMatch(/^Products/);
    await page.unroute('**/api/products/export?*');
  });

  it('tells who will hear of it before everything is deleted', async () => {
    const settings = { url: 'http://127.0.0.1:9/hook', format: 'single', eventTypes: ['product.deleted'] };
    const { body: webhook } = await app.http.post('/api/webhooks').send(settings).expect(201);
    await app.http
      .post('/api/webhooks')
      .send({ ...settings, eventTypes: ['*'], enabled: false })
      .expect(201);
    const { count } = (await app.http.get('/api/products/count')).body;
    await open('products');
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Delete all products…' }).click();
    await dialog.getByText(`1 webhook gets about ${count} requests:`).waitFor();
    await dialog.getByText(`${webhook.url}: ${count}`).waitFor();
    await dialog.getByText('1 webhook is off, and will hear of it once switched on.').waitFor();
    await expectAccessible(page);
    await inDialog('Keep them').click();
  });

  it('goes to the search at a slash, and shows all keys at a question mark', async () => {
    await open('products');
    const search = page.getByRole('searchbox');
    await search.waitFor();
    await page.keyboard.press('/');
    await until(() => page.evaluate<boolean>('document.activeElement?.type === "search"'));
    await page.keyboard.type('/?');
    expect(await search.inputValue()).toBe('/?');
    await search.fill('');
    await page.evaluate('document.activeElement.blur()');
    await page.keyboard.press('?');
    await dialog.getByText('Keyboard shortcuts').waitFor();
    await expectAccessible(page);
    await dialog.getByRole('switch', { name: 'Use single keys' }).uncheck();
    await inDialog('Close').click();
    await dialog.waitFor({ state: 'detached' });
    await page.keyboard.press('?');
    await page.keyboard.press('/');
    await button(/^Account/).click();
    await page.getByRole('menuitem', { name: 'Keyboard shortcuts' }).click();
    await dialog.getByRole('switch', { name: 'Use single keys' }).check();
    expect(await dialog.count()).toBe(1);
    await inDialog('Close').click();
    expect(await search.inputValue()).toBe('');
  });

  it('complained of nothing in its console', () => expect(complaints).toEqual([]));
});
