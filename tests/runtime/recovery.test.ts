import { defaultTenantKey, taskRunId, type Execution, type TaskRun } from '@windhover/model';
import { defineTask, type AnyTask } from '@windhover/plugin-sdk';
import { eventually, fakeClock } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { gate as gateByExecution } from './gate.ts';
import { startFixture, type Fixture } from './runtime-fixture.ts';

/** A task that holds its slot until the test lets go of it. */
function gate() {
  const starts: string[] = [];
  const waiting = new Set<() => void>();
  let isOpen = false;
  const task: AnyTask = defineTask({
    kind: 'runnable',
    type: 'test.Gate',
    title: 'Gate',
    description: 'Waits for the test.',
    properties: z.object({}),
    run: async ({ taskRun, signal }) => {
      starts.push(taskRun.idempotencyKey);
      if (!isOpen) {
        await new Promise<void>((resolve, reject) => {
          waiting.add(resolve);
          signal.addEventListener('abort', () => reject(new Error('stopped')));
        });
      }
      return {};
    },
  });
  return {
    task,
    starts,
    open() {
      isOpen = true;
      for (const resolve of waiting) resolve();
    },
  };
}

const returning = (id: string, format = id) => ({ id, type: 'io.kestra.plugin.core.debug.Return', format });

async function stateOf({ store }: Fixture, id: string): Promise<string | undefined> {
  return (await store.scope(defaultTenantKey).executions.find(id))?.state.current;
}

async function endOf(fixture: Fixture, id: string): Promise<{ execution: Execution; taskRuns: readonly TaskRun[] }> {
  await fixture.runtime.host.waitForEnd(defaultTenantKey, id, AbortSignal.timeout(10_000));
  const { executions } = fixture.store.scope(defaultTenantKey);
  return { execution: (await executions.find(id))!, taskRuns: await executions.taskRuns(id) };
}

