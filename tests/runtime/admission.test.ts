/** Limits of flows, namespaces and tenants: how many run, who is next, and that no slot is lost. */
import type { Execution, Flow, JsonObject, TenantKey } from '@windhover/model';
import type { CreateExecution } from '@windhover/services';
import { eventually, fakeClock } from '@windhover/testing';
import { describe, expect, onTestFinished, test } from 'vitest';
import { gate, type Gate } from './gate.ts';
import { startFixture, type Fixture, type FixtureOptions } from './runtime-fixture.ts';

const key = 'dev' as TenantKey;
const never = AbortSignal.timeout(3_600_000);

interface Limited {
  readonly fixture: Fixture;
  readonly gate: Gate;
  /** A flow with one task that waits for the test. */
  flow(id: string, namespace?: string, more?: object): Flow;
  start(flow: Flow, more?: Partial<CreateExecution>): Promise<string>;
  setTenant(settings: JsonObject): Promise<void>;
  setNamespace(id: string, settings: JsonObject): Promise<void>;
  crash(): Promise<Limited>;
}

async function limited(options: FixtureOptions = {}): Promise<Limited> {
  const task = gate();
  const fixture = await startFixture({ workerThreads: 100, ...options, tasks: [task.task] });
  const tenant = { key, id: 'dev', name: 'Dev', status: 'ACTIVE', settings: {}, createdAt: 0 } as const;
  await fixture.store.write([fixture.store.tenants.insert(tenant)]);
  return around(fixture, task);
}

function around(fixture: Fixture, task: Gate): Limited {
  const { store } = fixture;
  onTestFinished(() => task.open());
  return {
    fixture,
    gate: task,
    flow: (id, namespace = 'a.b', more = {}) =>
      fixture.addFlow({ id, namespace, tasks: [{ id: 'gate', type: 'test.Gate' }], ...more }, key),
    async start(flow, more = {}) {
      const request = fixture.request(flow, { tenantKey: key, tenantId: 'dev', ...more });
      return (await fixture.runtime.host.create(request)).id;
    },
    async setTenant(settings) {
      const before = (await store.tenants.findByKey(key))!;
      await store.write([store.tenants.update({ ...before, settings })]);
      fixture.announce({ kind: 'tenant', id: 'dev' });
    },
    async setNamespace(id, settings) {
      const { namespaces } = store.scope(key);
      const namespace = { id, settings, createdAt: 0, updatedAt: 0 };
      const isKnown = (await namespaces.find(id)) !== undefined;
      await store.write([isKnown ? namespaces.update(namespace) : namespaces.insert(namespace)]);
      fixture.announce({ kind: 'namespace', tenantKey: key, id });
    },
    crash: async () => around(await fixture.crash(), task),
  };
}

const queue = (limit: number) => ({ concurrency: { limit, behavior: 'QUEUE' } });

async function executionOf({ fixture }: Limited, id: string): Promise<Execution> {
  return (await fixture.store.scope(key).executions.find(id))!;
}

async function historyOf(on: Limited, id: string): Promise<string> {
  return (await executionOf(on, id)).state.histories.map(({ state }) => state).join(' ');
}

async function statesOf(on: Limited, ids: readonly string[]): Promise<readonly string[]> {
  return Promise.all(ids.map(async (id) => (await executionOf(on, id)).state.current));
}

async function endOf(on: Limited, id: string): Promise<string> {
  await on.fixture.runtime.host.waitForEnd(key, id, never);
  return historyOf(on, id);
}

const slotsOf = ({ fixture }: Limited) => fixture.store.shards.slots(key);

async function linesOf({ fixture }: Limited, executionId: string): Promise<string> {
  const { results } = await fixture.store
    .scope(key)
    .logs.search(
      [{ field: 'executionId', operation: 'EQUALS', value: executionId }],
      { page: 1, size: 100, sort: [] },
      'all',
    );
  return results.map(({ message }) => message).join('\n');
}

