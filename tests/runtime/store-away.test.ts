import { DatabaseUnavailable, defaultTenantKey, isTerminal } from '@windhover/model';
import { defineTask } from '@windhover/plugin-sdk';
import type { ShardStore } from '@windhover/ports';
import { eventually } from '@windhover/testing';
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
