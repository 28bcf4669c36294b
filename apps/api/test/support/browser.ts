import { expect } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { chromium, type Browser, type Page } from 'playwright-core';
import { admin, until } from './start-app.js';

/** The Chromium of this machine; without one the tests in a browser are reported as skipped. */
export const browserPath = [process.env.CHROMIUM ?? '', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (file) => existsSync(file),
);

/** A browser with an empty page, and what it complained of in its console. */
export async function openBrowser(): Promise<{ browser: Browser; page: Page; complaints: string[] }> {
  if (!existsSync('apps/admin/dist/index.html')) throw new Error('build first: npm run build');
  const browser = await chromium.launch({
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
  const page = await browser.newPage({
    viewport: { width: 1280, height: 800 },
    locale: 'en-US',
    reducedMotion: 'reduce',
    colorScheme: 'light',
  });
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on(
    'console',
    (message) => message.type() === 'error' && !/401|Failed to load resource/.test(message.text()) && complaints.push(message.text()),
  );
  return { browser, page, complaints };
}

/** Waits for a question of the browser itself, and says yes or no. */
export async function answerQuestion(page: Page, yes: boolean): Promise<void> {
  const question = await page.waitForEvent('dialog');
  await (yes ? question.accept() : question.dismiss());
}

export async function signIn(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await page.getByLabel('E-mail').fill(admin.email);
  await page.getByLabel('Password', { exact: true }).fill(admin.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('heading', { level: 1, name: 'Products' }).waitFor();
}

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
type Violation = { id: string; nodes: { html: string; failureSummary: string }[] };

/** What is on the page now is accessible by WCAG 2.2 A and AA, in the light and in the dark. */
export async function expectAccessible(page: Page): Promise<void> {
  if (await page.evaluate('typeof axe === "undefined"')) await page.evaluate(`${axe};0`); // not a script tag: the page allows only its own
  const found: string[] = [];
  const look = async (scheme: string, only: object) => {
    const { violations } = await page.evaluate<{ violations: Violation[] }>(
      `axe.run(document, ${JSON.stringify({ ...only, resultTypes: ['violations'] })})`,
    );
    found.push(
      ...violations.flatMap(({ id, nodes }) => nodes.map(({ html, failureSummary }) => `${scheme} ${id}: ${html}\n${failureSummary}`)),
    );
  };
  await look('light', { runOnly: wcag });
  await page.emulateMedia({ colorScheme: 'dark' });
  await until(() => page.evaluate<boolean>('getComputedStyle(document.body).color.startsWith("rgb(255")')); // the screens have taken it up
  await look('dark', { runOnly: { type: 'rule', values: ['color-contrast', 'link-in-text-block'] } });
  await page.emulateMedia({ colorScheme: 'light' });
  expect(found).toEqual([]);
}