describe('which limit decides', () => {
  test('the first one reached from the flow outwards: its behavior counts', async () => {
    const on = await limited();
    await on.setTenant({ concurrency: { limit: 3, behavior: 'FAIL' } });
    await on.setNamespace('a', { concurrency: { limit: 2, behavior: 'CANCEL' } });
    const flow = on.flow('f', 'a.b', queue(1));
    const sibling = on.flow('g', 'a.c');
    const outside = on.flow('h', 'z');

    const ids: string[] = [];
    for (const next of [flow, flow, sibling, sibling, outside, outside]) ids.push(await on.start(next));

    await eventually(async () =>
      expect(await statesOf(on, ids)).toEqual(['RUNNING', 'QUEUED', 'RUNNING', 'CANCELLED', 'RUNNING', 'FAILED']),
    );
    expect(await linesOf(on, ids[3]!)).toContain("the concurrency limit of namespace 'a' (2) is reached");
    expect(await linesOf(on, ids[5]!)).toContain("the concurrency limit of tenant 'dev' (3) is reached");
    expect(await slotsOf(on)).toHaveLength(3 + 2 + 1);
  });

  test('the limit of the newest revision counts, whichever revision runs', async () => {
    const on = await limited();
    const old = on.flow('f', 'a', queue(5));
    on.flow('f', 'a', queue(1));

    const ids = [await on.start(old), await on.start(old)];

    expect(await statesOf(on, ids)).toEqual(['RUNNING', 'QUEUED']);
  });

  test('another tenant with the same names is not counted', async () => {
    const on = await limited();
    await on.setNamespace('a', queue(1));
    const flow = on.flow('f', 'a');
    const elsewhere = on.fixture.addFlow({ id: 'f', namespace: 'a', tasks: [{ id: 'gate', type: 'test.Gate' }] });

    await on.start(flow);
    const { state } = await on.fixture.runtime.host.create(on.fixture.request(elsewhere));

    expect(state.current).toBe('RUNNING');
  });
});

describe('who is next', () => {
  test('the oldest that finds a slot in all its scopes; those that do not are passed over and keep their turn', async () => {
    const on = await limited();
    await on.setTenant(queue(2));
    const narrow = on.flow('narrow', 'a', queue(1));
    const wide = on.flow('wide', 'a');
    const first = await on.start(narrow);
    const second = await on.start(wide);
    const blocked = await on.start(narrow);
    const fits = await on.start(wide);

    on.gate.open(second);
    await endOf(on, second);
    await eventually(async () => expect(await statesOf(on, [blocked, fits])).toEqual(['QUEUED', 'RUNNING']));
    on.gate.open(first);
    await eventually(async () => expect(await statesOf(on, [blocked])).toEqual(['RUNNING']));

    on.gate.open();
    expect(await endOf(on, blocked)).toBe('CREATED QUEUED RUNNING SUCCESS');
    await endOf(on, fits);
    expect(await slotsOf(on)).toEqual([]);
  });

  test('a burst never passes the limit and runs in order of arrival', async () => {
    const on = await limited();
    await on.setNamespace('a', queue(3));
    const flow = on.flow('f', 'a.b');
    const ids = await Promise.all(Array.from({ length: 40 }, () => on.start(flow)));
    const running = new Set<string>();

    for (let ended = 0; ended < ids.length; ended += 1) {
      await eventually(() => expect(on.gate.started.length).toBe(Math.min(ended + 3, ids.length)));
      for (const id of on.gate.started.slice(ended)) running.add(id);
      expect(running.size).toBeLessThanOrEqual(3);
      const next = on.gate.started[ended]!;
      on.gate.open(next);
      await endOf(on, next);
      running.delete(next);
    }

    expect(on.gate.started).toEqual(ids);
    expect(await slotsOf(on)).toEqual([]);
  });

  test('a paused execution keeps its slot', async () => {
    const on = await limited();
    await on.setTenant(queue(1));
    const pausing = on.flow('p', 'a', { tasks: [{ id: 'wait', type: 'io.kestra.plugin.core.flow.Pause' }] });
    const paused = await on.start(pausing);
    const queued = await on.start(on.flow('f'));
    await eventually(async () => expect(await statesOf(on, [paused, queued])).toEqual(['PAUSED', 'QUEUED']));

    await on.fixture.runtime.host.send(key, paused, { kind: 'resumed', at: Date.now() });

    await eventually(async () => expect(await statesOf(on, [queued])).toEqual(['RUNNING']));
  });
});

