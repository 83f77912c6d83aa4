import { DatabaseUnavailable, defaultTenantKey, isTerminal } from '@windhover/model';
import { defineTask } from '@windhover/plugin-sdk';
import type { ShardStore } from '@windhover/ports';
import { eventually, fakeClock } from '@windhover/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture } from './runtime-fixture.ts';

const core = 'io.kestra.plugin.core';

/** Each of these reads fails twice before it succeeds: the database has gone and comes back. */
function away(shards: ShardStore, names: readonly (keyof ShardStore)[]): { shards: ShardStore; misses: Set<string> } {
  const left = new Map(names.map((name) => [name, 2]));
  const misses = new Set<string>();
  const wrapped = new Proxy(shards, {
    get(target, name: keyof ShardStore) {
      const member = target[name];
      if (typeof member !== 'function') return member;
      return (...args: never[]): unknown => {
        const fails = left.get(name) ?? 0;
        if (fails === 0) return (member as (...all: never[]) => unknown).apply(target, args);
        left.set(name, fails - 1);
        misses.add(name);
        return Promise.reject(new DatabaseUnavailable({ database: 'test', reason: 'it restarts' }));
      };
    },
  });
  return { shards: wrapped, misses };
}

test('what reads the store while it is away goes on when it is back, and fails nothing', async () => {
  const reads = ['findIdempotent', 'findExecution', 'outputsOf'] as const;
  let misses = new Set<string>();
  const fixture = await startFixture({
    wrapShards(shards) {
      const wrapped = away(shards, reads);
      misses = wrapped.misses;
      return wrapped.shards;
    },
  });
  fixture.addFlow({
    id: 'child',
    namespace: 'ns',
    tasks: [{ id: 'said', type: `${core}.debug.Return`, format: 'of the child' }],
    outputs: [{ id: 'said', type: 'STRING', value: '{{ outputs.said.value }}' }],
  });
  const flow = fixture.addFlow({
    id: 'parent',
    namespace: 'ns',
    tasks: [
      { id: 'first', type: `${core}.debug.Return`, format: 'first' },
      { id: 'child', type: `${core}.flow.Subflow`, namespace: 'ns', flowId: 'child' },
      {
        id: 'loop',
        type: `${core}.flow.Loop`,
        values: ['a', 'b'],
        tasks: [{ id: 'item', type: `${core}.debug.Return`, format: '{{ outputs.first.value }} {{ item.value }}' }],
        outputs: [{ id: 'made', type: 'STRING', value: '{{ outputs.item.value }}' }],
      },
      {
        id: 'last',
        type: `${core}.debug.Return`,
        format: "{{ secret('KEY') }}, {{ outputs.child.outputs.said }}, {{ outputs.loop.outputs[1].outputs.made }}",
      },
    ],
    outputs: [{ id: 'all', type: 'STRING', value: "{{ outputs.first.value ~ ': ' ~ outputs.last.value }}" }],
  });

  const { id } = await fixture.runtime.host.create(fixture.request(flow));

  const { executions } = fixture.store.scope(defaultTenantKey);
  const ended = await eventually(
    async () => {
      const found = await executions.find(id);
      expect(isTerminal(found!.state.current)).toBe(true);
      return found!;
    },
    { timeoutMs: 20_000 },
  );
  expect(ended.state.current).toBe('SUCCESS');
  expect(ended.outputs).toEqual({ all: 'first: secret of KEY, of the child, first b' });
  expect([...misses].toSorted()).toEqual([...reads].toSorted());
  expect(fixture.problems).toEqual([]);
});

test('a task that cannot reach the store is run again when it is back, and not once it was killed', async () => {
  let runs = 0;
  let isAway = true;
  const asking = defineTask({
    kind: 'runnable',
    type: 'test.Asking',
    title: 'Asking',
    description: 'Asks the store for something.',
    properties: z.object({}),
    async run() {
      runs += 1;
      if (isAway) throw new DatabaseUnavailable({ database: 'test', reason: 'it restarts' });
      return {};
    },
  });
  const fixture = await startFixture({ tasks: [asking] });
  const flow = fixture.addFlow({ id: 'asks', namespace: 'ns', tasks: [{ id: 'ask', type: 'test.Asking' }] });
  const stateOf = async (id: string) =>
    (await fixture.store.scope(defaultTenantKey).executions.find(id))?.state.current;
  const start = () => fixture.runtime.host.create(fixture.request(flow));

  const killed = await start();
  await eventually(() => expect(runs).toBeGreaterThan(1));
  await fixture.runtime.host.send(defaultTenantKey, killed.id, { kind: 'killRequested', at: Date.now() });
  await eventually(async () => expect(await stateOf(killed.id)).toBe('KILLED'));
  const before = runs;
  const { id } = await start();
  await eventually(() => expect(runs).toBeGreaterThan(before));
  isAway = false;

  await eventually(async () => expect(await stateOf(id)).toBe('SUCCESS'));
  expect(await stateOf(killed.id)).toBe('KILLED');
});

/** Answers `open`, but each key only from the third time that it is asked for: the store is away before. */
function secretsAway(): { secret: (key: string) => Promise<string>; asked: Map<string, number> } {
  const asked = new Map<string, number>();
  return {
    asked,
    async secret(key) {
      const times = (asked.get(key) ?? 0) + 1;
      asked.set(key, times);
      if (times < 3) throw new DatabaseUnavailable({ database: 'test', reason: 'it restarts' });
      return 'open';
    },
  };
}

test('no date of a schedule is passed over because the store was away when it came', async () => {
  const clock = fakeClock();
  const { secret, asked } = secretsAway();
  const fixture = await startFixture({ clock, secret, triggers: [] });
  const trigger = {
    id: 'hourly',
    type: `${core}.trigger.Schedule`,
    cron: '0 * * * *',
    when: "{{ secret('WHEN') == 'open' }}",
    inputs: { x: "{{ secret('INPUT') }}" },
    labels: [{ key: 'gate', value: "{{ secret('LABEL') }}" }],
  };
  const inputs = [{ id: 'x', type: 'STRING' }];
  const tasks = [{ id: 'say', type: `${core}.debug.Return`, format: '{{ inputs.x }} {{ labels.gate }}' }];
  fixture.addFlow({ id: 'timed', namespace: 'team', inputs, tasks, triggers: [trigger] });
  fixture.announce({ kind: 'flow', tenantKey: defaultTenantKey, namespace: 'team', flowId: 'timed' });
  const scope = fixture.store.scope(defaultTenantKey);
  await eventually(async () => expect(await scope.triggers.find('team', 'timed', 'hourly')).toBeDefined());

  await clock.advance(3_600_000);
  const execution = await eventually(async () => {
    await clock.advance(1_000);
    const { results } = await scope.executions.search([], { page: 1, size: 10, sort: [] }, 'all');
    expect(results.map(({ state }) => state.current)).toEqual(['SUCCESS']);
    return results[0]!;
  });

  expect(execution.trigger?.variables['date']).toBe('2026-01-01T01:00:00+00:00');
  const [say] = await scope.executions.taskRuns(execution.id);
  expect(say!.outputs).toEqual({ value: 'open open' });
  expect(Math.min(...asked.values())).toBeGreaterThan(2);
});
