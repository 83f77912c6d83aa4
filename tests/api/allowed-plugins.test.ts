/** Types that the operator does not let flows use. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { aFlow, logTask, returnTask, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { expect, onTestFinished, test } from 'vitest';

const core = 'io.kestra.plugin.core';
const namespace = 'company';

const starts = (configuration: Record<string, unknown>, dataDirectory?: string): Promise<TestServer> =>
  startServer({ configuration, ...(dataDirectory !== undefined && { dataDirectory }) });

test('what is excluded is refused when a flow is saved, by whatever name, and is in no list', async () => {
  const server = await starts({ 'kestra.plugins.security.excludes': ['.*\\.debug\\..*', '.*\\.flow\\.Pause'] });
  const save = (type: string) =>
    server.request('POST', '/flows', {
      body: aFlow({ id: 'flow', namespace, tasks: [{ id: 'task', type, format: 'x' }] }),
    });

  const [present, older, flowable, other] = [
    await save(`${core}.debug.Return`),
    await save('io.kestra.core.tasks.debugs.Return'),
    await save(`${core}.flow.Pause`),
    await server.request('POST', '/flows', { body: aFlow({ id: 'other', namespace, tasks: [logTask('hi', 'log')] }) }),
  ];
  const listed = await server.call('GET', '/plugins');

  expect([present, older, flowable, other].map(({ status }) => status)).toEqual([422, 422, 422, 200]);
  expect(present.json.message).toContain(`Type not allowed on this instance: ${core}.debug.Return`);
  expect(JSON.stringify(listed)).toContain(`${core}.log.Log`);
  expect(JSON.stringify(listed)).not.toContain(`${core}.debug.Return`);
});

test('where something is included, nothing else is allowed', async () => {
  const server = await starts({
    'kestra.plugins.security.includes': [`${core}\\.(log|debug)\\..*`],
    'kestra.plugins.security.excludes': [`${core}.debug.Return`],
  });
  const statusOf = async (task: TaskParts): Promise<number> =>
    (await server.request('POST', '/flows', { body: aFlow({ id: task.id, namespace, tasks: [task] }) })).status;

  expect(await statusOf(logTask('hi', 'included'))).toBe(200);
  expect(await statusOf(returnTask('x', 'excluded'))).toBe(422);
  expect(await statusOf({ id: 'neither', type: `${core}.flow.Sleep`, duration: 'PT1S' })).toBe(422);
});

test('flows that were saved before fail when they are to run, and so do tasks that a task describes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'windhover-allowed-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const templated = {
    id: 'templated',
    type: `${core}.templating.TemplatedTask`,
    spec: `type: ${core}.debug.Return\nformat: x\n`,
  };
  const before = await starts({}, folder);
  await before.call('POST', '/flows', { body: aFlow({ id: 'plain', namespace, tasks: [returnTask('x', 'one')] }) });
  await before.call('POST', '/flows', { body: aFlow({ id: 'hidden', namespace, tasks: [templated] }) });
  await before.stop();
  const server = await starts({ 'kestra.plugins.security.excludes': ['.*Return'] }, folder);

  const plain = await server.request('POST', `/executions/${namespace}/plain?wait=true`);
  const hidden = await server.call('POST', `/executions/${namespace}/hidden?wait=true`);

  const reason = `tasks[0].type: Type not allowed on this instance: ${core}.debug.Return`;
  expect(plain.json.message).toContain(`Cannot execute an invalid flow: ${reason}`);
  expect(plain.status).toBe(422);
  expect(hidden.state.current).toBe('FAILED');
});