describe('no slot is lost', () => {
  test.each(['queued', 'running'] as const)('when a %s execution is killed', async (which) => {
    const on = await limited();
    await on.setTenant(queue(1));
    const flow = on.flow('f');
    const ids = [await on.start(flow), await on.start(flow), await on.start(flow)];
    const killed = which === 'running' ? ids[0]! : ids[1]!;

    await on.fixture.runtime.host.send(key, killed, { kind: 'killRequested', at: Date.now() });
    await endOf(on, killed);
    on.gate.open();

    for (const id of ids) await endOf(on, id);
    expect(await statesOf(on, ids)).toEqual(ids.map((id) => (id === killed ? 'KILLED' : 'SUCCESS')));
    expect(await slotsOf(on)).toEqual([]);
  });

  test('what is begun by force holds its slots beyond the limit', async () => {
    const on = await limited();
    await on.setTenant(queue(1));
    const flow = on.flow('f');
    const ids = [await on.start(flow), await on.start(flow), await on.start(flow)];

    await on.fixture.runtime.host.send(key, ids[1]!, { kind: 'forceRun', at: Date.now() });
    await eventually(async () => expect(await statesOf(on, ids)).toEqual(['RUNNING', 'RUNNING', 'QUEUED']));
    on.gate.open(ids[0]);
    await endOf(on, ids[0]!);

    expect(await statesOf(on, ids)).toEqual(['SUCCESS', 'RUNNING', 'QUEUED']);
    on.gate.open();
    for (const id of ids) await endOf(on, id);
    expect(await slotsOf(on)).toEqual([]);
  });

  test('over a crash: who ran holds, who waited waits in the same order', async () => {
    const before = await limited();
    await before.setTenant(queue(2));
    const flow = before.flow('f', 'a', queue(1));
    const other = before.flow('g', 'a');
    const ids: string[] = [];
    for (const next of [flow, flow, other, flow, other]) ids.push(await before.start(next));
    const states = ['RUNNING', 'QUEUED', 'RUNNING', 'QUEUED', 'QUEUED'];
    expect(await statesOf(before, ids)).toEqual(states);

    const after = await before.crash();

    expect(await statesOf(after, ids)).toEqual(states);
    await eventually(() => expect(after.gate.started).toHaveLength(4));
    expect(await slotsOf(after)).toHaveLength(3);
    after.gate.open();
    for (const id of ids) await endOf(after, id);
    const order = after.gate.started.slice(4);
    expect(new Set(order)).toEqual(new Set([ids[1], ids[3], ids[4]]));
    expect(order.indexOf(ids[1]!)).toBeLessThan(order.indexOf(ids[3]!));
    expect(await slotsOf(after)).toEqual([]);
    expect(after.fixture.problems).toEqual([]);
  });

  test('a restarted execution asks again', async () => {
    const on = await limited();
    await on.setTenant(queue(1));
    const failing = on.flow('fails', 'a', { tasks: [{ id: 'fail', type: 'io.kestra.plugin.core.execution.Fail' }] });
    const failed = await on.start(failing);
    await endOf(on, failed);
    const running = await on.start(on.flow('f'));

    await on.fixture.runtime.host.send(key, failed, { kind: 'restarted', at: Date.now() });
    await eventually(async () => expect(await historyOf(on, failed)).toMatch(/FAILED RESTARTED QUEUED$/));
    on.gate.open();
    await endOf(on, running);

    await eventually(async () => expect(await historyOf(on, failed)).toMatch(/QUEUED RUNNING FAILED$/));
    await eventually(async () => expect(await slotsOf(on)).toEqual([]));
  });
});

