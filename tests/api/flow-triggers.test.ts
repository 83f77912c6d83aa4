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
import { beforeAll, expect, test } from 'vitest';

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
    eventually(async () => {
      const [namespace, id] = flow.split('/');
      const { results } = await server.call('GET', `/executions?namespace=${namespace}&flowId=${id}`, { tenant });
      expect(results.length).toBeGreaterThanOrEqual(count);
      for (const { state } of results) expect(['SUCCESS', 'FAILED', 'WARNING']).toContain(state.current);
      const full = results.map(({ id: executionId }: { id: string }) =>
        server.call('GET', `/executions/${executionId}`, { tenant }),
      );
      return (await Promise.all(full)).reverse();
    });
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

test('states are heard each time they are entered; without states only those that end', async () => {
  const { save, listen, start, heard } = await enter();
  const pause: TaskParts = { id: 'pause', type: 'io.kestra.plugin.core.flow.Pause', pauseDuration: 'PT0.1S' };
  await save({ id: 'up', namespace: 'up', tasks: [pause] });
  const parts = { tasks: [returnTask('{{ trigger.state }}')] };
  const only = { conditions: [ofNamespace('up')] };
  await listen('all', { ...only, states: ['RUNNING', 'PAUSED', 'SUCCESS'] }, parts);
  await listen('ends', only, parts);

  await start('up/up');

  expect((await heard('down/all', 4)).map(value)).toEqual(['RUNNING', 'PAUSED', 'RUNNING', 'SUCCESS']);
  expect((await heard('down/ends')).map(value)).toEqual(['SUCCESS']);
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
  await save({ id: 'well', namespace: 'up' });
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
