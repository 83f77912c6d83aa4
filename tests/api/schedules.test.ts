/** Executions that start by the clock; real seconds, since the clock of a running server cannot be moved. */
import { aFlow, eventually, returnTask, startServer, type TestServer } from '@windhover/testing';
import { beforeAll, expect, test } from 'vitest';

const schedule = 'io.kestra.plugin.core.trigger.Schedule';
let server: TestServer;

// oxlint-disable-next-line typescript/no-explicit-any -- replies of any shape
type Any = any;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

/** A tenant with a flow under this schedule. */
async function enter(trigger: object, parts: object = {}) {
  const tenant = await server.newTenant();
  const triggers = [{ id: 'tick', type: schedule, ...trigger }];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'timed', namespace: 'team', triggers, ...parts }) });
  /** Executions, oldest first, once there are so many and all have ended. */
  const started = (count: number) =>
    eventually(
      async () => {
        const { results } = await server.call('GET', '/executions?namespace=team&flowId=timed', { tenant });
        expect(results.length).toBeGreaterThanOrEqual(count);
        for (const { state } of results) expect(state.current).toBe('SUCCESS');
        return results.reverse();
      },
      { timeoutMs: 15_000 },
    );
  /** The scheduler sees a new trigger a moment after it was saved. */
  const state = () =>
    eventually(async () => {
      const { results } = await server.call('GET', '/triggers/team/timed', { tenant });
      expect(results).toHaveLength(1);
      return results[0];
    });
  const change = (path: string, body: object) =>
    server.call('PUT', `/triggers${path}`, {
      tenant,
      body: { namespace: 'team', flowId: 'timed', triggerId: 'tick', ...body },
    });
  return { tenant, started, state, change };
}

const dates = (executions: { trigger: { variables: { date: string } } }[]): number[] =>
  executions.map(({ trigger }) => Date.parse(trigger.variables.date));

test('each date starts one execution, with inputs and labels of the trigger and its neighbours', async () => {
  const { started } = await enter(
    {
      cron: '* * * * * *',
      withSeconds: true,
      inputs: { at: '{{ trigger.date }}' },
      labels: { when: '{{ trigger.next }}', broken: '{{ absent.value }}' },
    },
    { inputs: [{ id: 'at', type: 'STRING' }], tasks: [returnTask('{{ schedule.date }}')] },
  );

  const executions = await started(3);

  const [first, second, third] = dates(executions);
  expect([second! - first!, third! - second!]).toEqual([1_000, 1_000]);
  for (const { inputs, labels, trigger } of executions) {
    const { date, next, previous } = trigger.variables;
    expect(inputs.at).toBe(date);
    expect([Date.parse(next) - Date.parse(date), Date.parse(date) - Date.parse(previous)]).toEqual([1_000, 1_000]);
    expect(labels).toContainEqual({ key: 'when', value: next });
    expect(labels.map(({ key }: { key: string }) => key)).not.toContain('broken');
  }
});

test('flows of the same name in two tenants fire side by side', async () => {
  const everySecond = { cron: '* * * * * *', withSeconds: true };
  const [one, other] = [await enter(everySecond), await enter(everySecond)];
  await other.started(1);

  const before = (await one.started(1)).length;

  await one.started(before + 2);
});

test('switched off it stays quiet, switched on it goes on without making up for what passed', async () => {
  const { started, state, change } = await enter({ cron: '* * * * * *', withSeconds: true });
  await started(1);
  await change('', { disabled: true });
  expect((await state()).disabled).toBe(true);
  const before = await started(1);
  const switchedOnAt = Date.now();
  await change('', { disabled: false });

  const after = await started(before.length + 2);

  expect(dates(after.slice(before.length))[0]).toBeGreaterThanOrEqual(Math.floor(switchedOnAt / 1_000) * 1_000);
});