describe('a subflow that is waited for', () => {
  const call = (flowId: string, id = 'call') => ({
    id,
    type: 'io.kestra.plugin.core.flow.Subflow',
    namespace: 'a',
    flowId,
  });
  const calls = (...tasks: readonly object[]) => ({ tasks });

  async function childrenOf(on: Limited, id: string): Promise<readonly Execution[]> {
    const { results } = await on.fixture.store
      .scope(key)
      .executions.search(
        [{ field: 'triggerExecutionId', operation: 'EQUALS', value: id }],
        { page: 1, size: 100, sort: [] },
        'all',
      );
    return results;
  }

  test('runs in the slots of its ancestors, before those that wait for slots', async () => {
    const on = await limited();
    await on.setTenant(queue(2));
    on.flow('leaf', 'a');
    on.flow('middle', 'a', calls(call('leaf')));
    const top = on.flow('top', 'a', calls(call('middle')));
    const other = on.flow('leaf', 'b');

    const tops = [await on.start(top), await on.start(top)];
    const queued = await on.start(other);
    await eventually(() => expect(on.gate.started).toHaveLength(2));

    expect(await statesOf(on, [...tops, queued])).toEqual(['RUNNING', 'RUNNING', 'QUEUED']);
    expect((await slotsOf(on)).filter(({ lentBy }) => lentBy === null).map(({ executionId }) => executionId)).toEqual(
      tops.toSorted(),
    );
    on.gate.open();
    for (const id of [...tops, queued]) expect(await endOf(on, id)).toMatch(/SUCCESS$/);
    expect(await slotsOf(on)).toEqual([]);
  });

  test.each(['CANCEL', 'FAIL'])('is not refused by %s for want of the slot that its parent has', async (behavior) => {
    const on = await limited();
    await on.setTenant({ concurrency: { limit: 1, behavior } });
    on.flow('leaf', 'a');
    const top = await on.start(on.flow('top', 'a', calls(call('leaf'))));
    on.gate.open();

    expect(await endOf(on, top)).toMatch(/SUCCESS$/);
  });

  test('shares the slot with its siblings one after another', async () => {
    const on = await limited();
    await on.setTenant(queue(1));
    on.flow('leaf', 'a');
    const all = {
      id: 'all',
      type: 'io.kestra.plugin.core.flow.Parallel',
      tasks: ['x', 'y', 'z'].map((id) => call('leaf', id)),
    };
    const top = await on.start(on.flow('top', 'a', calls(all)));

    for (let begun = 1; begun <= 3; begun += 1) {
      await eventually(async () => {
        expect((await childrenOf(on, top)).map(({ state }) => state.current).toSorted()).toEqual(
          [
            ...Array<string>(3 - begun).fill('QUEUED'),
            'RUNNING',
            ...Array<string>(begun - 1).fill('SUCCESS'),
          ].toSorted(),
        );
        expect(on.gate.started).toHaveLength(begun);
      });
      on.gate.open(on.gate.started.at(-1));
    }
    expect(await endOf(on, top)).toMatch(/SUCCESS$/);
    expect(await slotsOf(on)).toEqual([]);
  });

  test('goes on after a crash, and keeps out who was kept out before', async () => {
    const before = await limited();
    await before.setTenant(queue(1));
    before.flow('leaf', 'a');
    const top = await before.start(before.flow('top', 'a', calls(call('leaf'))));
    const queued = await before.start(before.flow('leaf', 'b'));
    await eventually(() => expect(before.gate.started).toHaveLength(1));
    const rows = await slotsOf(before);
    expect(rows).toHaveLength(2);

    const after = await before.crash();

    await eventually(() => expect(after.gate.started).toHaveLength(2));
    expect(await slotsOf(after)).toEqual(rows);
    expect(await statesOf(after, [top, queued])).toEqual(['RUNNING', 'QUEUED']);
    after.gate.open();
    for (const id of [top, queued]) expect(await endOf(after, id)).toMatch(/SUCCESS$/);
    expect(await slotsOf(after)).toEqual([]);
  });

  test('begins beyond limits that cross, rather than never, and its log says so', async () => {
    const clock = fakeClock();
    const on = await limited({ clock });
    for (const namespace of ['a', 'b']) {
      await on.setNamespace(namespace, queue(1));
      on.flow('leaf', namespace, calls({ id: 'pass', type: 'io.kestra.plugin.core.debug.Return', format: 'x' }));
    }
    const gateTask = { id: 'gate', type: 'test.Gate' };
    const tops = [
      await on.start(on.flow('top', 'a', calls(gateTask, { ...call('leaf'), namespace: 'b' }))),
      await on.start(on.flow('top', 'b', calls(gateTask, { ...call('leaf'), namespace: 'a' }))),
    ];
    await eventually(() => expect(on.gate.started).toHaveLength(2));
    on.gate.open();
    const leaves = await eventually(async () => {
      const all = (await Promise.all(tops.map((id) => childrenOf(on, id)))).flat();
      expect(all.map(({ state }) => state.current)).toEqual(['QUEUED', 'QUEUED']);
      return all.map(({ id }) => id);
    });

    await clock.advance(5_000);
    expect(await statesOf(on, leaves)).toEqual(['QUEUED', 'QUEUED']);
    await clock.advance(5_000);

    for (const id of tops) expect(await endOf(on, id)).toMatch(/SUCCESS$/);
    const lines = await Promise.all(leaves.map((id) => linesOf(on, id)));
    expect(lines.filter((text) => text.includes('It begins beyond a concurrency limit'))).toHaveLength(1);
    expect(await slotsOf(on)).toEqual([]);
  });
});