describe('after a crash', () => {
  test('what ran is made again, under a new attempt, and what had ended is not', async () => {
    const { task, starts, open } = gate();
    const before = await startFixture({ tasks: [task], workerThreads: 100 });
    const flow = before.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [returning('first'), { id: 'gate', type: 'test.Gate' }, returning('last', '{{ outputs.first.value }}')],
    });
    const created = await Promise.all(
      Array.from({ length: 30 }, () => before.runtime.host.create(before.request(flow))),
    );
    await eventually(async () => {
      const rows = await before.store.shards.liveTaskRuns(0);
      expect(rows.filter((row) => row.state === 'RUNNING')).toHaveLength(30);
    });

    const after = await before.crash();
    await eventually(() => expect(starts).toHaveLength(60));
    open();

    for (const { id } of created) {
      const { execution, taskRuns } = await endOf(after, id);
      expect(execution.state.current).toBe('SUCCESS');
      expect(taskRuns.map((taskRun) => taskRun.attempts.map((attempt) => attempt.state.current))).toEqual([
        ['SUCCESS'],
        ['RESUBMITTED', 'SUCCESS'],
        ['SUCCESS'],
      ]);
      expect(taskRuns[2]!.outputs).toEqual({ value: 'first' });
    }
    expect(new Set(starts).size).toBe(60);
    expect(await after.store.shards.liveTaskRuns(0)).toEqual([]);
  });

  test('results of a worker from before change nothing', async () => {
    const first = gate();
    const before = await startFixture({ tasks: [first.task] });
    const flow = before.addFlow({ id: 'f', namespace: 'ns', tasks: [{ id: 'gate', type: 'test.Gate' }] });
    const { id } = await before.runtime.host.create(before.request(flow));
    await eventually(() => expect(first.starts).toHaveLength(1));

    const after = await before.crash();
    await eventually(() => expect(first.starts).toHaveLength(2));
    await after.runtime.host.send(defaultTenantKey, id, {
      kind: 'taskSucceeded',
      ord: 0,
      attempt: 1,
      lease: 1,
      at: Date.now(),
      outputs: { late: true },
    });

    expect(await stateOf(after, id)).toBe('RUNNING');
    first.open();
    const { taskRuns } = await endOf(after, id);
    expect(taskRuns[0]!.outputs).toBeUndefined();
  });

  test('timers fire late rather than never, and once', async () => {
    const clock = fakeClock();
    const before = await startFixture({ clock });
    const flow = before.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [{ id: 'wait', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT1H' }, returning('last')],
    });
    const { id } = await before.runtime.host.create(before.request(flow));
    await eventually(async () => expect(await stateOf(before, id)).toBe('PAUSED'));

    const after = await before.crash();
    await clock.advance(3_600_000);

    await eventually(async () => expect(await stateOf(after, id)).toBe('SUCCESS'));
    expect(await after.store.shards.timers(0)).toEqual([]);
  });

  test('an execution that was to be made again is, though nothing was done after the commit that ended the first', async () => {
    let isCommitted = false;
    const before = await startFixture({
      wrapShards: (shards) => ({
        ...shards,
        async commit(commit) {
          const result = await shards.commit(commit);
          const ended = [...commit.rows.executionsInserted, ...commit.rows.executionsUpdated];
          if (isCommitted || !ended.some(({ state }) => state === 'RETRIED')) return result;
          isCommitted = true;
          return new Promise(() => undefined);
        },
      }),
    });
    const retry = { type: 'constant', interval: 'PT0.1S', maxAttempts: 2, behavior: 'CREATE_NEW_EXECUTION' };
    const flow = before.addFlow({
      id: 'f',
      namespace: 'ns',
      tasks: [{ id: 'a', type: 'io.kestra.plugin.core.execution.Fail', retry }],
    });
    void before.runtime.host.create(before.request(flow));
    await eventually(() => expect(isCommitted).toBe(true));

    const after = await before.crash();

    await eventually(async () => {
      const { executions } = after.store.scope(defaultTenantKey);
      const { results } = await executions.search([], { page: 1, size: 10, sort: [] }, 'all');
      expect(results.map(({ state }) => state.current).toSorted()).toEqual(['FAILED', 'RETRIED']);
    });
  });

  test('queued executions keep their order, also of one millisecond, and slots are not lost', async () => {
    const { task, started, open } = gateByExecution();
    const before = await startFixture({ tasks: [task], clock: fakeClock() });
    const flow = before.addFlow({
      id: 'f',
      namespace: 'ns',
      concurrency: { limit: 1, behavior: 'QUEUE' },
      tasks: [{ id: 'gate', type: 'test.Gate' }],
    });
    const created: Execution[] = [];
    for (let count = 0; count < 12; count += 1) created.push(await before.runtime.host.create(before.request(flow)));
    const ids = created.map(({ id }) => id);
    expect(created.map(({ state }) => state.current)).toEqual(['RUNNING', ...Array(11).fill('QUEUED')]);

    const after = await before.crash();
    await eventually(() => expect(started).toEqual([ids[0], ids[0]]));
    open();

    for (const id of ids) expect((await endOf(after, id)).execution.state.current).toBe('SUCCESS');
    expect(started.slice(1)).toEqual(ids);
    expect(await after.store.shards.slots(defaultTenantKey)).toEqual([]);
  });

  test('a child that ended unseen is told to its parent', async () => {
    const { task, starts, open } = gate();
    const before = await startFixture({ tasks: [task] });
    before.addFlow({
      id: 'child',
      namespace: 'ns',
      tasks: [{ id: 'gate', type: 'test.Gate' }],
      outputs: [{ id: 'made', type: 'STRING', value: 'by child' }],
    });
    const parent = before.addFlow({
      id: 'parent',
      namespace: 'ns',
      tasks: [
        { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'ns', flowId: 'child' },
        returning('last', '{{ outputs.sub.outputs.made }}'),
      ],
    });
    const { id } = await before.runtime.host.create(before.request(parent));
    await eventually(() => expect(starts).toHaveLength(1));

    const after = await before.crash();
    await eventually(() => expect(starts).toHaveLength(2));
    open();

    const { execution, taskRuns } = await endOf(after, id);
    expect(execution.state.current).toBe('SUCCESS');
    expect(taskRuns[1]!.outputs).toEqual({ value: 'by child' });
    expect(await after.store.scope(defaultTenantKey).executions.count()).toBe(2);
  });

  test('a kill reaches a child that was made without the knowledge of its parent', async () => {
    const { task, starts } = gate();
    const never = new Promise<void>(() => undefined);
    const asked: string[] = [];
    const beforeFlow = async (flowId: string) => {
      asked.push(flowId);
      if (asked.filter((id) => id === 'child').length === 1 && flowId === 'child') await never;
    };
    const before = await startFixture({ tasks: [task], beforeFlow });
    const child = before.addFlow({ id: 'child', namespace: 'ns', tasks: [{ id: 'gate', type: 'test.Gate' }] });
    const subflow = { id: 'sub', type: 'io.kestra.plugin.core.flow.Subflow', namespace: 'ns', flowId: 'child' };
    const parent = before.addFlow({ id: 'parent', namespace: 'ns', tasks: [subflow] });
    const { id } = await before.runtime.host.create(before.request(parent));
    await eventually(() => expect(asked).toContain('child'));
    const made = await before.runtime.host.create(
      before.request(child, {
        idempotencyKey: `child/${id}/0/1/`,
        trigger: { id: 'sub', type: subflow.type, variables: { executionId: id, taskRunId: taskRunId(id, 0) } },
      }),
    );
    await eventually(() => expect(starts).toHaveLength(1));
    await before.runtime.host.send(defaultTenantKey, id, { kind: 'killRequested', at: Date.now() });
    expect(await stateOf(before, id)).toBe('KILLING');

    const after = await before.crash();

    expect((await endOf(after, made.id)).execution.state.current).toBe('KILLED');
    const { execution, taskRuns } = await endOf(after, id);
    expect(execution.state.current).toBe('KILLED');
    expect(taskRuns[0]!.outputs).toMatchObject({ executionId: made.id, state: 'KILLED' });
  });
});

