/** Who acts on executions and triggers is in the audit log: people by their name, tasks by their flow. */
import { aFlow, eventually, failTask, logTask, startServer, type TaskParts, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const core = 'io.kestra.plugin.core';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

async function enter() {
  const tenant = await server.newTenant();
  const call = (method: string, path: string, body?: unknown) => server.call(method, path, { tenant, body });
  const save = (parts: Parameters<typeof aFlow>[0]) => call('POST', '/flows', aFlow(parts));
  /** What was done to a thing, oldest first. */
  const entriesOf = async (resource: string) => {
    const query = `filters[resources][EQUALS]=${resource}&size=100`;
    const { results } = await call('GET', `/auditlogs/search?${query}`);
    return results.toReversed();
  };
  return { call, save, entriesOf };
}

test('what a person does to an execution', async () => {
  const { call, save, entriesOf } = await enter();
  await save({ id: 'failing', namespace: 'team', tasks: [failTask()] });
  const { id } = await call('POST', '/executions/team/failing?wait=true');

  await call('POST', `/executions/${id}/actions/labels`, [{ key: 'seen', value: 'yes' }]);
  await call('POST', `/executions/${id}/actions/replay`);
  await call('POST', `/executions/${id}/actions/change-status?status=CANCELLED`);
  await call('DELETE', `/logs/${id}`);
  await call('DELETE', `/executions/${id}`);

  const entries = await entriesOf('EXECUTION');
  expect(entries.map(({ auditLog }: never) => auditLog['detail']['action'])).toEqual([
    'setLabels',
    'replay',
    'changeStatus',
    'deleteLogs',
    'delete',
  ]);
  expect(entries[4]).toMatchObject({
    auditLog: { type: 'DELETE', detail: { namespace: 'team', flowId: 'failing', flowRevision: 1, executionId: id } },
    user: { username: server.admin.username },
  });
});

test('what a task does to other executions and triggers', async () => {
  const { call, save, entriesOf } = await enter();
  const triggers = [{ id: 'yearly', type: `${core}.trigger.Schedule`, cron: '@yearly' }];
  await save({ id: 'waiting', namespace: 'other', tasks: [{ id: 'wait', type: `${core}.flow.Pause` }], triggers });
  await save({ id: 'done', namespace: 'old', tasks: [logTask()] });
  const { id: waiting } = await call('POST', '/executions/other/waiting');
  const { id: done } = await call('POST', '/executions/old/done?wait=true');
  await eventually(async () => expect((await call('GET', `/executions/${waiting}`)).state.current).toBe('PAUSED'));
  const tasks: TaskParts[] = [
    { id: 'resume', type: `${core}.execution.Resume`, executionId: waiting },
    { id: 'off', type: `${core}.trigger.Toggle`, namespace: 'other', flowId: 'waiting', trigger: 'yearly' },
    { id: 'logs', type: `${core}.log.PurgeLogs`, namespace: 'old', endDate: "{{ now() | dateAdd(1, 'HOURS') }}" },
    {
      id: 'purge',
      type: `${core}.execution.PurgeExecutions`,
      namespace: 'old',
      endDate: "{{ now() | dateAdd(1, 'HOURS') }}",
    },
  ];
  await save({ id: 'caretaker', namespace: 'team', tasks });

  const { id: executionId, state } = await call('POST', '/executions/team/caretaker?wait=true');

  expect(state.current).toBe('SUCCESS');
  const by = { namespace: 'team', flowId: 'caretaker', executionId };
  const onExecutions = await entriesOf('EXECUTION');
  expect(onExecutions.map(({ auditLog }: never) => auditLog['detail'])).toMatchObject([
    { action: 'resume', executionId: waiting, by },
    { action: 'deleteLogs', namespace: 'old', by },
    { action: 'delete', executionId: done, by },
  ]);
  expect((await entriesOf('TRIGGER')).at(-1)).toMatchObject({ auditLog: { detail: { triggerId: 'yearly', by } } });
  expect(onExecutions.map(({ auditLog }: never) => auditLog['userId'])).toEqual([undefined, undefined, undefined]);
});
