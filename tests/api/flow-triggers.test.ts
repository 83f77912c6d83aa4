/** Executions that start because another one changed its state. */
import {
  aFlow,
  eventually,
  failTask,
  returnTask,
  startServer,
  type TaskParts,
  type TestServer,
} from '@windhover/testing';
import { beforeAll, describe, expect, test } from 'vitest';

const flowTrigger = 'io.kestra.plugin.core.trigger.Flow';
const conditions = 'io.kestra.plugin.core.condition';
let server: TestServer;

beforeAll(async () => {
  server = await startServer({ tenancy: 'explicit' });
  return () => server.stop();
});

/** A tenant of its own. */
async function enter() {
  const tenant = await server.newTenant();
  const save = (parts: Parameters<typeof aFlow>[0]) => server.call('POST', '/flows', { tenant, body: aFlow(parts) });
  const listen = (id: string, trigger: object, parts: object = {}) =>
    save({ id, namespace: 'down', triggers: [{ id: 'hear', type: flowTrigger, ...trigger }], ...parts });
  const start = (flow: string) =>
    server.call('POST', `/executions/${flow}?wait=true`, { tenant, body: new FormData() });
  /** Executions of a flow, oldest first, once there are so many. */
  const heard = (flow: string, count = 1) =>
    eventually(
      async () => {
        const [namespace, id] = flow.split('/');
        const { results } = await server.call('GET', `/executions?namespace=${namespace}&flowId=${id}`, { tenant });
        expect(results.length).toBeGreaterThanOrEqual(count);
        for (const { state } of results) expect(['SUCCESS', 'FAILED', 'WARNING']).toContain(state.current);
        const full = results.map(({ id: executionId }: { id: string }) =>
          server.call('GET', `/executions/${executionId}`, { tenant }),
        );
        return (await Promise.all(full)).reverse();
      },
      // A window that was missed is told of some seconds after its end
      { timeoutMs: 20_000 },
    );
  /** A flow that hears everything: once it has run, nobody else will. */
  const everybodyHasHeard = async (executionId: string): Promise<void> => {
    await eventually(async () => {
      const all = await heard('down/witness');
      expect(all.some(({ trigger }) => trigger.variables.executionId === executionId)).toBe(true);
    });
  };
  const witness = () => listen('witness', { conditions: [ofNamespace('up')] });
  return { tenant, save, listen, start, heard, everybodyHasHeard, witness };
}

const ofNamespace = (namespace: string) => ({ type: `${conditions}.ExecutionNamespace`, namespace });
const value = (execution: { taskRunList: { outputs: { value: string } }[] }): string | undefined =>
  execution.taskRunList.at(-1)?.outputs.value;

test('a listener hears what is started right after it was saved, and knows whom it heard', async () => {
  const { save, listen, start, heard } = await enter();
  await save({ id: 'up', namespace: 'up', tasks: [returnTask('made', 'make')], labels: { colour: 'red' } });
  await listen(
    'listener',
    {
      inputs: { given: '{{ outputs.make.value }} by {{ trigger.flowId }}, {{ labels.colour }}' },
      conditions: [{ type: `${conditions}.ExecutionFlow`, namespace: 'up', flowId: 'up' }],
    },
    { inputs: [{ id: 'given', type: 'STRING' }], tasks: [returnTask('{{ inputs.given }}')] },
  );

  const up = await start('up/up');

  const [execution] = await heard('down/listener');
  expect(value(execution)).toBe('made by up, red');
  expect(execution.trigger).toMatchObject({
    id: 'hear',
    type: flowTrigger,
    variables: { executionId: up.id, namespace: 'up', flowId: 'up', flowRevision: 1, state: 'SUCCESS' },
  });
  const correlation = (labels: { key: string; value: string }[]) =>
    labels.find(({ key }) => key === 'system.correlationId')?.value;
  expect(correlation(execution.labels)).toBe(up.id);
});

test('states are heard each time they are entered; without states those that end, and PAUSED', async () => {
  const { save, listen, start, heard } = await enter();
  const pause: TaskParts = { id: 'pause', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT0.1S' };
  await save({ id: 'up', namespace: 'up', tasks: [pause] });
  const parts = { tasks: [returnTask('{{ trigger.state }}')] };
  const only = { conditions: [ofNamespace('up')] };
  await listen('all', { ...only, states: ['RUNNING', 'PAUSED', 'SUCCESS'] }, parts);
  await listen('rests', only, parts);

  await start('up/up');

  expect((await heard('down/all', 4)).map(value)).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'SUCCESS']);
  expect((await heard('down/rests', 2)).map(value)).toEqual(['PAUSED', 'SUCCESS']);
});

