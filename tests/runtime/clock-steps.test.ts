/** The wall clock is set by an hour, back or forth: what lasts for a time lasts for it, what waits for a date waits for it. */
import { defaultTenantKey, isTerminal, type Execution, type Flow, type StateName } from '@windhover/model';
import { defineTask, type AnyTask } from '@windhover/plugin-sdk';
import { eventually, fakeClock, type FakeClock } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture, type Fixture } from './runtime-fixture.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

async function stateOf({ store }: Fixture, id: string): Promise<StateName | undefined> {
  return (await store.scope(defaultTenantKey).executions.find(id))?.state.current;
}

/**
 * Runs a flow whose task counts every ten minutes, four times, while the clock on the wall is set after the first. Answers
 * the state in which it waits, and the one in which it ends.
 */
async function everyTenMinutes(
  fixture: Fixture,
  clock: FakeClock,
  flow: Flow,
  count: () => number,
  stepMs: number,
): Promise<readonly (StateName | undefined)[]> {
  const others = clock.waiting;
  const { id } = await fixture.runtime.host.create(fixture.request(flow));
  // The state alone may be that of the wait before
  const waits = (after: number): Promise<void> =>
    eventually(() => expect([count(), clock.waiting]).toEqual([after, others + 1]));
  await waits(1);
  const waiting = await stateOf(fixture, id);

  clock.step(stepMs);
  for (const before of [1, 2, 3]) {
    await clock.advance(10 * minuteMs);
    await eventually(() => expect(count()).toBe(before + 1));
    if (before < 3) await waits(before + 1);
  }
  await eventually(async () => expect(await stateOf(fixture, id)).toSatisfy(isTerminal));
  return [waiting, await stateOf(fixture, id)];
}

/** A task that does what the test says, as `test.Counting`. */
function countingTask(count: () => void): AnyTask {
  return defineTask({
    kind: 'runnable',
    type: 'test.Counting',
    title: 'Counting',
    description: 'Counts its runs.',
    properties: z.object({}),
    run: async () => {
      count();
      return {};
    },
  });
}

