/** A real browser for one test. */
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import { eventually, type Credentials, type TestServer } from '@windhover/testing';

export interface OpenPage {
  readonly page: Page;
  /** What the page complained of: exceptions, and console errors other than refused requests. */
  readonly complaints: readonly string[];
}

const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium';
let shared: Promise<Browser> | undefined;

/** A page in a context of its own; both go with the test. The browser is shared by the tests of a file. */
export async function openPage(server: TestServer, options: BrowserContextOptions = {}): Promise<OpenPage> {
  await isBuilt(server);
  // The sandbox of Chromium needs a user other than root, which containers rarely have.
  shared ??= chromium.launch({ executablePath, args: ['--no-sandbox'] });
  const context = await (
    await shared
  ).newContext({ baseURL: server.url, viewport: { width: 1440, height: 900 }, reducedMotion: 'reduce', ...options });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  const complaints: string[] = [];
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource'))
      complaints.push(message.text());
  });
  return { page, complaints };
}

/** Ends the browser; call it when the file's tests are over. */
export async function closeBrowser(): Promise<void> {
  await (await shared)?.close();
  shared = undefined;
}

/** Signs in through the form and lands on `path`. */
export async function signIn(page: Page, { username, password }: Credentials, path = '/ui/flows'): Promise<void> {
  await page.goto(path);
  await page.getByLabel('E-mail or user name').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('navigation', { name: 'Main' }).waitFor();
}

/** The server builds the application from the checkout's sources when they are newer. */
async function isBuilt(server: TestServer): Promise<void> {
  await eventually(
    async () => {
      const reply = await fetch(`${server.url}/ui/login`);
      expect(await reply.text()).toContain('id="root"');
    },
    { timeoutMs: 60_000 },
  );
}