test('conditions that do not hold, or cannot be told, start nothing; nor does a flow start itself', async () => {
  const { save, listen, start, everybodyHasHeard, witness, tenant } = await enter();
  const ofUp = { type: `${conditions}.ExecutionFlow`, namespace: 'up', flowId: 'up' };
  await save({ id: 'up', namespace: 'up', triggers: [{ id: 'self', type: flowTrigger, conditions: [ofUp] }] });
  await listen('other-state', {
    conditions: [ofNamespace('up'), { type: `${conditions}.ExecutionStatus`, in: ['FAILED'] }],
  });
  await listen('other-flow', {
    conditions: [{ type: `${conditions}.ExecutionFlow`, namespace: 'up', flowId: 'else' }],
  });
  await listen('broken', {
    conditions: [ofNamespace('up'), { type: `${conditions}.Expression`, expression: '{{ outputs.absent.value }}' }],
  });
  await listen('disabled', { conditions: [ofNamespace('up')], disabled: true });
  await witness();

  const up = await start('up/up');
  await everybodyHasHeard(up.id);

  const { results } = await server.call('GET', '/executions/search?size=100', { tenant });
  const flows = results.map(({ flowId }: { flowId: string }) => flowId).sort();
  expect(flows.filter((id: string) => id !== 'witness')).toEqual(['up']);
});

test('a condition on attempts looks at those of the execution that is heard', async () => {
  const { save, listen, start, heard, everybodyHasHeard, witness, tenant } = await enter();
  const retry = { type: 'constant', interval: 'PT0.05S', maxAttempts: 2 };
  await save({ id: 'up', namespace: 'up', tasks: [{ ...failTask(), retry }] });
  await save({ id: 'well', namespace: 'up', tasks: [failTask()] });
  await listen('retried', {
    conditions: [ofNamespace('up'), { type: `${conditions}.HasRetryAttempt`, in: ['FAILED'] }],
  });
  await witness();

  const up = await start('up/up');
  const well = await start('up/well');
  await everybodyHasHeard(up.id);
  await everybodyHasHeard(well.id);

  await heard('down/retried');
  const { results } = await server.call('GET', '/executions?namespace=down&flowId=retried', { tenant });
  expect(results.map((execution: { trigger: { variables: object } }) => execution.trigger.variables)).toEqual([
    expect.objectContaining({ executionId: up.id }),
  ]);
});

test('a namespace that says who may reach it is heard by nobody else', async () => {
  const { tenant, save, start, everybodyHasHeard, witness } = await enter();
  await save({ id: 'up', namespace: 'up' });
  await witness();
  await save({
    id: 'stranger',
    namespace: 'strange',
    triggers: [{ id: 'hear', type: flowTrigger, conditions: [ofNamespace('up')] }],
  });
  await server.call('PUT', '/namespaces/up', {
    tenant,
    body: { id: 'up', allowedNamespaces: [{ namespace: 'down' }] },
  });

  const up = await start('up/up');
  await everybodyHasHeard(up.id);

  const { results } = await server.call('GET', '/executions?namespace=strange&flowId=stranger', { tenant });
  expect(results).toEqual([]);
});

test('preconditions wait for all of several flows, and begin anew after that', async () => {
  const { save, listen, start, heard, everybodyHasHeard, witness } = await enter();
  const outputs = (id: string) => [{ id, type: 'STRING', value: '{{ execution.id }}' }];
  await save({ id: 'a', namespace: 'up', labels: { some: 'label' }, outputs: outputs('fromA') });
  await save({ id: 'b', namespace: 'up', outputs: outputs('fromB') });
  const filter = (field: string, type: string, wanted?: string) => ({ field, type, value: wanted });
  await listen(
    'both',
    {
      preconditions: {
        id: 'set',
        flows: [{ namespace: 'up', flowId: 'b', states: ['SUCCESS'] }],
        where: [
          {
            id: 'labelled',
            filters: [
              filter('NAMESPACE', 'EQUAL_TO', 'up'),
              filter('EXPRESSION', 'IS_TRUE', "{{ labels.some == 'label' }}"),
            ],
          },
        ],
      },
    },
    { tasks: [returnTask('{{ trigger.outputs.fromA }} {{ trigger.outputs.fromB }} {{ trigger.flowId }}')] },
  );
  await witness();

  await start('up/a');
  const firstA = await start('up/a');
  const firstB = await start('up/b');
  const [first] = await heard('down/both');
  const secondB = await start('up/b');
  await everybodyHasHeard(secondB.id);
  expect(await heard('down/both')).toHaveLength(1);
  const secondA = await start('up/a');

  const [, second] = await heard('down/both', 2);
  expect([first, second].map(value)).toEqual([`${firstA.id} ${firstB.id} b`, `${secondA.id} ${secondB.id} a`]);
});

