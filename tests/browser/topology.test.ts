import { afterAll, expect, test } from 'vitest';
import { aFlow, eventually, logTask, startServer } from '@windhover/testing';
import { expectAccessible } from './expect-accessible.ts';
import { closeBrowser, openPage, signIn } from './open-browser.ts';

afterAll(closeBrowser);

const source = `id: drawn
namespace: company.team
triggers:
  - id: yearly
    type: io.kestra.plugin.core.trigger.Schedule
    cron: "0 0 1 1 *"
tasks:
  - id: choose
    type: io.kestra.plugin.core.flow.If
    condition: "{{ true }}"
    then:
      - id: yes
        type: io.kestra.plugin.core.log.Log
        message: taken
    else:
      - id: no
        type: io.kestra.plugin.core.log.Log
        message: not taken
  - id: last
    type: io.kestra.plugin.core.log.Log
    message: done
errors:
  - id: alert
    type: io.kestra.plugin.core.log.Log
    message: it failed
`.replaceAll(/id: (yes|no)$/gm, 'id: "$1"');

test('a flow is drawn; a chosen task is explained, and leads to where it is written', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: source });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/drawn');
  await page.getByRole('link', { name: 'Topology' }).click();

  await page.getByRole('button', { name: 'Trigger yearly Schedule' }).waitFor();
  await page.getByText('on error').waitFor();
  await page.getByText('then', { exact: true }).waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Task choose If' }).focus();
  await page.keyboard.press('Enter');
  const about = page.getByRole('complementary', { name: 'About “choose”' });
  await about.getByText('io.kestra.plugin.core.flow.If').waitFor();
  await expectAccessible(page);
  await page.keyboard.press('Escape');
  await about.waitFor({ state: 'hidden' });

  await page.getByRole('button', { name: 'Draw from left to right' }).click();
  await page.getByRole('button', { name: 'Draw from top to bottom' }).waitFor();
  await page.getByRole('button', { name: 'Task no Log' }).click();
  await page.getByRole('link', { name: 'Edit in the source' }).click();
  const drawing = page.getByRole('region', { name: 'Topology' });
  const chosen = drawing.getByRole('button', { pressed: true });
  await eventually(async () => expect(await chosen.textContent()).toContain('no Log'));
  expect(complaints).toEqual([]);
});

test('beside the source the drawing follows the text and the cursor, and the cursor follows the drawing', async () => {
  const server = await startServer({ ui: true });
  await server.call('POST', '/flows', { body: source });
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, '/ui/flows/edit/company.team/drawn/edit');
  const drawing = page.getByRole('region', { name: 'Topology' });
  const text = page.getByRole('textbox', { name: 'Flow source' });

  await drawing.getByRole('button', { name: 'Task last Log' }).click();
  await page.keyboard.press('End');
  await page.keyboard.insertText('_one');
  await drawing.getByRole('button', { name: 'Task last_one Log', pressed: true }).waitFor();
  expect(await text.textContent()).toContain('- id: last_one');
  await expectAccessible(page);

  await page.keyboard.press('Home');
  await page.keyboard.insertText('[');
  await drawing.getByText('As of the last text that could be read').waitFor();
  await drawing.getByRole('button', { name: 'Task last_one Log' }).waitFor();

  await page.getByRole('button', { name: 'Hide topology' }).click();
  await drawing.waitFor({ state: 'hidden' });
  await page.reload();
  await page.getByRole('button', { name: 'Show topology' }).waitFor();
  expect(await drawing.count()).toBe(0);
  expect(complaints).toEqual([]);
});

test('of an execution the drawing shows what became of each task, and goes on with it', async () => {
  const server = await startServer({ ui: true });
  const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' };
  const each = {
    id: 'each',
    type: 'io.kestra.plugin.core.flow.ForEach',
    values: ['a', 'b', 'c'],
    tasks: [{ id: 'say', type: 'io.kestra.plugin.core.debug.Return', format: '{{ taskrun.value }}' }],
  };
  await server.call('POST', '/flows', {
    body: aFlow({ id: 'run', tasks: [each, pause, logTask('after', 'after')] }),
  });
  const { id } = await server.call('POST', '/executions/company.team/run');
  const { page, complaints } = await openPage(server);
  await signIn(page, server.admin, `/ui/executions/company.team/run/${id}/topology`);

  await page.getByRole('button', { name: 'Task wait Pause Paused' }).waitFor();
  await page.getByRole('button', { name: 'Task after Log Not run' }).waitFor();
  await page.getByRole('button', { name: 'Task say Return Success' }).getByText('3 runs').waitFor();
  await expectAccessible(page);
  await page.getByRole('button', { name: 'Task say Return Success' }).click();
  const about = page.getByRole('complementary', { name: 'About “say”' });
  await eventually(async () => expect(await about.getByRole('link', { name: 'Outputs' }).count()).toBe(3));

  await server.call('POST', `/executions/${id}/actions/resume`, { body: new FormData() });
  await page.getByRole('button', { name: 'Task after Log Success' }).waitFor();
  await page.getByRole('button', { name: 'Task after Log Success' }).click();
  await page.getByRole('link', { name: 'Logs of this task' }).click();
  await page.getByRole('log').getByText('after').first().waitFor();
  expect(complaints).toEqual([]);
});
