import { startServer } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage } from './open-browser.ts';

afterAll(closeBrowser);

const mistake = '<html lang="en"><title>Page</title><main><h1>Page</h1><button></button></main></html>';

test('what is wrong for a moment is no violation, what stays wrong is named', async () => {
  const server = await startServer({ ui: true });
  const { page } = await openPage(server);

  await page.setContent(mistake);
  await page.evaluate("setTimeout(() => document.querySelector('button').remove(), 500)");
  await expectAccessible(page);

  await page.setContent(mistake);
  const named = { actual: [expect.stringContaining('button-name')] };
  await expect(expectAccessible(page, 500)).rejects.toMatchObject(named);
});
