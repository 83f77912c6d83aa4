import { eventually, startServer, startWorker } from '@windhover/testing';
import { afterAll, expect, test } from 'vitest';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

test('a worker group is made, its worker is started with the command shown once and sent away, and the group is deleted', async () => {
  const server = await startServer({ ui: true });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/instance/worker-groups');
  await page.getByRole('heading', { name: 'No worker groups' }).waitFor();
  await expectAccessible(page);

  await page.getByRole('button', { name: 'Create worker group' }).last().click();
  const made = page.getByRole('dialog', { name: 'Create worker group' });
  const create = made.getByRole('button', { name: 'Create worker group' });
  await made.getByLabel('Id', { exact: true }).fill('not good');
  await made.getByText('Letters, digits, _ and -').waitFor();
  expect(await create.isDisabled()).toBe(true);
  await expectAccessible(page);
  await made.getByLabel('Id', { exact: true }).fill('gpu');
  await made.getByLabel('Name', { exact: true }).fill('Large cards');
  await create.click();
  await page.getByText('Worker group “gpu” is created.').waitFor();
  await page.getByRole('row').filter({ hasText: 'gpu' }).getByText('0 of 0').waitFor();
  await expectAccessible(page);

  await page.getByRole('link', { name: 'gpu' }).click();
  await page.getByRole('heading', { name: 'No worker is connected' }).waitFor();
  await page.getByRole('button', { name: 'Create token' }).click();
  const token = page.getByRole('dialog', { name: 'Create token' });
  await token.getByLabel('Name', { exact: true }).fill('cellar');
  await token.getByRole('button', { name: 'Create token' }).click();
  const shown = page.getByRole('dialog', { name: 'Token “cellar”' });
  await expectAccessible(page);
  const text = await shown.getByText('KESTRA_WORKER_AUTH_TOKEN=').innerText();
  const [, secret] =
    /^KESTRA_WORKER_AUTH_TOKEN=(\S+) windhover server worker --server http\S+ -g gpu$/.exec(text) ?? [];
  await shown.getByRole('button', { name: 'Done' }).click();
  await page.getByRole('row').filter({ hasText: 'cellar' }).getByText('valid').waitFor();

  const configuration = { 'kestra.worker.name': 'machine-in-the-cellar' };
  const worker = await startWorker({ server: server.url, token: secret!, threads: 3, configuration });
  const connected = page.getByRole('row').filter({ hasText: 'machine-in-the-cellar' });
  await connected.getByText('0 of 3').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'More actions: cellar' }).click();
  await page.getByRole('menuitem', { name: 'Revoke' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('row').filter({ hasText: 'cellar' }).getByText('revoked').waitFor();
  expect(await worker.exited).toBe(1);
  await page.getByRole('heading', { name: 'No worker is connected' }).waitFor();

  await page.getByRole('link', { name: 'Worker groups' }).first().click();
  await page.getByRole('button', { name: 'More actions: gpu' }).click();
  await page.getByRole('menuitem', { name: 'Delete' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
  await page.getByRole('heading', { name: 'No worker groups' }).waitFor();
  await eventually(async () => {
    expect((await server.request('GET', '/instance/worker-groups/gpu')).status).toBe(404);
  });
  expect(complaints).toEqual([]);
});