describe.for([
  ['back', -hourMs],
  ['forward', hourMs],
] as const)('while the clock is set %s by an hour', ([, stepMs]) => {
  test('a pause lasts as long as it was to last', async () => {
    const clock = fakeClock();
    const fixture = await startFixture({ clock });
    const pause = { id: 'wait', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT10M' };
    const { id } = await fixture.runtime.host.create(
      fixture.request(fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [pause] })),
    );
    await eventually(async () => expect(await stateOf(fixture, id)).toBe('PAUSED'));

    clock.step(stepMs);
    await clock.advance(9 * minuteMs);
    expect(await stateOf(fixture, id)).toBe('PAUSED');
    await clock.advance(minuteMs);

    await eventually(async () => expect(await stateOf(fixture, id)).toBe('SUCCESS'));
  });

  test('a failed task is tried again after the interval of its retry', async () => {
    const clock = fakeClock();
    let tries = 0;
    const failing = countingTask(() => {
      tries += 1;
      if (tries === 1) throw new Error('not yet');
    });
    const fixture = await startFixture({ clock, tasks: [failing] });
    const retry = { type: 'constant', interval: 'PT10M', maxAttempts: 3 };
    const others = clock.waiting;
    const { id } = await fixture.runtime.host.create(
      fixture.request(
        fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [{ id: 'a', type: 'test.Counting', retry }] }),
      ),
    );
    await eventually(async () => {
      expect([await fixture.store.shards.timers(0), clock.waiting]).toEqual([[expect.anything()], others + 1]);
    });

    clock.step(stepMs);
    await clock.advance(9 * minuteMs);
    expect(tries).toBe(1);
    await clock.advance(minuteMs);

    await eventually(async () => expect(await stateOf(fixture, id)).toBe('SUCCESS'));
    expect(tries).toBe(2);
  });

  test('a task is tried for as long as its retries may take, and no longer', async () => {
    const clock = fakeClock();
    let tries = 0;
    const failing = countingTask(() => {
      tries += 1;
      throw new Error('never');
    });
    const fixture = await startFixture({ clock, tasks: [failing] });
    const retry = { type: 'constant', interval: 'PT10M', maxDuration: 'PT35M' };
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [{ id: 'a', type: 'test.Counting', retry }] });

    const states = await everyTenMinutes(fixture, clock, flow, () => tries, stepMs);

    expect(states).toEqual(['RETRYING', 'FAILED']);
    expect(tries).toBe(4);
  });

  test('a loop asks for its condition for as long as it may, and no longer', async () => {
    const clock = fakeClock();
    let rounds = 0;
    const asking = countingTask(() => {
      rounds += 1;
    });
    const fixture = await startFixture({ clock, tasks: [asking] });
    const loop = {
      id: 'until',
      type: 'io.kestra.plugin.core.flow.LoopUntil',
      condition: 'false',
      checkFrequency: { interval: 'PT10M', maxDuration: 'PT35M' },
      tasks: [{ id: 'a', type: 'test.Counting' }],
    };
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [loop] });

    const states = await everyTenMinutes(fixture, clock, flow, () => rounds, stepMs);

    expect(states).toEqual(['PAUSED', 'SUCCESS']);
    expect(rounds).toBe(4);
  });

  test.each([
    ['a task', {}],
    ['a flow', { isOfFlow: true }],
  ] as const)(
    '%s has its execution made again after the interval, for as long as it may',
    async (_, { isOfFlow }: { isOfFlow?: boolean }) => {
      const clock = fakeClock();
      let tries = 0;
      const failing = countingTask(() => {
        tries += 1;
        throw new Error('never');
      });
      const fixture = await startFixture({ clock, tasks: [failing] });
      const retry = { type: 'constant', interval: 'PT10M', maxDuration: 'PT35M', behavior: 'CREATE_NEW_EXECUTION' };
      const task = { id: 'a', type: 'test.Counting' };
      const flow = fixture.addFlow({
        id: 'f',
        namespace: 'ns',
        ...(isOfFlow === true ? { tasks: [task], retry } : { tasks: [{ ...task, retry }] }),
      });
      const states = async (): Promise<readonly string[]> => {
        const { executions } = fixture.store.scope(defaultTenantKey);
        const { results } = await executions.search([], { page: 1, size: 10, sort: [] }, 'all');
        return results.map(({ state }) => state.current).toSorted();
      };
      const others = clock.waiting;
      // Its row is there a moment before its timer
      const nextWaits = (): Promise<void> =>
        eventually(async () => {
          expect(await states()).toContain('CREATED');
          expect(clock.waiting).toBe(others + 1);
        });
      await fixture.runtime.host.create(fixture.request(flow));
      await nextWaits();

      clock.step(stepMs);
      for (const before of [1, 2, 3]) {
        await clock.advance(9 * minuteMs);
        expect(tries).toBe(before);
        await clock.advance(minuteMs);
        await eventually(() => expect(tries).toBe(before + 1));
        if (before < 3) await nextWaits();
      }

      await eventually(async () => expect(await states()).toEqual(['FAILED', 'RETRIED', 'RETRIED', 'RETRIED']));
      expect(tries).toBe(4);
    },
  );

  test('outputs in the cache of a task are used until they are as old as they may become', async () => {
    const clock = fakeClock();
    let runs = 0;
    const counting = countingTask(() => {
      runs += 1;
    });
    const fixture = await startFixture({ clock, tasks: [counting] });
    const taskCache = { enabled: true, ttl: 'PT30M' };
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [{ id: 'a', type: 'test.Counting', taskCache }] });
    const run = async (): Promise<void> => {
      const { id } = await fixture.runtime.host.create(fixture.request(flow));
      await eventually(async () => expect(await stateOf(fixture, id)).toBe('SUCCESS'));
    };
    await run();

    clock.step(stepMs);
    await clock.advance(29 * minuteMs);
    await run();
    expect(runs).toBe(1);
    await clock.advance(minuteMs);
    await run();

    expect(runs).toBe(2);
  });

  test('an execution with a date begins at that date of the clock on the wall', async () => {
    const clock = fakeClock();
    const fixture = await startFixture({ clock });
    const done = { id: 'a', type: 'io.kestra.plugin.core.debug.Return', format: 'done' };
    const flow = fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [done] });
    const scheduleAt = clock.now() + 2 * hourMs;
    const created: Execution = await fixture.runtime.host.create(fixture.request(flow, { scheduleAt }));

    clock.step(stepMs);
    await clock.advance(2 * hourMs - stepMs - 2 * minuteMs);
    expect(await stateOf(fixture, created.id)).toBe('CREATED');
    await clock.advance(3 * minuteMs);

    await eventually(async () => expect(await stateOf(fixture, created.id)).toBe('SUCCESS'));
  });
});