describe('a changed limit', () => {
  test('lets those in that it has room for, at once', async () => {
    const on = await limited();
    await on.setTenant(queue(1));
    const flow = on.flow('f');
    const ids = await Promise.all(Array.from({ length: 5 }, () => on.start(flow)));

    await on.setTenant(queue(3));
    await eventually(() => expect(on.gate.started).toHaveLength(3));
    await on.setTenant({});
    await eventually(() => expect(on.gate.started).toHaveLength(5));

    on.gate.open();
    for (const id of ids) await endOf(on, id);
    expect(await slotsOf(on)).toEqual([]);
  });

  test('counts what runs already, and holds for the next creation', async () => {
    const on = await limited();
    const flow = on.flow('f');
    const ids = [await on.start(flow), await on.start(flow)];
    await on.setNamespace('a', queue(2));

    const third = await on.start(flow);
    expect(await statesOf(on, [third])).toEqual(['QUEUED']);
    expect(await slotsOf(on)).toHaveLength(2);

    on.gate.open(ids[0]);
    await eventually(async () => expect(await statesOf(on, [third])).toEqual(['RUNNING']));
  });

  test('a new revision without a limit releases what waited', async () => {
    const on = await limited();
    const flow = on.flow('f', 'a', queue(1));
    await on.start(flow);
    const waiting = await on.start(flow);
    on.flow('f', 'a');

    on.fixture.announce({ kind: 'flow', tenantKey: key, namespace: 'a', flowId: 'f' });

    await eventually(async () => expect(await statesOf(on, [waiting])).toEqual(['RUNNING']));
  });

  test('that nobody announced is found by the sweep', async () => {
    const clock = fakeClock();
    const on = await limited({ clock });
    const flow = on.flow('f', 'a', queue(1));
    await on.start(flow);
    const waiting = await on.start(flow);
    on.flow('f', 'a', queue(2));

    await clock.advance(5_000);

    await eventually(async () => expect(await statesOf(on, [waiting])).toEqual(['RUNNING']));
  });
});

