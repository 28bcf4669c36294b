import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import type { Irregularity } from '@app/domain';
import type { Browser, Locator, Page } from 'playwright-core';
import { answerQuestion, browserPath, expectAccessible, openBrowser, signIn } from './support/browser.js';
import { startApp, until, type App } from './support/start-app.js';

/** Rows as the provider sends them: who, where, what happened, what, for how much, when. */
const lines = (...rows: string[]) => rows.map((row) => `${row.split('|').join('\t')}\n`).join('');

const sample = lines(
  '1|Snake|Plisken|123 Fake St.|AZ|12345|new|432|Masthead|100.12|2007-04-05T14:30Z',
  '1|Snake|Plisken|123 Fake St.|AZ|12345|canceled|432|Masthead|100.12|2007-04-06T10:30Z',
  '2|Clark|Kent|456 Fake St.|CA|54321|new|431|Print Magazine|50.12|2007-04-07T10:30Z',
  '3|Johnny|Johnson|789 Not Real St.|OH|45321|new|431|Print Magazine|50.12|2007-04-08T10:30Z',
  '3|Johnny|Johnson|789 Not Real St.|OH|45321|canceled|431|Print Magazine|50.12|2007-04-08T11:30Z',
);

/** Five cancellations of what nobody has seen, and one product under another name, by somebody who has moved. */
const odd = lines(
  ...[10, 11, 12, 13, 14].map(
    (id) => `${id}|Odd|Buyer${id}|${id} Side St.|NY|10001|canceled|431|Print Magazine|50.12|2007-05-${id}T10:30Z`,
  ),
  '2|Clark|Kent|1 New St.|NY|02138|new|432|Mast Head|100.12|2007-05-20T10:30Z',
);

/** The purchase that one of those cancellations was about. */
const missing = lines('14|Odd|Buyer14|14 Side St.|NY|10001|new|431|Print Magazine|50.12|2007-05-01T10:30Z');