test('a backfill makes up for each past date in order, with inputs of its own, and ends', async () => {
  const { started, state, change } = await enter(
    { cron: '0 * * * *', inputs: { why: 'live' } },
    { inputs: [{ id: 'why', type: 'STRING' }], tasks: [returnTask('{{ inputs.why }}')] },
  );
  const start = Date.UTC(2024, 0, 1);
  const next = (await state()).nextExecutionDate;

  await change('/backfill/create', {
    backfill: {
      start: new Date(start).toISOString(),
      end: new Date(start + 2 * 3_600_000).toISOString(),
      inputs: { why: 'backfill' },
      labels: [{ key: 'made', value: 'up' }],
    },
  });

  const executions = await started(3);
  expect(dates(executions)).toEqual([start, start + 3_600_000, start + 7_200_000]);
  for (const { inputs, labels } of executions) {
    expect(inputs.why).toBe('backfill');
    expect(labels).toContainEqual({ key: 'made', value: 'up' });
  }
  await eventually(async () => expect((await state()).backfill ?? null).toBeNull());
  expect((await state()).nextExecutionDate).toBe(next);
});

test('a backfill may be of a single date, and not end before it begins', async () => {
  const { tenant, started, change, state } = await enter({ cron: '0 9 * * *' });
  await state();
  const at = '2024-01-01T09:00:00Z';

  await change('/backfill/create', { backfill: { start: at, end: at } });

  expect(dates(await started(1))).toEqual([Date.parse(at)]);
  await eventually(async () => expect((await state()).backfill ?? null).toBeNull());
  const body = { namespace: 'team', flowId: 'timed', triggerId: 'tick', backfill: { start: at, end: '2024-01-01' } };
  const refused = await server.request('PUT', '/triggers/backfill/create', { tenant, body });
  expect([refused.status, refused.json.message]).toEqual([
    409,
    'Illegal state: the end of a backfill must not be before its start',
  ]);
});

test.each([
  ['next', '2024-01-07T14:59:00Z', '2024-01-12T15:00:00Z'],
  ['previous', '2024-01-05T15:00:00Z', '2023-12-31T14:59:00Z'],
])('days that conditions leave out are passed over in search of the %s date', async (name, at, expected) => {
  const weekend = { type: 'io.kestra.plugin.core.condition.Weekend' };
  const { tenant, change, state } = await enter({ cron: '* * * * *', timezone: 'Asia/Tokyo', conditions: [weekend] });
  await state();

  await change('/backfill/create', { backfill: { start: at, end: at } });

  await eventually(async () => {
    const { results } = await server.call('GET', '/executions?namespace=team&flowId=timed', { tenant });
    const made = results.find((one: Any) => Date.parse(one.trigger.variables.date) === Date.parse(at));
    expect(Date.parse(made?.trigger.variables[name])).toBe(Date.parse(expected));
  });
});

test('conditions pass over dates on which they do not hold', async () => {
  const { started } = await enter({
    cron: '* * * * * *',
    withSeconds: true,
    conditions: [
      {
        type: 'io.kestra.plugin.core.condition.Expression',
        expression: "{{ (trigger.date | date('s') | number) is even }}",
      },
    ],
  });

  const executions = await started(2);

  const [first, second] = dates(executions);
  expect([first! % 2_000, second! - first!]).toEqual([0, 2_000]);
  expect(Date.parse(executions[0].trigger.variables.next)).toBe(second);
});

test('a date whose conditions cannot be asked makes an execution that FAILED, and says why', async () => {
  const broken = { cron: '* * * * * *', withSeconds: true, when: "{{ fromJson('{') }}", stopAfter: ['FAILED'] };
  const { tenant, state } = await enter(broken);

  await eventually(async () => expect((await state()).disabled).toBe(true));

  const { results } = await server.call('GET', '/executions/search', { tenant });
  expect(results.map((execution: { state: { current: string } }) => execution.state.current)).toEqual(['FAILED']);
  const { lastEvaluation } = await state();
  expect(lastEvaluation).toMatchObject({ outcome: 'FAILED', executionId: results[0].id });
  const [line] = await server.call('GET', `/logs/${results[0].id}`, { tenant });
  expect(line).toMatchObject({ level: 'ERROR', message: lastEvaluation.reason });
});