describe('quotas', () => {
  const quota = (limit: number, behavior = 'FAIL') => ({ quotas: [{ duration: 'PT1H', limit, behavior }] });

  test('what is beyond the quota of the window ends before it begins, and the log names the quota', async () => {
    const clock = fakeClock();
    const on = await limited({ clock });
    await on.setTenant(quota(2));
    await on.setNamespace('a', quota(1, 'CANCEL'));
    const [inside, outside] = [on.flow('f', 'a'), on.flow('g', 'z')];

    const ids: string[] = [];
    for (const next of [inside, inside, outside, outside]) ids.push(await on.start(next));

    expect(await Promise.all(ids.map((id) => historyOf(on, id)))).toEqual([
      'CREATED RUNNING',
      'CREATED CANCELLED',
      'CREATED RUNNING',
      'CREATED FAILED',
    ]);
    expect(await linesOf(on, ids[1]!)).toContain(
      "Execution is CANCELLED: the quota of namespace 'a', 1 executions per PT1H, is used up",
    );
    await clock.advance(3_600_000);
    expect(await historyOf(on, await on.start(inside))).toBe('CREATED RUNNING');
  });

  test('a flow has quotas of its own, also after a crash, and the newest revision says which', async () => {
    const before = await limited({ clock: fakeClock() });
    const flow = before.flow('f', 'a', quota(1, 'CANCEL'));
    const sibling = before.flow('g', 'a');
    const ids = [await before.start(flow), await before.start(flow), await before.start(sibling)];
    expect(await statesOf(before, ids)).toEqual(['RUNNING', 'CANCELLED', 'RUNNING']);
    expect(await linesOf(before, ids[1]!)).toContain("the quota of flow 'a.f', 1 executions per PT1H, is used up");

    const after = await before.crash();
    const refused = await after.start(flow);
    after.flow('f', 'a', quota(10));
    after.fixture.announce({ kind: 'flow', tenantKey: key, namespace: 'a', flowId: 'f' });
    const admitted = await after.start(flow);

    expect(await statesOf(after, [refused, admitted])).toEqual(['CANCELLED', 'RUNNING']);
  });

  test('a crash does not give a window a second quota', async () => {
    const before = await limited({ clock: fakeClock() });
    await before.setTenant(quota(2));
    const flow = before.flow('f');
    await before.start(flow);

    const after = await before.crash();
    const ids = [await after.start(flow), await after.start(flow)];

    expect(await statesOf(after, ids)).toEqual(['RUNNING', 'FAILED']);
  });

  test('also after a crash, what one quota refused does not use up the others', async () => {
    const before = await limited({ clock: fakeClock() });
    await before.setTenant(quota(2));
    await before.setNamespace('a', quota(1, 'CANCEL'));
    const [inside, outside] = [before.flow('f', 'a'), before.flow('g', 'z')];
    expect(await statesOf(before, [await before.start(inside), await before.start(inside)])).toContain('CANCELLED');

    const after = await before.crash();
    const ids = [await after.start(outside), await after.start(outside)];

    expect(await statesOf(after, ids)).toEqual(['RUNNING', 'FAILED']);
  });

  test('also after a crash, executions count that were deleted', async () => {
    const before = await limited({ clock: fakeClock() });
    await before.setTenant(quota(1));
    const flow = before.flow('f');
    before.gate.open();
    const id = await before.start(flow);
    await endOf(before, id);
    const { store } = before.fixture;
    await store.write([store.scope(key).executions.delete(id, { logs: true, metrics: true })]);

    const after = await before.crash();

    expect(await statesOf(after, [await after.start(flow)])).toEqual(['FAILED']);
  });

  test('a start that was not written does not count', async () => {
    let isLost = false;
    const on = await limited({
      clock: fakeClock(),
      wrapShards: (shards) => ({
        ...shards,
        commit(commit) {
          if (isLost) return shards.commit(commit);
          isLost = true;
          return Promise.reject(new Error('connection lost before the commit'));
        },
      }),
    });
    await on.setTenant(quota(1));
    const flow = on.flow('f');

    const ids = [await on.start(flow), await on.start(flow)];

    expect(await statesOf(on, ids)).toEqual(['RUNNING', 'FAILED']);
    expect(isLost).toBe(true);
  });
});
