/** Schedules that cannot be evaluated, by a clock that the test moves. */
import { defaultTenantKey } from '@windhover/model';
import { eventually, fakeClock, logTask } from '@windhover/testing';
import { expect, test } from 'vitest';
import { startFixture } from './runtime-fixture.ts';

const minute = 60_000;
const name = { namespace: 'team', flowId: 'timed', triggerId: 'tick' };

test('a schedule whose conditions cannot be asked is one line to the operator, and a failed execution each date, without secrets', async () => {
  const clock = fakeClock();
  const fixture = await startFixture({ clock, triggers: [], hidesSecrets: true });
  const when = "{{ secret('KEY') | number }}";
  const trigger = { id: 'tick', type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * *', when };
  fixture.addFlow({ id: 'timed', namespace: 'team', tasks: [logTask()], triggers: [trigger] });
  fixture.announce({ kind: 'flow', tenantKey: defaultTenantKey, namespace: 'team', flowId: 'timed' });
  const { triggers, triggerEvaluations } = fixture.store.scope(defaultTenantKey);
  const soon = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
    eventually(async () => {
      await clock.advance(0);
      return check();
    });
  await soon(async () => expect(await triggers.find('team', 'timed', 'tick')).toBeDefined());

  const began = clock.now();
  for (const date of [1, 2, 3]) {
    await clock.advance(minute);
    await soon(async () => {
      const { lastEvaluation } = (await triggers.find('team', 'timed', 'tick'))!;
      expect(lastEvaluation).toMatchObject({ outcome: 'FAILED', at: began + date * minute });
    });
  }

  const { results } = await triggerEvaluations.search(name, { page: 1, size: 10, sort: [] });
  const [last] = results;
  expect(results.map(({ executionId }) => executionId)).toEqual(Array(3).fill(expect.any(String)));
  expect(last).toMatchObject({ forAt: clock.now() - (clock.now() % minute), at: clock.now() });
  expect(last!.reason).toContain("'********' is not a valid number");
  expect(fixture.problems).toEqual([
    {
      message: `Trigger 'tick' of flow 'team.timed' could not be evaluated: ${last!.reason}`,
      cause: undefined,
      isWarning: true,
    },
  ]);
});

test.each([
  ['in a zone that does not exist', { timezone: '{{ x }}' }],
  ['with a delay that is none', { lateMaximumDelay: '{{ x }}' }],
])('a schedule %s says so, and its neighbours fire', async (_, broken) => {
  const clock = fakeClock();
  const fixture = await startFixture({ clock, triggers: [] });
  const schedule = { type: 'io.kestra.plugin.core.trigger.Schedule', cron: '* * * * *' };
  const triggers = [
    { ...schedule, id: 'nowhere', ...broken },
    { ...schedule, id: 'tick' },
  ];
  fixture.addFlow({ id: 'timed', namespace: 'team', tasks: [logTask()], triggers });
  fixture.announce({ kind: 'flow', tenantKey: defaultTenantKey, namespace: 'team', flowId: 'timed' });
  const scope = fixture.store.scope(defaultTenantKey);
  const soon = <Result>(check: () => Result | Promise<Result>): Promise<Result> =>
    eventually(async () => {
      await clock.advance(0);
      return check();
    });
  await soon(async () => expect(await scope.triggers.find('team', 'timed', 'tick')).toBeDefined());

  await clock.advance(minute);

  await soon(async () => expect(await scope.executions.count()).toBe(1));
  expect(fixture.problems.map(({ message }) => message)).toEqual([
    expect.stringMatching(/^Trigger 'nowhere' of flow 'team.timed' could not be scheduled: .*x/),
  ]);
});