test('a graceful stop lets short tasks end and hands long ones back', async () => {
  const { task, starts, open } = gate();
  const before = await startFixture({ tasks: [task] });
  const flow = before.addFlow({ id: 'f', namespace: 'ns', tasks: [{ id: 'gate', type: 'test.Gate' }] });
  const { id } = await before.runtime.host.create(before.request(flow));
  await eventually(() => expect(starts).toHaveLength(1));

  await before.runtime.stop({ graceMs: 20 });
  await expect(before.runtime.host.create(before.request(flow))).rejects.toThrow('the server is stopping');
  const after = await before.crash();
  await eventually(() => expect(starts).toHaveLength(2));
  open();

  expect((await endOf(after, id)).execution.state.current).toBe('SUCCESS');
});

test('an execution that cannot be advanced is failed alone', async () => {
  const { task, open } = gate();
  const fixture = await startFixture({ tasks: [task] });
  const tasks = [{ id: 'gate', type: 'test.Gate' }];
  const healthy = fixture.addFlow({ id: 'healthy', namespace: 'ns', tasks });
  const broken = fixture.addFlow({ id: 'broken', namespace: 'ns', tasks });
  const { sla } = broken;
  let isFaulty = false;
  // The engine asks for its service levels after every event.
  Object.defineProperty(broken, 'sla', {
    get: () => {
      if (isFaulty) throw new Error('a fault in the engine');
      return sla;
    },
  });
  const [first, second] = await Promise.all([
    fixture.runtime.host.create(fixture.request(broken)),
    fixture.runtime.host.create(fixture.request(healthy)),
  ]);
  isFaulty = true;
  open();

  await eventually(async () => expect(await stateOf(fixture, first.id)).toBe('FAILED'));
  await eventually(async () => expect(await stateOf(fixture, second.id)).toBe('SUCCESS'));
  const lines = await fixture.store.scope(defaultTenantKey).logs.ofExecution(first.id, { minLevel: 'ERROR' });
  expect(lines.map((line) => line.message).join()).toContain('a fault in the engine');
  expect(fixture.runtime.statistics().liveExecutions).toBe(0);
});
