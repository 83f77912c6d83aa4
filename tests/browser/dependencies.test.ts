import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, logTask, startServer, type TestServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const core = 'io.kestra.plugin.core';

/** The main flow calls a child, which waits to be resumed; the listener starts when the main flow has ended. */
async function saveChain(server: TestServer): Promise<void> {
  const calls = { id: 'call', type: `${core}.flow.Subflow`, namespace: 'team.inner', flowId: 'child', wait: true };
  const triggers = [
    {
      id: 'after',
      type: `${core}.trigger.Flow`,
      preconditions: { id: 'one', flows: [{ namespace: 'team', flowId: 'parent' }] },
    },
  ];
  for (const body of [
    aFlow({ id: 'child', namespace: 'team.inner', tasks: [{ id: 'wait', type: `${core}.flow.Pause` }] }),
    aFlow({ id: 'parent', namespace: 'team', tasks: [calls] }),
    aFlow({ id: 'listener', namespace: 'team', triggers, tasks: [logTask()] }),
    aFlow({ id: 'stranger', namespace: 'team' }),
  ])
    await server.call('POST', '/flows', { body });
}

test('a flow shows what starts it and what it starts, and leads there by keyboard and mouse', async () => {
  const server = await startServer({ ui: true });
  await saveChain(server);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/team/parent');
  await page.getByRole('link', { name: 'Dependencies' }).click();

  await page.getByRole('link', { name: 'This flow parent team' }).waitFor();
  await page.getByText('calls', { exact: true }).waitFor();
  await page.getByText('triggers', { exact: true }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Flow child team.inner' }).focus();
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: 'child' }).waitFor();
  await page.getByRole('link', { name: 'Flow parent team' }).waitFor();
  const listener = page.getByRole('link', { name: 'Flow listener team' });
  expect(await listener.count()).toBe(0);
  await page.getByRole('switch', { name: 'Also what is further away' }).check({ force: true });
  await listener.click();

  await page.getByRole('heading', { name: 'listener' }).waitFor();
  await page.getByRole('link', { name: 'This flow listener team' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a flow that stands alone says how flows start each other', async () => {
  const server = await startServer({ ui: true });
  await saveChain(server);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/team/stranger/dependencies');

  await page.getByRole('heading', { name: 'This flow stands alone' }).waitFor();
  await expectAccessible(page);
  await page.getByRole('link', { name: 'Edit the flow' }).click();
  await page.getByRole('textbox', { name: 'Flow source' }).waitFor();
  expect(complaints).toEqual([]);
});

test('a namespace and the tenant show which of their flows start which', async () => {
  const server = await startServer({ ui: true });
  await saveChain(server);
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/namespaces/edit/team.inner');
  await page.getByRole('link', { name: 'Dependencies' }).click();

  await page.getByRole('link', { name: 'Flow parent team' }).waitFor();
  await page.getByRole('link', { name: 'Flow child team.inner' }).waitFor();
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Flows' }).click();
  await page.getByRole('link', { name: 'Dependencies' }).click();

  await page.getByRole('link', { name: 'Flow listener team' }).waitFor();
  await page.getByText('1 flow that stands alone is not shown').waitFor();
  await expectAccessible(page);
  expect(complaints).toEqual([]);
});

test('around an execution each flow shows what became of it, live, and leads to its execution', async () => {
  const server = await startServer({ ui: true });
  await saveChain(server);
  const { id } = await server.call('POST', '/executions/team/parent');
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/team/parent/${id}/dependencies`);

  await page.getByRole('link', { name: 'This flow parent team Running' }).waitFor();
  await page.getByRole('link', { name: 'Flow child team.inner Paused' }).waitFor();
  await page.getByRole('link', { name: 'Flow listener team Not run' }).waitFor();
  await expectAccessible(page);
  const { results } = await server.call('GET', '/executions/search?filters[flowId][EQUALS]=child');
  await server.call('POST', `/executions/${results[0].id}/actions/resume`);
  await page.getByRole('link', { name: 'Flow listener team Success' }).waitFor();
  await page.getByRole('link', { name: 'Flow child team.inner Success' }).click();

  await eventually(() => expect(page.url()).toContain(`/executions/team.inner/child/${results[0].id}/dependencies`));
  expect(complaints).toEqual([]);
});
