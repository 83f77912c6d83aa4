import { renderSync } from '@windhover/expressions';
import { expect, test } from 'vitest';
import { provideOutputs } from './provide-outputs.ts';
import { drive } from './testing/drive.ts';
import { aFlow, aFlowable, aTask, compiled, testEvaluator } from './testing/test-flow.ts';
import { loadLive } from './load-live.ts';
import { NotLoaded } from './types.ts';
import { variablesOf } from './variables.ts';

const nested = aFlow([
  aFlowable(
    'each',
    'ForEach',
    { tasks: [aFlowable('if', 'If', { then: [aTask('a')] }, { properties: { condition: 'true' } })] },
    { properties: { values: ['x'] } },
  ),
]);

test('without declared inputs there is no such variable', () => {
  const { live } = drive(nested, { inputs: {} });

  expect(variablesOf(live, undefined).lookup('inputs')).toBeUndefined();
});

test('numbers of FLOAT inputs are decimals, even without a fraction', () => {
  const flow = aFlow([aTask('a')], {
    inputs: [
      { id: 'half', type: 'FLOAT', required: true, options: {} },
      { id: 'of.it', type: 'FLOAT', required: true, options: {} },
      { id: 'whole', type: 'INT', required: true, options: {} },
    ],
  });
  const { live } = drive(flow, { inputs: { half: 5, of: { it: 2, other: 2 }, whole: 5 } });
  const render = (template: string) => renderSync(template, variablesOf(live, undefined));

  expect(render('{{ inputs.half / 2 }} {{ inputs.of.it }} {{ inputs.whole / 2 }}')).toBe('2.5 2.0 2');
  expect(render('{{ inputs }}')).toBe('{"half":5.0,"of":{"it":2.0,"other":2},"whole":5}');
});

test('a task sees itself, its ancestors and what it began from', () => {
  const run = drive(nested, {
    inputs: { i: 1 },
    labels: [
      { key: 'system.correlationId', value: 'c' },
      { key: 'k', value: 'v' },
      { key: 'k', value: 'w' },
    ],
    trigger: { id: 't', type: 'T', variables: { date: 'd' } },
  });
  const see = (name: string): unknown => variablesOf(run.live, 2).lookup(name);

  expect(see('task')).toEqual({ id: 'a', type: 'test.Run' });
  expect(see('taskrun')).toMatchObject({ id: 'execution2', parentId: 'execution1', attemptsCount: 0 });
  expect(see('parent')).toEqual({ taskrun: { value: 'x' }, outputs: { evaluationResult: true } });
  expect(see('outputs')).toEqual({ if: { x: { evaluationResult: true } } });
  expect(see('inputs')).toEqual({ i: 1 });
  expect(see('labels')).toEqual({ system: { correlationId: 'c' }, k: 'v' });
  expect(see('trigger')).toEqual({ date: 'd' });
  expect(see('execution')).toMatchObject({ id: 'execution', state: 'RUNNING' });
  expect(see('flow')).toEqual({ id: 'flow', namespace: 'test', revision: 1 });
});

test('what there is none of is undefined: inputs, vars, trigger, parents', () => {
  const run = drive(aFlow([aTask('a')]));

  for (const name of ['inputs', 'vars', 'trigger', 'parent', 'parents', 'globals'])
    expect(variablesOf(run.live, 0).lookup(name)).toBeUndefined();
  expect(variablesOf(run.live, 0).lookup('outputs')).toEqual({});
  expect([...variablesOf(run.live, 0).names()]).toContain('taskrun');
});

test('variables that tasks set stand over those of the flow, which can be removed, too', () => {
  const run = drive(aFlow([aTask('a'), aTask('b'), aTask('c')], { variables: { x: 1, y: 1 } }));

  run.succeed('a', { update: { variables: { y: 2 } } });
  expect(variablesOf(run.live, 1).lookup('vars')).toEqual({ x: 1, y: 2 });
  run.succeed('b', { update: { unsetVariables: ['x'] } });
  expect(variablesOf(run.live, 2).lookup('vars')).toEqual({ y: 2 });
});

test('outputs that are not in memory throw until they are provided, and again once they are given back', () => {
  const run = drive(aFlow([aTask('a'), aTask('b')]));
  run.succeed('a', { outputs: { n: 1 } });
  const { outputs: _outputs, ...bare } = run.row('a');
  const live = loadLive(
    compiled(aFlow([aTask('a'), aTask('b')])),
    run.execution(),
    [{ ...bare, hasOutputs: true }, run.row('b')],
    testEvaluator,
  );
  const read = (): unknown => (variablesOf(live, 1).lookup('outputs') as Record<string, unknown>)['a'];

  expect(read).toThrow(NotLoaded);
  const giveBack = provideOutputs(live, [run.row('a')], () => undefined);
  expect(read()).toEqual({ n: 1 });
  giveBack();
  expect(read).toThrow(NotLoaded);
});

test('outputs beyond the cache are left to be loaded', () => {
  const run = drive(
    aFlow([aTask('a'), aTask('b')]),
    {},
    { settings: { killGraceMs: 1, afterKillMs: 1, openAtOnce: 10, outputCacheBytes: 100 } },
  );

  run.succeed('a', { outputs: { text: 'x'.repeat(200) } });

  expect(() => (variablesOf(run.live, 1).lookup('outputs') as Record<string, unknown>)['a']).toThrow(NotLoaded);
});