test('each date of a list starts one execution', async () => {
  const soon = new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 1_000);
  const { started } = await enter({
    type: 'io.kestra.plugin.core.trigger.ScheduleOnDates',
    dates: [soon.toISOString(), new Date(soon.getTime() + 1_000).toISOString()],
  });

  expect(dates(await started(2))).toEqual([soon.getTime(), soon.getTime() + 1_000]);
});

const soonFrom = (fromNowMs: number): Date => new Date(Math.ceil((Date.now() + fromNowMs) / 1_000) * 1_000);

test.each([
  ['the list', '{{ vars.dates }}'],
  ['the list as JSON', '{{ vars.dates | toJson }}'],
  ['single dates', ['{{ vars.dates[0] }}', '{{ vars.dates[1] }}']],
])('dates may be an expression: %s', async (_, listed) => {
  const [first, second] = [soonFrom(1_000), soonFrom(2_000)];
  const { started } = await enter(
    { type: 'io.kestra.plugin.core.trigger.ScheduleOnDates', dates: listed },
    { variables: { dates: [second.toISOString(), first.toISOString()] } },
  );

  expect(dates(await started(2))).toEqual([first.getTime(), second.getTime()]);
});

test('a trigger that is restarted takes up what its dates say by then', async () => {
  const { tenant, state } = await enter({
    type: 'io.kestra.plugin.core.trigger.ScheduleOnDates',
    dates: ["{{ kv('date', errorOnMissing=false) ?? '2100-01-01T00:00:00Z' }}"],
  });
  expect((await state()).nextExecutionDate).toBe('2100-01-01T00:00:00.000Z');
  await server.request('PUT', '/namespaces/team/kv/date', { tenant, body: '"2101-01-01T00:00:00Z"' });

  await server.call('POST', '/triggers/team/timed/tick/restart', { tenant });

  await eventually(async () => expect((await state()).nextExecutionDate).toBe('2101-01-01T00:00:00.000Z'));
});

test('dates that cannot be read are told in the history of their trigger, and start nothing', async () => {
  const { tenant } = await enter({
    type: 'io.kestra.plugin.core.trigger.ScheduleOnDates',
    dates: "{{ 'tomorrow' }}",
  });

  await eventually(async () => {
    const { results } = await server.call('GET', '/triggers/team/timed/tick/evaluations', { tenant });
    expect(results).toEqual([
      expect.objectContaining({ outcome: 'FAILED', reason: expect.stringContaining('The dates must be a list') }),
    ]);
  });
});

test('all that match are exported as a table, and forgotten; those of others stay', async () => {
  const { tenant, state } = await enter({ cron: '0 0 1 1 *' });
  const triggers = [{ id: 'tick', type: schedule, cron: '0 0 1 1 *' }];
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'other', namespace: 'else', triggers }) });
  const neighbour = await enter({ cron: '0 0 1 1 *' });
  await state();
  await neighbour.state();
  const listed = async (of: string) => (await server.call('GET', '/triggers/search', { tenant: of })).total;
  await eventually(async () => expect(await listed(tenant)).toBe(2));

  const reply = await server.request('GET', '/triggers/export/by-query/csv?filters[namespace][EQUALS]=team', {
    tenant,
  });
  const next = `${new Date().getUTCFullYear() + 1}-01-01T00:00:00.000Z`;
  expect(reply.text.split('\r\n')).toEqual([
    'namespace,flowId,triggerId,type,disabled,executionId,lastTriggeredDate,nextExecutionDate',
    `team,timed,tick,${schedule},false,,,${next}`,
    '',
  ]);

  const body = { filters: [{ field: 'namespace', operation: 'EQUALS', value: 'else' }] };
  expect(await server.call('DELETE', '/triggers/delete/by-query', { tenant, body })).toMatchObject({ count: 1 });
  expect((await server.request('DELETE', '/triggers/delete/by-query?namespace=team', { tenant })).status).toBe(422);
  // The flow still has it: it begins anew
  await eventually(async () => expect(await listed(tenant)).toBe(2));
  expect(await server.call('DELETE', '/triggers/delete/by-query', { tenant })).toMatchObject({ totalItems: 2 });
  expect(await listed(neighbour.tenant)).toBe(1);
});

