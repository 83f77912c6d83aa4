/** The wall clock is set by an hour, back or forth: what lasts for a time lasts for it, what waits for a date waits for it. */
import { defaultTenantKey, type Execution } from '@windhover/model';
import { defineTask } from '@windhover/plugin-sdk';
import { eventually, fakeClock } from '@windhover/testing';
import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { startFixture, type Fixture } from './runtime-fixture.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

async function stateOf({ store }: Fixture, id: string): Promise<string | undefined> {
  return (await store.scope(defaultTenantKey).executions.find(id))?.state.current;
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
    const failing = defineTask({
      kind: 'runnable',
      type: 'test.FailingOnce',
      title: 'Failing once',
      description: 'Fails the first time.',
      properties: z.object({}),
      run: async () => {
        tries += 1;
        if (tries === 1) throw new Error('not yet');
        return {};
      },
    });
    const fixture = await startFixture({ clock, tasks: [failing] });
    const retry = { type: 'constant', interval: 'PT10M', maxAttempts: 3 };
    const { id } = await fixture.runtime.host.create(
      fixture.request(
        fixture.addFlow({ id: 'f', namespace: 'ns', tasks: [{ id: 'a', type: 'test.FailingOnce', retry }] }),
      ),
    );
    await eventually(async () => expect(await fixture.store.shards.timers(0)).toHaveLength(1));

    clock.step(stepMs);
    await clock.advance(9 * minuteMs);
    expect(tries).toBe(1);
    await clock.advance(minuteMs);

    await eventually(async () => expect(await stateOf(fixture, id)).toBe('SUCCESS'));
    expect(tries).toBe(2);
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
