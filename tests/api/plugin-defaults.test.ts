/** Plugin defaults of the configuration are behind those of every flow and namespace. */
import { aFlow, logTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({
    tenancy: 'explicit',
    configuration: {
      'kestra.plugins.defaults': [
        { type: `${core}.debug.Return`, values: { format: 'of the instance' } },
        { type: `${core}.log`, forced: true, values: { level: 'WARN' } },
      ],
    },
  });
  return () => server.stop();
});

const say = { id: 'say', type: `${core}.debug.Return` };

async function outputsOf(flow: object): Promise<unknown> {
  const tenant = await server.newTenant();
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', namespace: 'company', ...flow }) });
  const { taskRunList } = await server.call('POST', '/executions/company/flow?wait=true', {
    tenant,
    body: new FormData(),
  });
  return taskRunList[0].outputs;
}

test('what a task leaves out comes from the instance, unless the flow has defaults of its own', async () => {
  const pluginDefaults = [{ type: `${core}.debug.Return`, values: { format: 'of the flow' } }];

  expect(await outputsOf({ tasks: [say] })).toEqual({ value: 'of the instance' });
  expect(await outputsOf({ tasks: [say], pluginDefaults })).toEqual({ value: 'of the flow' });
  expect(await outputsOf({ tasks: [{ ...say, format: 'of the task' }] })).toEqual({ value: 'of the task' });
});

test('forced ones come before what a flow says, and are told to whoever asks what a namespace inherits', async () => {
  const tenant = await server.newTenant();
  const tasks = [{ ...logTask('hello', 'log'), level: 'INFO' }];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'flow', namespace: 'company', tasks }) });

  const { id } = await server.call('POST', '/executions/company/flow?wait=true', { tenant, body: new FormData() });

  const lines = await server.call('GET', `/logs/${id}`, { tenant });
  expect(lines).toContainEqual(expect.objectContaining({ message: 'hello', level: 'WARN' }));
  expect(await server.call('GET', '/namespaces/company/inherited-plugindefaults', { tenant })).toContainEqual({
    type: `${core}.log`,
    forced: true,
    values: { level: 'WARN' },
  });
});