(browserPath ? describe : describe.skip)('customers, purchases and irregularities, in a browser', () => {
  let app: App;
  let browser: Browser;
  let page: Page;
  let complaints: string[];
  let dialog: Locator;

  const button = (name: string | RegExp) => page.getByRole('button', { name });
  const row = (text: string) => page.getByRole('row').filter({ hasText: text });
  const inDialog = (name: string | RegExp) => dialog.getByRole('button', { name });
  const heading = (name: string | RegExp) => page.getByRole('heading', { level: 1, name }).waitFor({ timeout: 60_000 });
  const open = async (path: string, query = '') => page.goto(`${app.url}/${path}${query}`);
  const accessible = () => expectAccessible(page);
  const imported = (file: string) => app.import(file, { kind: 'purchases' });
  const irregularities = async (filter: object): Promise<Irregularity[]> =>
    (await app.http.get('/api/irregularities').query({ filter: JSON.stringify(filter), range: '[0,99]' })).body;

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

  it('explains the file before there is one, and what is watched', async () => {
    await open('customers');
    await page.getByText('No customers yet').first().waitFor();
    await page.getByText('11 columns; none of them may be missing.').waitFor();
    await accessible();
    await open('irregularities');
    await page.getByText('All clear').waitFor();
    await page.getByText('Canceled, never seen as new').waitFor();
    await accessible();
    await open('purchases');
    await page.getByText('No purchases yet').first().waitFor();
    await accessible();
  });

  it('imports a file of purchases, and says before that this cannot be undone', async () => {
    await page.getByRole('link', { name: 'Import a file of purchases' }).click();
    await heading('Import purchases');
    expect(await page.getByRole('radio', { name: /^Purchases/ }).isChecked()).toBe(true);
    await accessible();
    await page.locator('input[type=file]').setInputFiles({ name: 'week.txt', mimeType: 'text/plain', buffer: Buffer.from(sample) });
    await button('Upload and check').click();

    await heading('What week.txt would change');
    await page.getByText('Create 5. This kind of import cannot be undone.').waitFor();
    await page.getByRole('tabpanel').getByText('Snake').first().waitFor();
    await page.getByRole('tabpanel').getByText('1 · 432 · 2007-04-05 14:30 new').waitFor();
    await accessible();
    await button('Import 5 changes').click();
    await heading('Import complete');
    await page.getByText('5 purchases and cancellations brought in. This kind of import cannot be undone.').waitFor();
    await accessible();
    await page.getByRole('link', { name: 'Import another file' }).click();
    await heading('Import purchases');
    await page.goBack();
  });

  it('shows what was bought and canceled, and what it comes to', async () => {
    await page.getByRole('link', { name: 'See the purchases' }).click();
    await row('of Apr 5, 2007').getByText('Cancellation').waitFor();
    await row('on Apr 6, 2007').getByText('$100.12').waitFor();
    const sums = page.getByRole('region', { name: 'Sums' });
    expect((await sums.textContent())!.replace(/\s/g, ' ')).toContain('Revenue of live ones$50.12');
    await page
      .getByRole('table', { name: 'Purchases over time' })
      .getByRole('row', { name: 'Apr 8, 2007 1 1 $0.00' })
      .waitFor({ state: 'attached' });
    await page
      .getByRole('table', { name: 'Revenue by product' })
      .getByRole('row', { name: 'Print Magazine (431) 2 $50.12' })
      .waitFor({ state: 'attached' });
    await accessible();

    await button(/^Filters/).click();
    await accessible();
    await dialog.getByRole('combobox', { name: 'Status' }).click();
    await page.getByRole('option', { name: 'Cancellations' }).click();
    await inDialog('Show 2 purchases').click();
    await until(async () => (await sums.textContent())!.includes('Purchases0'));
    await button('Take off the filter Cancellations').click();

    await row('Clark Kent').getByRole('link', { name: /2007/ }).click();
    await dialog.getByText('Print Magazine').waitFor();
    await dialog.getByText('row 3').waitFor();
    await accessible();
    await inDialog('Close').click();
  });

  it('saves what is filtered as a file', async () => {
    await page.getByRole('searchbox').fill('print');
    await button('Take off the filter Product or customer contains “print”').waitFor();
    await button('Export…').click();
    await inDialog('Export 3 purchases').waitFor();
    await accessible();
    const [download] = await Promise.all([page.waitForEvent('download'), inDialog('Export 3 purchases').click()]);
    await dialog.getByText('3 purchases saved as').waitFor();
    expect(
      readFileSync(await download.path(), 'utf8')
        .trimEnd()
        .split(/\r?\n/),
    ).toHaveLength(4);
    await inDialog('Close').click();
  });

  it('tells the story of a customer: where they lived, and cancellations beside their purchases', async () => {
    await imported(odd);
    await open('customers');
    await row('Clark Kent').getByText('1 New St., NY 02138').waitFor();
    await page.getByRole('link', { name: '1 open irregularity of customer 10' }).waitFor();
    await accessible();
    await row('Clark Kent').getByRole('link', { name: '2', exact: true }).click();
    await heading('Clark Kent');
    const addresses = page.getByRole('list', { name: 'Addresses' }).getByRole('listitem');
    await addresses.first().getByText('1 New St., NY 02138').waitFor();
    expect((await addresses.allTextContents()).map((text) => text.replace(/import.*/, ''))).toEqual([
      '1 New St., NY 02138May 20, 2007 – nowMoved; told by ',
      '456 Fake St., CA 54321Apr 7, 2007 – May 20, 2007First told by ',
    ]);
    await accessible();

    await open('customers');
    await row('Johnny Johnson').click();
    const purchases = page.getByRole('list', { name: 'Purchases' }).getByRole('listitem');
    await purchases.first().getByText('Cancellation').waitFor();
    expect(await purchases.count()).toBe(1); // both events in one entry
  });

  it('decides by single keys, one after the other, and takes it back', async () => {
    await open('irregularities');
    await row('Canceled, never seen as new').first().waitFor();
    await page.getByRole('menuitem', { name: /^Irregularities\s*6 open$/ }).waitFor();
    await accessible();
    const [first, second] = await page
      .getByRole('row')
      .getByRole('link', { name: /Canceled, never|another name/ })
      .all();
    await page.keyboard.press('j');
    await until(() => first!.evaluate((link) => link.matches(':focus')));
    await page.keyboard.press('j');
    await until(() => second!.evaluate((link) => link.matches(':focus')));
    await page.keyboard.press('k');
    await page.keyboard.press('a');
    await page.getByText('Accepted: Product under another name, Clark Kent').waitFor();
    await until(async () => (await irregularities({ status: 'open' })).length === 5);
    await button('Undo').click();
    await until(async () => (await irregularities({ status: 'open' })).length === 6);
  });

  it('lets another system be told', async () => {
    await page.getByRole('link', { name: 'Tell a webhook' }).click();
    await dialog.getByLabel('Address').waitFor();
    await dialog.getByRole('checkbox', { name: 'Everything' }).waitFor();
    expect(await dialog.getByRole('checkbox', { name: 'Everything' }).isChecked()).toBe(false);
    expect(await dialog.getByRole('checkbox', { name: 'irregularity.detected' }).isChecked()).toBe(true);
    await page.keyboard.press('Escape');
    await open('irregularities');
  });

  it('shows what it rests on, keeps a note, and goes on to the next', async () => {
    await button(/× Canceled, never seen as new/).click();
    await page.getByText('5 of one kind').waitFor();
    await row('Canceled, never seen as new').first().click();
    await dialog
      .getByRole('list', { name: 'Evidence' })
      .getByText(/canceled/i)
      .waitFor();
    await accessible();
    const before = page.url();
    await page.keyboard.press('n');
    await page.keyboard.type('Bought by phone, a note with i and a');
    await accessible();
    const note = dialog.getByLabel('Note');
    await dialog.getByRole('link', { name: 'Next irregularity' }).click();
    await until(async () => page.url() !== before);
    await note.fill('Half a note');
    await dialog.getByRole('link', { name: 'Previous irregularity' }).click();
    await until(async () => (await note.inputValue()) === 'Bought by phone, a note with i and a');
    await page.keyboard.press('Tab');
    await page.keyboard.press('i');
    await until(async () => page.url() !== before);
    await until(async () => (await irregularities({ status: 'ignored' })).length === 1);
    expect((await irregularities({ status: 'ignored' }))[0]).toMatchObject({
      note: 'Bought by phone, a note with i and a',
      decidedBy: expect.any(String),
    });
    await inDialog('Close').click();
    const leave = () => page.getByRole('menuitem', { name: 'Products' }).click();
    await Promise.all([answerQuestion(page, false), leave()]); // half a note would get lost
    await Promise.all([answerQuestion(page, true), leave()]);
    await heading('Products');
    await open('irregularities');
  });

  it('can do without single keys', async () => {
    await button('Keys').click();
    await accessible();
    await dialog.getByRole('switch', { name: 'Use single keys' }).uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    expect(await page.evaluate('document.activeElement.tagName')).not.toBe('A');
    await button('Keys').click();
    await dialog.getByRole('switch', { name: 'Use single keys' }).check();
    await page.keyboard.press('Escape');
  });

  it('resolves by itself what a later file brings', async () => {
    await imported(missing);
    await page.reload();
    await button('Resolved').click();
    await row('for customer 14').click(); // the others are still open
    await dialog.getByText(/Resolved by itself/).waitFor();
    await accessible();
    await inDialog('Close').click();
  });

  it('decides on many at once: those ticked, and all that a rule has found', async () => {
    await open('irregularities');
    await row('Product under another name').getByRole('checkbox').check();
    await button('Accept…').click();
    await accessible();
    await inDialog('Accept 1 irregularity').click();
    await page.getByText('Accepted: 1 irregularity').waitFor();

    await open('irregularities', `?filter=${encodeURIComponent('{"status":"open","rule":"cancel_unknown"}')}`);
    await button('Ignore all…').click();
    await inDialog('Ignore 3 irregularities').waitFor();
    await dialog.getByLabel('Note').fill('All of them by phone');
    await inDialog('Ignore 3 irregularities').click();
    await page.getByText('Ignored: 3 irregularities').waitFor();
    await open('irregularities');
    await page.getByText('All clear').waitFor();
    expect((await irregularities({ status: 'ignored' })).map(({ note }) => note)).toContain('All of them by phone');
  });

  it('is there for small screens too', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await open('purchases');
    await page.getByText('Print Magazine').first().waitFor();
    await accessible();
    await open('customers');
    await page.getByText('Clark Kent').waitFor();
    await accessible();
    await page.getByText('Clark Kent').click();
    await heading('Clark Kent');
    await accessible();
    await open('irregularities', '?filter={}');
    await page.getByText('Product under another name').click();
    await inDialog('Open again').waitFor();
    await accessible();
  });

  it('counts exactly what lists estimate, and has room for large numbers', async () => {
    await page.setViewportSize({ width: 1280, height: 800 });
    await app.db.query(`insert into irregularities (rule, subject, severity, message, evidence, import_id, found_by_import_id)
      select 'amount_differs', 'Many ' || n, 'warning', 'Odd', '[]', 1, 1 from generate_series(1, 60000) n`);
    await app.db.query(`insert into purchases (customer_id, sku, purchased_at, status, amount, product_name, first_name, last_name,
                                               street, state, zip, address_key, import_id, row_no, line, address_import_id)
      select 2, '433', timestamptz '2007-04-07' + n * interval '1 second', 'new', 9999.99, 'Sunday Magazine', 'Clark', 'Kent',
             '1 New St.', 'NY', '02138', 'a', 1, 1, 1, 1 from generate_series(1, 60000) n`);
    await app.db.query(`update customer_addresses set street = street || repeat(' in a long street', 5)`);
    await app.db.query('analyze irregularities, purchases');

    await open('irregularities', `?filter=${encodeURIComponent('{"status":"open","rule":"amount_differs"}')}`);
    await button('Ignore all…').click();
    await inDialog('Ignore 60,000 irregularities').waitFor();
    await inDialog('Leave them').click();
    const item = page.getByRole('menuitem', { name: /^Irregularities\s*60,\d{3} open$/ });
    await item.waitFor();
    expect((await item.textContent())!.startsWith('Irregularities60K')).toBe(true); // more would be cut
    await button('Ignore all…').click();
    await inDialog('Ignore 60,000 irregularities').click();
    await page.getByText('Ignored: 60,000 irregularities').waitFor({ timeout: 60_000 });

    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 });
      await open('purchases');
      const revenue = page.getByRole('region', { name: 'Sums' }).getByText('$599,999,550.24', { exact: true });
      await revenue.waitFor();
      await page.locator('svg').getByText('20,000', { exact: true }).waitFor();
      expect((await revenue.boundingBox())!.height).toBeLessThan(40); // in one line
    }
    await page.setViewportSize({ width: 1280, height: 800 });
    await button('Export…').click();
    await inDialog('Export 60,012 purchases').waitFor();
    await inDialog('Not now').click();

    await open('customers');
    await row('Clark Kent').waitFor();
    const table = page.locator('.RaDataTable-tableWrapper');
    expect(await table.evaluate(({ scrollWidth, clientWidth }) => scrollWidth - clientWidth)).toBe(0); // no column is cut off
  });

  it('complained of nothing in its console', () => expect(complaints).toEqual([]));
});
