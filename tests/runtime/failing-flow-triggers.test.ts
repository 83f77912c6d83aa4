/** Flow triggers whose conditions cannot be asked. */
import { defaultTenantKey } from '@windhover/model';
import { eventually, logTask } from '@windhover/testing';
import { expect, test } from 'vitest';
import { startFixture } from './runtime-fixture.ts';

test('one that refuses each execution for the same reason says so once, to the operator and in its log, without secrets', async () => {
  const fixture = await startFixture({ triggers: [], hidesSecrets: true });
  const add = (id: string, triggers: readonly object[] = []) => {
    const flow = fixture.addFlow({ id, namespace: 'team', tasks: [logTask()], triggers });
    fixture.announce({ kind: 'flow', tenantKey: defaultTenantKey, namespace: 'team', flowId: id });
    return flow;
  };
  const between = {
    type: 'io.kestra.plugin.core.condition.TimeBetween',
    date: '10:00:00Z',
    after: "{{ secret('KEY') }}",
  };
  const type = 'io.kestra.plugin.core.trigger.Flow';
  const upstream = add('upstream');
  add('refusing', [{ id: 'heard', type, conditions: [between] }]);
  add('hearing', [{ id: 'heard', type }]);
  const { executions, logs } = fixture.store.scope(defaultTenantKey);
  const startedBy = async (count: number): Promise<void> => {
    await fixture.runtime.host.create(fixture.request(upstream));
    await eventually(async () => {
      const { results } = await executions.search([], { page: 1, size: 100, sort: [] }, 'all');
      const ended = results.filter(({ flowId, state }) => flowId === 'hearing' && state.current === 'SUCCESS');
      expect(ended.length).toBeGreaterThanOrEqual(count);
    });
  };

  for (const count of [1, 2, 3]) await startedBy(count);

  await eventually(() => expect(fixture.problems).not.toEqual([]));
  expect(fixture.problems).toEqual([
    {
      message:
        "Trigger 'heard' of flow 'team.refusing' could not be evaluated: '********' is not a time with offset such as 08:00:00+02:00",
      cause: undefined,
      isWarning: true,
    },
  ]);
  const ofTrigger = { field: 'triggerId', operation: 'EQUALS', value: 'heard' } as const;
  const { results: said } = await logs.search([ofTrigger], { page: 1, size: 100, sort: [] }, 'all');
  expect(said).toMatchObject([
    {
      level: 'WARN',
      flowId: 'refusing',
      message: "The trigger could not be evaluated: '********' is not a time with offset such as 08:00:00+02:00",
    },
  ]);
});
