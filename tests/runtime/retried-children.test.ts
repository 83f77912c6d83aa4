/** Executions that others wait for and that are retried as a whole: another one takes their place. */
import { defaultTenantKey, taskRunId, type Execution, type Flow, type TaskRun } from '@windhover/model';
import { defineTask, type AnyTask } from '@windhover/plugin-sdk';
import { eventually, fakeClock } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture, type Fixture } from './runtime-fixture.ts';

const core = 'io.kestra.plugin.core';
const subflow = { id: 'sub', type: `${core}.flow.Subflow`, namespace: 'ns', flowId: 'child' };

/** Fails as often as the test says, then succeeds. */
function failing(times: number): { readonly task: AnyTask; readonly tries: () => number } {
  let tries = 0;
  const task = defineTask({
    kind: 'runnable',
    type: 'test.Failing',
    title: 'Failing',
    description: 'Fails at first.',
    properties: z.object({}),
    run: () => ((tries += 1) <= times ? Promise.reject(new Error(`try ${tries}`)) : Promise.resolve({})),
  });
  return { task, tries: () => tries };
}

/** A flow that waits for one whose task fails; `whose` retry makes a new execution. */
function bothFlows(
  fixture: Fixture,
  interval: string,
  whose: 'flow' | 'task' = 'flow',
  maxAttempts = 3,
): { readonly child: Flow; readonly parent: Flow } {
  const retry = { type: 'constant', interval, maxAttempts, behavior: 'CREATE_NEW_EXECUTION' };
  const task = { id: 'a', type: 'test.Failing' };
  const child = fixture.addFlow({
    id: 'child',
    namespace: 'ns',
    ...(whose === 'flow' ? { retry, tasks: [task] } : { tasks: [{ ...task, retry }] }),
    outputs: [{ id: 'made', type: 'STRING', value: '{{ execution.id }}' }],
  });
  const last = { id: 'last', type: `${core}.debug.Return`, format: '{{ outputs.sub.outputs.made }}' };
  return { child, parent: fixture.addFlow({ id: 'parent', namespace: 'ns', tasks: [subflow, last] }) };
}

interface Ended {
  readonly execution: Execution;
  readonly taskRuns: readonly TaskRun[];
  /** Oldest first. */
  readonly children: readonly Execution[];
}

async function endOf(fixture: Fixture, id: string): Promise<Ended> {
  await fixture.runtime.host.waitForEnd(defaultTenantKey, id, AbortSignal.timeout(10_000));
  const { executions } = fixture.store.scope(defaultTenantKey);
  const [execution, taskRuns] = [(await executions.find(id))!, await executions.taskRuns(id)];
  return { execution, taskRuns, children: await childrenOf(fixture) };
}

async function childrenOf({ store }: Fixture): Promise<readonly Execution[]> {
  const { executions } = store.scope(defaultTenantKey);
  const { results } = await executions.search([], { page: 1, size: 10, sort: [] }, 'all');
  const children = results.filter(({ flowId }) => flowId === 'child');
  return children.toSorted((one, other) => one.metadata.attemptNumber - other.metadata.attemptNumber);
}

const states = (children: readonly Execution[]): readonly string[] => children.map(({ state }) => state.current);

describe.each(['flow', 'task'] as const)('the retry of a %s', (whose) => {
  test('is waited for, and its end is the end of the subflow', async () => {
    const { task } = failing(2);
    const fixture = await startFixture({ tasks: [task] });
    const { id } = await fixture.runtime.host.create(fixture.request(bothFlows(fixture, 'PT0.01S', whose).parent));

    const { execution, taskRuns, children } = await endOf(fixture, id);

    expect(execution.state.current).toBe('SUCCESS');
    expect(states(children)).toEqual(['RETRIED', 'RETRIED', 'SUCCESS']);
    expect(taskRuns[0]!.outputs).toMatchObject({ executionId: children[2]!.id, state: 'SUCCESS' });
    expect(taskRuns[1]!.outputs).toEqual({ value: children[2]!.id });
  });

  test('fails the subflow when it fails as often as it may', async () => {
    const { task } = failing(9);
    const fixture = await startFixture({ tasks: [task] });
    const { id } = await fixture.runtime.host.create(fixture.request(bothFlows(fixture, 'PT0.01S', whose, 2).parent));

    const { execution, children } = await endOf(fixture, id);

    expect(execution.state.current).toBe('FAILED');
    expect(states(children)).toEqual(['RETRIED', 'FAILED']);
  });
});

test('a kill of the parent ends what waits for the interval of the retry', async () => {
  const { task, tries } = failing(9);
  const clock = fakeClock();
  const fixture = await startFixture({ clock, tasks: [task] });
  const { id } = await fixture.runtime.host.create(fixture.request(bothFlows(fixture, 'PT10M').parent));
  await eventually(async () => expect(states(await childrenOf(fixture))).toEqual(['RETRIED', 'CREATED']));

  await fixture.runtime.host.send(defaultTenantKey, id, { kind: 'killRequested', at: clock.now() });

  const { execution, children } = await endOf(fixture, id);
  expect(execution.state.current).toBe('KILLED');
  expect(states(children)).toEqual(['RETRIED', 'KILLED']);
  await clock.advance(20 * 60_000);
  expect(tries()).toBe(1);
});

test('a retry that was made while the parent could not hear of it is found after a crash', async () => {
  const { task } = failing(1);
  let isCut = false;
  const before = await startFixture({
    tasks: [task],
    wrapShards: (shards) => ({
      ...shards,
      async commit(commit) {
        const result = await shards.commit(commit);
        // The commit that makes the new execution is the last thing that happens
        const isRetry = commit.rows.executionsInserted.some(({ body }) => body.includes('"attemptNumber":2'));
        if (isCut || !isRetry) return result;
        isCut = true;
        return new Promise(() => undefined);
      },
    }),
  });
  void before.runtime.host.create(before.request(bothFlows(before, 'PT0.01S').parent));
  await eventually(() => expect(isCut).toBe(true));

  const after = await before.crash();

  const { executions } = after.store.scope(defaultTenantKey);
  const { results } = await executions.search([], { page: 1, size: 10, sort: [] }, 'all');
  const { execution, children } = await endOf(after, results.find(({ flowId }) => flowId === 'parent')!.id);
  expect(execution.state.current).toBe('SUCCESS');
  expect(states(children)).toEqual(['RETRIED', 'SUCCESS']);
});

test('a retry that was over before the parent knew of its first child is found', async () => {
  const { task } = failing(1);
  const fixture = await startFixture({ tasks: [task] });
  const { child, parent } = bothFlows(fixture, 'PT0.01S');
  const executionId = fixture.newId();
  const variables = { executionId, taskRunId: taskRunId(executionId, 0) };
  const trigger = { id: 'sub', type: subflow.type, variables };
  await fixture.runtime.host.create(fixture.request(child, { idempotencyKey: `child/${executionId}/0/1/`, trigger }));
  await eventually(async () => expect(states(await childrenOf(fixture))).toEqual(['RETRIED', 'SUCCESS']));

  await fixture.runtime.host.create(fixture.request(parent, { executionId }));

  const { execution, taskRuns, children } = await endOf(fixture, executionId);
  expect(execution.state.current).toBe('SUCCESS');
  expect(children).toHaveLength(2);
  expect(taskRuns[0]!.outputs).toMatchObject({ executionId: children[1]!.id });
});