describe('dependsOn', () => {
  const upstream = (flowId: string, more: object = {}) => ({ namespace: 'up', flowId, ...more });
  const outputs = (id: string) => [{ id, type: 'STRING', value: '{{ execution.id }}' }];
  /** Flows `a`, `b` and `c`, and one that waits for them; its outputs show those that `trigger` has. */
  async function enterDepending(trigger: object, shown = '{{ trigger.executionId }}') {
    const entered = await enter();
    for (const id of ['a', 'b', 'c']) await entered.save({ id, namespace: 'up', outputs: outputs('made') });
    await entered.listen('down', trigger, { tasks: [returnTask(shown)] });
    await entered.witness();
    const run = async (id: string): Promise<string> => {
      const execution = await entered.start(`up/${id}`);
      await entered.everybodyHasHeard(execution.id);
      return execution.id;
    };
    const started = async (): Promise<number> =>
      (await server.call('GET', '/executions?namespace=down&flowId=down', { tenant: entered.tenant })).total;
    return { ...entered, run, started };
  }

  test('all of them are waited for, and nothing else counts; their outputs are known by their flows', async () => {
    const { run, started, heard } = await enterDepending(
      { dependsOn: [upstream('a'), upstream('b', { states: ['SUCCESS'] })] },
      '{{ trigger.outputs.a.made }} {{ trigger.outputs.b.made }}',
    );

    await run('c');
    const a = await run('a');
    expect(await started()).toBe(0);
    const b = await run('b');

    const [first] = await heard('down/down');
    expect(value(first)).toBe(`${a} ${b}`);
    await run('b');
    expect(await started()).toBe(1);
  });

  test('what came before counts for what a changed flow still waits for, and for nothing else', async () => {
    const { tenant, run, started, heard } = await enterDepending({ dependsOn: [upstream('a'), upstream('b')] });
    const wait = (...ids: string[]) =>
      server.call('PUT', '/flows/down/down', {
        tenant,
        body: aFlow({
          id: 'down',
          namespace: 'down',
          triggers: [{ id: 'hear', type: flowTrigger, dependsOn: ids.map((id) => upstream(id)) }],
          tasks: [returnTask('{{ trigger.outputs | keys | join(" ") }}')],
        }),
      });
    await run('a');

    await wait('c', 'b');
    await run('b');
    expect(await started()).toBe(0);
    await wait('b', 'c');
    await run('c');

    const [execution] = await heard('down/down');
    expect(value(execution)?.split(' ').toSorted()).toEqual(['b', 'c', 'made']);
  });

  test.each([
    [{ mode: 'ANY' }, ['a', 'b', 'b'], [1, 2, 3]],
    [{ mode: 'AT_LEAST', minSatisfied: 2 }, ['a', 'a', 'c', 'b'], [0, 0, 1, 1]],
    [{ mode: 'ANY', window: { every: 'P1D', fireOnce: true } }, ['a', 'b'], [1, 1]],
    [{ mode: 'AT_LEAST', minSatisfied: 2, window: { lookback: 'PT1H' } }, ['a', 'b'], [0, 1]],
  ])('%j starts as often as it says', async (how, order, counts) => {
    const dependsOn = ['a', 'b', 'c'].map((flowId) => upstream(flowId));
    const { run, started } = await enterDepending({ dependsOn, ...how });

    const seen = [];
    for (const id of order) {
      await run(id);
      seen.push(await started());
    }

    expect(seen).toEqual(counts);
  });

  test('labels, in either spelling, and an expression narrow it down', async () => {
    const { save, listen, heard, run, started } = await enterDepending({
      dependsOn: [upstream('a', { labels: [{ key: 'team', value: 'x' }], when: "{{ trigger.state == 'SUCCESS' }}" })],
    });

    await run('a');
    expect(await started()).toBe(0);
    await save({ id: 'labelled', namespace: 'up', labels: { team: 'x' } });
    await listen('labelled', { dependsOn: [upstream('labelled', { labels: { team: 'x' } })] });
    await run('labelled');
    await heard('down/labelled');
  });

  test('a window in which it was not started leaves a failed execution that says what was missing, in each tenant', async () => {
    const trigger = {
      dependsOn: [upstream('a'), upstream('b')],
      window: { every: 'PT2S' },
      onMiss: { behavior: 'FAIL', labels: { missed: 'yes' } },
    };
    const both = [await enterDepending(trigger), await enterDepending(trigger)];

    for (const { tenant, heard } of both) {
      const [missed] = await heard('down/down');
      expect(missed.state.current).toBe('FAILED');
      expect(missed.labels).toContainEqual({ key: 'missed', value: 'yes' });
      const [line] = await server.call('GET', `/logs/${missed.id}`, { tenant });
      expect(line.message).toMatch(/^The window ended at \d{4}-\S+ without 'up.a', 'up.b'$/);
      const { results } = await server.call('GET', '/triggers/down/down/hear/evaluations', { tenant });
      expect(results.map(({ reason }: { reason: string }) => reason)).toContain(line.message);
    }
  });

  test('what came within a window is not missing at its end, in its own tenant alone', async () => {
    const trigger = {
      dependsOn: [upstream('a'), upstream('b')],
      window: { every: 'PT2S' },
      onMiss: { behavior: 'FAIL' },
    };
    const [one, other] = [await enterDepending(trigger), await enterDepending(trigger)];
    const missing = async ({ tenant }: { tenant: string }): Promise<string[]> => {
      const { results } = await server.call('GET', '/triggers/down/down/hear/evaluations', { tenant });
      return results.map(({ reason }: { reason: string }) => reason.split(' without ')[1]);
    };

    await one.run('a');

    await eventually(async () => expect(await missing(one)).toContain("'up.b'"), { timeoutMs: 20_000 });
    expect(await missing(other)).not.toContain("'up.b'");
  });

  test.each([
    [{ mode: 'ANY' }, '`mode` needs `dependsOn`'],
    [{ dependsOn: [upstream('a')], mode: 'AT_LEAST' }, 'must be given with mode AT_LEAST'],
    [{ dependsOn: [upstream('a')], mode: 'AT_LEAST', minSatisfied: 2 }, 'must be at most 1'],
    [{ dependsOn: [upstream('a')], minSatisfied: 1 }, 'is for mode AT_LEAST'],
    [{ dependsOn: [upstream('a')], window: { from: '08:00' } }, 'must have either `deadline`'],
    [{ dependsOn: [upstream('a')], window: { deadline: '8 am' } }, 'must be a time of day such as 09:00'],
    [{ dependsOn: [upstream('a')], window: { deadline: '08:00', every: 'PT1H' } }, 'must have either `deadline`'],
    [{ dependsOn: [upstream('a')], window: { lookback: 'PT1H' }, onMiss: { behavior: 'FAIL' } }, 'needs a window that'],
    [{ dependsOn: [upstream('a')], preconditions: { id: 'x', flows: [upstream('a')] } }, 'cannot stand beside'],
  ])('%j is refused', async (trigger, message) => {
    const { tenant } = await enter();
    const body = aFlow({ id: 'down', namespace: 'down', triggers: [{ id: 'hear', type: flowTrigger, ...trigger }] });

    const reply = await server.request('POST', '/flows', { tenant, body });

    expect([reply.status, reply.text]).toEqual([422, expect.stringContaining(message)]);
  });
});

test('what cannot be rendered makes a failed execution, a missing input does not', async () => {
  const { tenant, save, listen, start, heard } = await enter();
  await save({ id: 'up', namespace: 'up', tasks: [failTask()] });
  const parts = { inputs: [{ id: 'needed', type: 'STRING' }] };
  const only = { conditions: [ofNamespace('up')] };
  await listen('broken', { ...only, inputs: { needed: '{{ outputs.none.value }}' } }, parts);
  await listen('empty', only, parts);

  await start('up/up');

  const [broken] = await heard('down/broken');
  const [line] = await server.call('GET', `/logs/${broken.id}`, { tenant });
  expect(broken.state.current).toBe('FAILED');
  expect(line.message).toMatch(/^The inputs of trigger 'hear' cannot be rendered: Unable to find `none`/);
  expect((await heard('down/empty'))[0].state.current).toBe('SUCCESS');
});