test('those of a flow are filtered and sorted as all are, and what is named twice is changed once', async () => {
  const tenant = await server.newTenant();
  const triggers = ['a', 'b', 'c'].map((id) => ({ id, type: schedule, cron: '0 0 1 1 *' }));
  await server.call('POST', '/flows', { tenant, body: aFlow({ id: 'timed', namespace: 'team', triggers }) });
  const found = async (query: string): Promise<string[]> => {
    const { results } = await server.call('GET', `/triggers/team/timed?${query}`, { tenant });
    return results.map(({ triggerId }: { triggerId: string }) => triggerId);
  };
  await eventually(async () => expect(await found('sort=triggerId:desc')).toEqual(['c', 'b', 'a']));
  const named = ['a', 'a'].map((triggerId) => ({ namespace: 'team', flowId: 'timed', triggerId }));

  const body = { triggers: named, disabled: true };
  expect(await server.call('POST', '/triggers/set-disabled/by-triggers', { tenant, body })).toMatchObject({ count: 1 });
  expect(await found('filters[triggerState][EQUALS]=DISABLED')).toEqual(['a']);
  expect(await found('q=B')).toEqual(['b']);
  const deleted = await server.call('DELETE', '/triggers/delete/by-triggers', { tenant, body: named });
  expect(deleted).toMatchObject({ count: 1 });
});

test('an interval applies to the next date of triggers, or to the last one', async () => {
  const { tenant, started } = await enter({ cron: '* * * * * *', withSeconds: true, allowConcurrent: true });
  const distant = { id: 'tick', type: schedule, cron: '0 0 1 1 *' };
  const flow = aFlow({ id: 'distant', namespace: 'team', triggers: [distant] });
  await server.call('POST', '/flows', { tenant, body: flow });
  await started(1);
  const found = async (query: string, sort = 'flowId'): Promise<string[]> => {
    const { results } = await server.call('GET', `/triggers/search?sort=${sort}&${query}`, { tenant });
    return results.map(({ state }: { state: { flowId: string } }) => state.flowId);
  };
  await eventually(async () => expect(await found('')).toEqual(['distant', 'timed']));
  const bound = new Date(Date.now() + 60_000).toISOString();

  expect(await found(`endDate=${bound}`)).toEqual(['timed']);
  expect(await found(`startDate=${bound}&dateFilter=NEXT_EXECUTION_DATE`)).toEqual(['distant']);
  expect(await found('timeRange=PT1H&dateFilter=LAST_TRIGGERED_DATE')).toEqual(['timed']);
  expect(await found(`filters[lastTriggeredDate][GREATER_THAN]=${bound}`)).toEqual([]);
  expect(await found('', 'nextEvaluationDate:asc')).toEqual(['timed', 'distant']);
  expect(await found('', 'lastTriggeredDate:asc')).toEqual(['distant', 'timed']);
});

test('a trigger that its flow no longer has is forgotten, and stays with the flow of its name in another tenant', async () => {
  const [one, other] = [await server.newTenant(), await server.newTenant()];
  const triggers = ['kept', 'removed'].map((id) => ({ id, type: schedule, cron: '0 0 1 1 *' }));
  const save = (tenant: string, left: readonly object[], method = 'PUT', path = '/flows/team/timed') =>
    server.call(method, path, { tenant, body: aFlow({ id: 'timed', namespace: 'team', triggers: left }) });
  const listed = async (tenant: string): Promise<string[]> =>
    (await server.call('GET', '/triggers/team/timed', { tenant })).results.map(
      ({ triggerId }: { triggerId: string }) => triggerId,
    );
  for (const tenant of [one, other]) {
    await save(tenant, triggers, 'POST', '/flows');
    await eventually(async () => expect((await listed(tenant)).toSorted()).toEqual(['kept', 'removed']));
  }

  await save(one, triggers.slice(0, 1));

  await eventually(async () => expect(await listed(one)).toEqual(['kept']));
  expect((await listed(other)).toSorted()).toEqual(['kept', 'removed']);
});
