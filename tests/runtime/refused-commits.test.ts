import { defaultTenantKey, StorageFull, type Execution, type TaskRun } from '@windhover/model';
import { defineTask } from '@windhover/plugin-sdk';
import type { ShardStore } from '@windhover/ports';
import { eventually } from '@windhover/testing';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture, type Fixture } from './runtime-fixture.ts';

/** A store that refuses every nth commit: before it is written, after it was written, or as another owner's. */
function unreliable(shards: ShardStore, random: () => number, share: number): ShardStore {
  return {
    ...shards,
    async commit(commit) {
      const draw = random();
      if (draw > share) return shards.commit(commit);
      if (draw < share / 3) throw new Error('connection lost before the commit');
      if (draw < (2 * share) / 3) {
        await shards.commit(commit);
        throw new Error('connection lost after the commit');
      }
      // Somebody else took the shard meanwhile.
      await shards.take(
        commit.owned.map(({ shard }) => shard),
        'somebody else',
      );
      return shards.commit(commit);
    },
  };
}

/** Numbers in [0, 1) that a seed decides. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    return state / 4_294_967_296;
  };
}

async function allEnded(fixture: Fixture, ids: readonly string[]): Promise<readonly Execution[]> {
  const { executions } = fixture.store.scope(defaultTenantKey);
  return eventually(
    async () => {
      const found = await Promise.all(ids.map((id) => executions.find(id)));
      for (const execution of found) expect(execution?.state.current).toBe('SUCCESS');
      return found as readonly Execution[];
    },
    { timeoutMs: 40_000 },
  );
}

test.each([1, 2, 3])('a store that refuses commits at random loses and doubles nothing (seed %i)', async (seed) => {
  const effects: string[] = [];
  const effect = defineTask({
    kind: 'runnable',
    type: 'test.Effect',
    title: 'Effect',
    description: 'Notes that it ran.',
    properties: z.object({}),
    run: async ({ taskRun }) => {
      effects.push(taskRun.idempotencyKey);
      return { outputs: { ran: true } };
    },
  });
  const fixture = await startFixture({
    tasks: [effect],
    wrapShards: (shards) => unreliable(shards, seeded(seed), 0.15),
  });
  const flow = fixture.addFlow({
    id: 'f',
    namespace: 'ns',
    tasks: [
      { id: 'first', type: 'io.kestra.plugin.core.debug.Return', format: 'x' },
      { id: 'effect', type: 'test.Effect' },
      {
        id: 'each',
        type: 'io.kestra.plugin.core.flow.ForEach',
        values: ['a', 'b', 'c'],
        concurrencyLimit: 2,
        tasks: [{ id: 'inner', type: 'test.Effect' }],
      },
      { id: 'last', type: 'io.kestra.plugin.core.debug.Return', format: '{{ outputs.effect.ran }}' },
    ],
  });

  const created: Execution[] = [];
  for (let round = 0; round < 10; round += 1) {
    created.push(
      ...(await Promise.all(Array.from({ length: 10 }, () => fixture.runtime.host.create(fixture.request(flow))))),
    );
  }

  const ids = created.map((execution) => execution.id);
  await allEnded(fixture, ids);
  const { executions } = fixture.store.scope(defaultTenantKey);
  expect(await executions.count()).toBe(100);
  for (const id of ids) {
    const taskRuns: readonly TaskRun[] = await executions.taskRuns(id);
    expect(taskRuns.map((taskRun) => taskRun.taskId).sort()).toEqual([
      'each',
      'effect',
      'first',
      'inner',
      'inner',
      'inner',
      'last',
    ]);
    for (const { state, attempts } of taskRuns) {
      expect(state.current).toBe('SUCCESS');
      expect(attempts.length).toBeLessThanOrEqual(1);
    }
  }
  // No worker died: each attempt was made once.
  expect(effects).toHaveLength(400);
  expect(new Set(effects).size).toBe(400);
});

test('an execution whose rows cannot be written is given up, and the others go on', async () => {
  const fixture = await startFixture({
    wrapShards: (shards) => ({
      ...shards,
      commit(commit) {
        const isPoisoned = commit.rows.executionsInserted.some((row) => row.body.includes('poison'));
        return isPoisoned ? Promise.reject(new Error('this row is refused')) : shards.commit(commit);
      },
    }),
  });
  const flow = fixture.addFlow({
    id: 'f',
    namespace: 'ns',
    tasks: [{ id: 'a', type: 'io.kestra.plugin.core.debug.Return', format: 'x' }],
  });
  const poisoned = fixture.runtime.host.create(fixture.request(flow, { labels: [{ key: 'a', value: 'poison' }] }));
  const others = Array.from({ length: 20 }, () => fixture.runtime.host.create(fixture.request(flow)));

  await expect(poisoned).rejects.toThrow('this row is refused');
  const ended = await Promise.all(others);

  expect(ended.map((execution) => execution.state.current)).toEqual(Array(20).fill('SUCCESS'));
});

test('a full disk refuses new executions and is survived', async () => {
  let isFull = true;
  const fixture = await startFixture({
    wrapShards: (shards) => ({
      ...shards,
      commit: (commit) => (isFull ? Promise.reject(new StorageFull({ path: 'x' })) : shards.commit(commit)),
    }),
  });
  const flow = fixture.addFlow({
    id: 'f',
    namespace: 'ns',
    tasks: [{ id: 'a', type: 'io.kestra.plugin.core.debug.Return', format: 'x' }],
  });

  await expect(fixture.runtime.host.create(fixture.request(flow))).rejects.toThrow('No space left');
  isFull = false;
  const created = await fixture.runtime.host.create(fixture.request(flow));

  expect(created.state.current).toBe('SUCCESS');
  expect(await fixture.store.scope(defaultTenantKey).executions.count()).toBe(1);
});
