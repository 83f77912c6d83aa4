import { defaultTenantKey, type Execution, type TaskRun } from '@windhover/model';
import { eventually } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { startFixture, type Fixture } from './runtime-fixture.ts';

async function endOf(
  { runtime, store }: Fixture,
  executionId: string,
): Promise<Execution & { taskRuns: readonly TaskRun[] }> {
  await runtime.host.waitForEnd(defaultTenantKey, executionId, AbortSignal.timeout(10_000));
  const scope = store.scope(defaultTenantKey);
  const execution = await scope.executions.find(executionId);
  return { ...execution!, taskRuns: await scope.executions.taskRuns(executionId) };
}

const log = (id: string, message: unknown = 'hello') => ({ id, type: 'io.kestra.plugin.core.log.Log', message });
const shell = (id: string, ...commands: string[]) => ({
  id,
  type: 'io.kestra.plugin.scripts.shell.Commands',
  commands,
});

describe('inline tasks', () => {
  test('an execution of one inline task is over in the commit that creates it', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [log('a')] });

    const created = await fixture.runtime.host.create(fixture.request(flow));

    expect(created.state.histories.map((entry) => entry.state)).toEqual(['CREATED', 'RUNNING', 'SUCCESS']);
    const ended = await endOf(fixture, created.id);
    expect(ended.taskRuns.map((taskRun) => [taskRun.taskId, taskRun.state.current])).toEqual([['a', 'SUCCESS']]);
    const lines = await fixture.store.scope(defaultTenantKey).logs.ofExecution(created.id);
    expect(lines.map((line) => line.message)).toContain('hello');
    expect(fixture.runtime.statistics().liveExecutions).toBe(0);
  });

  test('outputs of earlier tasks, globals and functions with effects reach later tasks', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [
        { id: 'a', type: 'io.kestra.plugin.core.debug.Return', format: 'value of a in {{ globals.region }}' },
        { id: 'b', type: 'io.kestra.plugin.core.debug.Return', format: "{{ outputs.a.value }} {{ secret('KEY') }}" },
      ],
    });

    const { id } = await fixture.runtime.host.create(fixture.request(flow));

    const ended = await endOf(fixture, id);
    expect(ended.state.current).toBe('SUCCESS');
    expect(ended.taskRuns[1]!.outputs).toEqual({ value: 'value of a in eu secret of KEY' });
  });

  test('a task whose properties cannot be rendered fails with the reason in its log', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [log('a', '{{ outputs.nothing.value }}')] });

    const { id } = await fixture.runtime.host.create(fixture.request(flow));

    const ended = await endOf(fixture, id);
    expect(ended.state.current).toBe('FAILED');
    const lines = await fixture.store.scope(defaultTenantKey).logs.ofExecution(id, { minLevel: 'ERROR' });
    expect(lines[0]).toMatchObject({ taskId: 'a', message: expect.stringContaining('nothing') as string });
  });

  test('a loop of a thousand inline tasks ends', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [
        {
          id: 'each',
          type: 'io.kestra.plugin.core.flow.ForEach',
          values: '{{ range(1, 1000) }}',
          concurrencyLimit: 0,
          tasks: [{ id: 'r', type: 'io.kestra.plugin.core.debug.Return', format: '{{ taskrun.value }}' }],
        },
      ],
    });

    const { id } = await fixture.runtime.host.create(fixture.request(flow));

    const ended = await endOf(fixture, id);
    expect(ended.state.current).toBe('SUCCESS');
    expect(ended.taskRuns).toHaveLength(1_001);
    expect(ended.taskRuns.at(-1)!.outputs).toEqual({ value: '1000' });
  });
});

describe('runnable tasks', () => {
  test('a script runs on a worker and its outputs reach the next task', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [shell('a', `echo '::{"outputs":{"n":7}}::'`, 'echo printed'), log('b', 'n is {{ outputs.a.vars.n }}')],
    });

    const { id } = await fixture.runtime.host.create(fixture.request(flow));

    const ended = await endOf(fixture, id);
    expect(ended.state.current).toBe('SUCCESS');
    expect(ended.taskRuns[0]!.state.histories.map((entry) => entry.state)).toEqual(['CREATED', 'RUNNING', 'SUCCESS']);
    const messages = (await fixture.store.scope(defaultTenantKey).logs.ofExecution(id)).map((line) => line.message);
    expect(messages).toEqual(expect.arrayContaining(['printed', 'n is 7']));
  });

  test('a kill ends a running script', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [shell('a', 'sleep 60'), log('b')] });
    const { id } = await fixture.runtime.host.create(fixture.request(flow));
    await eventually(() => expect(fixture.runtime.statistics().runningJobs).toBe(1));

    await fixture.runtime.host.send(defaultTenantKey, id, { kind: 'killRequested', at: Date.now() });

    const ended = await endOf(fixture, id);
    expect(ended.state.current).toBe('KILLED');
    expect(ended.taskRuns.map((taskRun) => taskRun.state.current)).toEqual(['KILLED']);
    await eventually(() => expect(fixture.runtime.statistics().runningJobs).toBe(0));
  });

  test('an attempt that takes longer than its timeout fails', async () => {
    const fixture = await startFixture();
    const flow = fixture.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [{ ...shell('a', 'sleep 60'), timeout: 'PT0.2S' }],
    });

    const { id } = await fixture.runtime.host.create(fixture.request(flow));

    const ended = await endOf(fixture, id);
    expect(ended.state.current).toBe('FAILED');
    const lines = await fixture.store.scope(defaultTenantKey).logs.ofExecution(id, { minLevel: 'ERROR' });
    expect(lines.map((line) => line.message)).toContain('Timeout after PT0.2S');
  });
});

test('an idempotency key makes one execution, however often and soon it is used', async () => {
  const fixture = await startFixture();
  const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [log('a')] });
  const create = () => fixture.runtime.host.create(fixture.request(flow, { idempotencyKey: 'once' }));

  const ids = [...(await Promise.all([create(), create()])), await create()].map((execution) => execution.id);

  expect(new Set(ids).size).toBe(1);
  expect(await fixture.store.scope(defaultTenantKey).executions.count()).toBe(1);
});

test('events to an execution of another tenant find nothing', async () => {
  const fixture = await startFixture();
  const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [shell('a', 'sleep 60')] });
  const { id } = await fixture.runtime.host.create(fixture.request(flow));

  const answer = await fixture.runtime.host.send('other' as never, id, { kind: 'killRequested', at: Date.now() });

  expect(answer).toBeUndefined();
});
