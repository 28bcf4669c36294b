import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Product } from '@app/domain';
import type { Browser, Locator, Page } from 'playwright-core';
import { answerQuestion, browserPath, expectAccessible, openBrowser, signIn } from './support/browser.js';
import { startApp, until, type App } from './support/start-app.js';

const colors = ['red', 'green', 'blue'];
const lamps = Array.from({ length: 60 }, (_, i) => `LAMP-${String(i).padStart(2, '0')},Lamp ${i},"Bright, number ${i}",${colors[i % 3]}`);

(browserPath ? describe : describe.skip)('the products, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let dialog: Locator;

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  const inDialog = (name: string | RegExp) => dialog.getByRole('button', { name });
  const open = async (path: string, query = '') => page.goto(`${app.url}/${path}${query}`);
  const list = async (query = '') => {
    await open('products', query);
    await page.getByRole('row').nth(1).waitFor();
  };
  const product = async (sku: string): Promise<Product> => (await app.http.get('/api/products').query({ sku_eq: sku })).body[0];
  const number = async (filter: object) =>
    (await app.http.get('/api/products/count').query({ filter: JSON.stringify(filter) })).body.count as number;
  const accessible = () => expectAccessible(page);

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

  it('begins with what to do first', async () => {
    await page.getByText('No products yet').first().waitFor();
    await accessible();
  });

  it('adds a product, and says at the field what is wrong with it', async () => {
    await page.getByRole('link', { name: 'Add a product' }).click();
    await inDialog('Add an attribute').click();
    await accessible();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Mug');
    await inDialog('Add product').click();
    await dialog.getByText('SKU must not be empty').waitFor();
    await dialog.getByText('Name it, or remove the row').waitFor();
    await accessible();

    await dialog.getByLabel('SKU').fill('MUG-1');
    await dialog.getByRole('textbox', { name: 'Attribute' }).fill('Material');
    await dialog.getByRole('textbox', { name: 'Value' }).fill('Clay');
    await inDialog('Add product').click();
    await row('MUG-1').waitFor();
    expect(await product('MUG-1')).toMatchObject({ name: 'Mug', attributes: { Material: 'Clay' } });
    await accessible();
  });

  it('finds by filters and in saved views; the address keeps what is shown', async () => {
    await app.import(`sku,name,description,color\n${lamps.join('\n')}\n`, { unmapped: 'attributes' });
    await list();
    await button(/^Filters/).click();
    await accessible();
    await dialog.getByLabel('SKU').fill('lamp-1');
    await page.getByText('SKU contains “lamp-1”').waitFor();
    await dialog.getByRole('textbox', { name: 'Attribute' }).fill('color');
    await dialog.getByRole('textbox', { name: 'Contains' }).fill('RED');
    await inDialog('Filter by attribute').click();
    await dialog.getByLabel('Changed from').fill('202602-01-01'); // while one types a year
    await inDialog('Show 3 products').waitFor();
    await inDialog('Save this view').click();
    await page.getByLabel('Name of the view').fill('Red ones');
    await accessible();
    await page.getByRole('button', { name: 'Save', exact: true }).click();
    await inDialog('Red ones').waitFor();
    await inDialog('Show 3 products').click();
    await row('LAMP-12').waitFor();
    await accessible();

    await page.getByRole('columnheader', { name: 'Name' }).getByRole('button').click();
    await page.waitForURL(/sort=name/);
    await page.reload();
    await row('LAMP-12').waitFor();
    expect(await page.getByRole('row').count()).toBe(4);

    await row('LAMP-12').getByRole('link', { name: 'LAMP-12' }).click();
    await dialog.getByLabel('SKU').waitFor();
    await page.reload(); // with the drawer open
    await inDialog('Close').click();
    await row('LAMP-12').waitFor();
    expect(await page.getByRole('row').count()).toBe(4);

    await button('Take off the filter color contains “RED”').click();
    await row('LAMP-10').waitFor();
    await page.goBack();
    await page.getByText('color contains “RED”').waitFor();
    await button('Clear filters').click();
    await row('LAMP-00').waitFor();
    await button(/^Filters/).click();
    await inDialog('Red ones').click();
    await inDialog('Show 3 products').click();

    await page.getByRole('searchbox').fill('nothing at all');
    await page.getByText('No products match these filters.').waitFor();
    await accessible();
    await button('Clear filters').click();
    await row('LAMP-00').waitFor();
  });

  it('shows the columns that one wants', async () => {
    await button('Columns').click();
    await accessible();
    await page.getByRole('checkbox', { name: 'Version' }).check();
    await page.keyboard.press('Escape');
    await page.getByRole('columnheader', { name: 'Version' }).waitFor();
    await button('Columns').click();
    await button('As at first').click();
    await page.keyboard.press('Escape');
  });

  it('switches a product off, and changes a name, where they stand', async () => {
    await page.getByRole('switch', { name: 'LAMP-01 is active' }).click();
    await until(async () => !(await product('LAMP-01')).active);

    const name = button('Lamp 2, change the name');
    await name.focus();
    await page.keyboard.press('F2');
    await page.getByLabel('Name of LAMP-02').fill(' ');
    await page.keyboard.press('Enter');
    await row('LAMP-02').getByText('Name must not be empty').waitFor();
    await accessible();
    await page.keyboard.press('Escape');
    await name.waitFor();
    await page.keyboard.press('Enter'); // the focus is where it was
    await page.getByLabel('Name of LAMP-02').fill('Lantern');
    await page.keyboard.press('Enter');
    await button('Lantern, change the name').waitFor();
    expect(await product('LAMP-02')).toMatchObject({ name: 'Lantern', version: 2 });
  });

  it('asks, field by field, when someone else was faster', async () => {
    const { id } = await product('LAMP-03');
    await app.http.patch(`/api/products/${id}`).send({ name: 'Theirs', description: 'Their words' }).expect(200);
    await button('Lamp 3, change the name').click();
    await page.getByLabel('Name of LAMP-03').fill('Mine');
    await page.keyboard.press('Enter');
    await dialog.getByText('Also changed by them, and kept: Description.').waitFor();
    await accessible();
    await inDialog('Save this').click();
    await button('Mine, change the name').waitFor();
    expect(await product('LAMP-03')).toMatchObject({ name: 'Mine', description: 'Their words', version: 3 });

    await row('LAMP-03').getByRole('link', { name: 'LAMP-03' }).click();
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Mine again');
    await dialog.getByLabel('Description').fill('My words');
    await app.http.patch(`/api/products/${id}`).send({ name: 'Theirs again' }).expect(200);
    await inDialog('Save').click();
    const choice = page.getByRole('radiogroup', { name: 'Name' });
    await choice.getByLabel('Theirs: Theirs again').check();
    await accessible();
    await button('Save this').click();
    await page.getByText('Product LAMP-03 saved').waitFor();
    expect(await product('LAMP-03')).toMatchObject({ name: 'Theirs again', description: 'My words', version: 5 });
  });

  it('leads to the product that has the SKU already', async () => {
    const mug = await product('MUG-1');
    const all: Product[] = (await app.http.get('/api/products').query({ perPage: 100 })).body;
    const other = all.find(({ id }) => String(id).startsWith(String(mug.id)) && id !== mug.id)!; // 1 and 10: two products all the same
    await open(`products/${mug.id}`);
    await dialog.getByLabel('SKU').fill(other.sku);
    await dialog.getByRole('tab', { name: 'History' }).click();
    await dialog.getByRole('tab', { name: 'Fields' }).click();
    await inDialog('Save').click();
    await dialog.getByText('Another product has this SKU.').waitFor();
    await accessible();
    await Promise.all([answerQuestion(page, true), dialog.getByRole('link', { name: 'Open that product' }).click()]); // what was typed gets lost
    await page.waitForURL(new RegExp(`/products/${other.id}`));
    await until(async () => (await dialog.getByLabel('SKU').inputValue()) === other.sku);
  });

  it('goes from product to product, and shows what one was and makes it that again', async () => {
    await open(`products/${(await product('LAMP-05')).id}`);
    await inDialog('Next product')
      .or(dialog.getByRole('link', { name: 'Next product' }))
      .click();
    await until(async () => (await dialog.getByLabel('SKU').inputValue()) === 'LAMP-06');
    const { id } = await product('LAMP-06');
    await dialog.getByRole('textbox', { name: 'Name' }).fill('Torch');
    await dialog.getByRole('textbox', { name: 'Value' }).fill('Yellow');
    await inDialog('Save').click();
    await page.getByText('Product LAMP-06 saved').waitFor();

    await open(`products/${id}`);
    await dialog.getByRole('tab', { name: 'History' }).click();
    const versions = dialog.getByRole('list', { name: 'Versions' });
    await versions.getByText('Lamp 6').waitFor();
    await accessible();
    expect(await versions.getByRole('deletion').allTextContents()).toEqual(['−before:Lamp 6', '−before:red']);
    expect(await versions.getByRole('insertion').allTextContents()).toEqual(['+after:Torch', '+after:Yellow']);
    await versions.getByText(/^Changed$/).waitFor();
    await versions.getByText('import 1').waitFor();

    await versions.getByRole('button', { name: 'Restore this version' }).click();
    await accessible();
    await button('Restore').last().click();
    await dialog.getByText('The product is as it was.').waitFor();
    expect(await product('LAMP-06')).toMatchObject({ name: 'Lamp 6', attributes: { color: 'red' }, version: 3 });
    await inDialog('Undo').click();
    await until(async () => (await product('LAMP-06')).name === 'Torch');
    await dialog.getByRole('combobox', { name: 'Changes of' }).click();
    await accessible();
    await page.getByRole('option', { name: 'Description' }).click();
    await dialog.getByText('Nothing of it has changed').waitFor();
  });

  it('deletes a product, and brings it back from the toast or from its address', async () => {
    const { id } = await product('LAMP-07');
    await open(`products/${id}`);
    await inDialog('Delete').click();
    await accessible();
    await button('Delete product').click();
    await page.getByText('Product LAMP-07 deleted').waitFor();
    await row('LAMP-08').waitFor();
    await accessible();
    expect(await product('LAMP-07')).toBeUndefined();
    await button('Undo').click();
    await row('LAMP-07').waitFor();

    await app.http.delete(`/api/products/${id}`).expect(200);
    await open(`products/${id}`);
    await dialog.getByText(/was deleted just now by an API key/).waitFor();
    await accessible();
    await inDialog('Restore it').click();
    await until(async () => (await dialog.getByLabel('SKU').inputValue()) === 'LAMP-07');
  });

  it('changes everything that matches, tells how much that was, and takes it back', async () => {
    await list(`?filter=${encodeURIComponent('{"sku":"lamp"}')}`);
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await accessible();
    await button('Select all 60 matching').click();
    await page.getByText('All 60 selected').waitFor();
    await button('Unselect').click();
    await page.getByRole('checkbox', { name: 'Select LAMP-00' }).check();
    await page.getByText('1 selected').waitFor();
    await page.getByRole('checkbox', { name: 'Select all' }).check();
    await button('Select all 60 matching').click();
    await button('Deactivate').click();
    await inDialog('Deactivate 60 products').waitFor();
    await dialog.getByText('SKU contains “lamp”').waitFor();
    await accessible();

    const lamp = await app.has({ sku: 'LAMP-LATE', name: 'Came in between' });
    await inDialog('Deactivate 60 products').click();
    await dialog.getByText('it is 61 products now').waitFor();
    await accessible();
    await app.http.delete(`/api/products/${lamp.id}`).expect(200);
    await inDialog('Deactivate 61 products').click();
    await inDialog('Deactivate 60 products').click();
    await page.getByText('59 products deactivated, 1 already so').waitFor();
    expect(await number({ active: true })).toBe(1); // the mug
    await accessible();
    await button('Undo').click();
    await page.getByText('59 products restored').waitFor();
    expect(await number({ active: true })).toBe(60);

    await page.getByRole('checkbox', { name: 'Select LAMP-10' }).check();
    await page.getByRole('checkbox', { name: 'Select LAMP-11' }).check();
    await button('Set attribute').click();
    await dialog.getByRole('textbox', { name: 'Attribute' }).fill('socket');
    await dialog.getByRole('textbox', { name: 'Value' }).fill('E27');
    await accessible();
    await inDialog('Change 2 products').click();
    await page.getByText('2 products changed').waitFor();
    expect(await product('LAMP-11')).toMatchObject({ attributes: { socket: 'E27' } });
  });

  it('finds bulk changes again, and what an undo left alone', async () => {
    await app.http
      .patch(`/api/products/${(await product('LAMP-11')).id}`)
      .send({ name: 'Touched since' })
      .expect(200);
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Bulk changes' }).click();
    await page.getByRole('link', { name: 'Set socket to “E27”: 2 products' }).waitFor();
    await accessible();
    await page.getByRole('link', { name: 'Set socket to “E27”: 2 products' }).click();
    await button('Undo…').click();
    await accessible();
    await button('Restore 2 products').click();
    const kept = page.getByRole('table', { name: 'Products kept' });
    await kept.getByText('LAMP-11').waitFor();
    await accessible();
    expect((await product('LAMP-10')).attributes).toEqual({ color: 'green' });
  });

  it('saves what matches as a file', async () => {
    await list(`?filter=${encodeURIComponent('{"attributes.color":"green"}')}`);
    await button('More actions').click();
    await accessible();
    await page.getByRole('menuitem', { name: 'Export…' }).click();
    await inDialog('Export 20 products').waitFor();
    await dialog.getByLabel('CSV as it is').check();
    await accessible();
    const [download] = await Promise.all([page.waitForEvent('download'), inDialog('Export 20 products').click()]);
    await dialog.getByText('20 products saved as').waitFor();
    await accessible();
    const [header, ...rows] = readFileSync(await download.path(), 'utf8')
      .trimEnd()
      .split(/\r?\n/);
    expect(header!.replaceAll('"', '')).toBe('sku,name,description,active,attributes.color');
    expect(rows).toHaveLength(20);
    expect(rows[0]).toContain('LAMP-01');
    await inDialog('Close').click();
  });

  it('deletes all products only after both confirmations, and brings them back', async () => {
    await button('More actions').click();
    await page.getByRole('menuitem', { name: 'Delete all products…' }).click();
    await dialog.getByText(/It can be undone until/).waitFor();
    await accessible();
    await inDialog('Continue').click();
    expect(await inDialog('Delete 61 products').isDisabled()).toBe(true);
    await dialog.getByLabel('Number of products').fill('61');
    await accessible();
    await inDialog('Delete 61 products').click();
    await dialog.getByText('61 products deleted').waitFor();
    await accessible();
    expect(await number({})).toBe(0);
    await inDialog('Undo').click();
    await dialog.getByText('61 products restored').waitFor();
    expect(await number({})).toBe(61);
    await inDialog('Close').click();
  });

  it('is there for small screens too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('products');
    await page.getByText('LAMP-00').waitFor();
    await accessible();
    await button(/^Filters/).click();
    await dialog.getByLabel('SKU').waitFor();
    await accessible();
    await open('bulk-jobs');
    await page.getByText('Delete 61 products').waitFor();
    await accessible();
  });

  it('complained of nothing in its console', () => expect(complaints).toEqual([]));
});
