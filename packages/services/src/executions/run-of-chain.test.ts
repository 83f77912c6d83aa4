import { beginIn, enter, type Execution, type StateName } from '@windhover/model';
import { expect, test } from 'vitest';
import { RunOfChain } from './run-of-chain.ts';

/** In these states, one a time unit from the time given. */
function execution(id: string, from: number, states: readonly StateName[], trigger?: string): Execution {
  const [first, ...others] = states;
  const state = others.reduce((history, name, index) => enter(history, name, from + index + 1), beginIn(first!, from));
  const type = trigger === undefined ? undefined : `io.kestra.plugin.core.${trigger}`;
  return { id, state, ...(type !== undefined && { trigger: { id: 'by', type, variables: {} } }) } as Execution;
}

const failed: readonly StateName[] = ['CREATED', 'RUNNING', 'FAILED'];
const restarted: readonly StateName[] = [...failed, 'RESTARTED', 'RUNNING'];
const ended: readonly StateName[] = ['CREATED', 'RUNNING', 'SUCCESS'];

test('a chain is over once each of its flows has run and none runs', () => {
  const run = new RunOfChain(new Set(['main', 'child']), 'm');

  const over = [
    ['main', execution('m', 0, ['CREATED', 'RUNNING'])],
    ['child', execution('c', 1, ended, 'flow.Subflow')],
    ['main', execution('m', 0, ended)],
    ['child', execution('d', 9, ['CREATED'], 'flow.Subflow')],
    ['elsewhere', execution('e', 9, ['CREATED'])],
    ['child', execution('d', 9, ended, 'flow.Subflow')],
  ].map(([flow, seen]) => {
    run.see(flow as string, seen as Execution);
    return run.isOver;
  });

  expect(over).toEqual([false, false, true, false, false, true]);
});

test('after a restart what listens has to run again, what was started by the execution or before it has not', () => {
  const run = new RunOfChain(new Set(['source', 'main', 'child', 'listener']), 'm');
  run.see('source', execution('s', 0, ended));
  run.see('main', execution('m', 10, [...restarted, 'SUCCESS'], 'trigger.Flow'));
  run.see('child', execution('c', 11, ended, 'flow.Subflow'));
  run.see('listener', execution('l', 12, failed, 'trigger.Flow'));
  const before = run.isOver;

  run.see('listener', execution('k', 16, ended, 'trigger.Flow'));

  expect([before, run.isOver]).toEqual([false, true]);
});

test('a pause that somebody ended is no restart', () => {
  const run = new RunOfChain(new Set(['main', 'listener']), 'm');
  run.see('main', execution('m', 0, ['CREATED', 'RUNNING', 'PAUSED', 'RESTARTED', 'RUNNING', 'SUCCESS']));
  run.see('listener', execution('l', 2, ended, 'trigger.Flow'));

  expect(run.isOver).toBe(true);
});
