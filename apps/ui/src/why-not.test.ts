import { expect, test } from 'vitest';
import { stateNames, stateProblem, type StateName } from '@windhover/model';
import type { WireExecution } from './api/wire.ts';
import type { Permissions } from './auth/permissions.ts';
import { whyNot } from './why-not.ts';

const everything: Permissions = { can: () => true };
const nothing: Permissions = { can: () => false };
const anExecutionIn = (current: StateName) => ({ namespace: 'team', state: { current } }) as unknown as WireExecution;

test('an action is refused in the states in which the server refuses it, in its words', () => {
  const actions = ['kill', 'pause', 'resume', 'forceRun', 'restart'] as const;
  const found = actions.flatMap((action) =>
    stateNames.map((state) => [action, state, whyNot[action](anExecutionIn(state), everything)]),
  );

  expect(found).toEqual(
    actions.flatMap((action) =>
      stateNames.map((state) => {
        const problem = stateProblem(action, state);
        return [action, state, problem === undefined ? undefined : `It ${problem}`];
      }),
    ),
  );
  expect(whyNot.restart(anExecutionIn('KILLED'), everything)).toBe('It has nothing to restart');
  expect(whyNot.pause(anExecutionIn('PAUSED'), everything)).toBe('It is not running');
});

test('a permission is asked for only where the state allows the action', () => {
  expect(whyNot.kill(anExecutionIn('RUNNING'), nothing)).toBe('Needs the permission EXECUTION:KILL');
  expect(whyNot.kill(anExecutionIn('SUCCESS'), nothing)).toBe('It has ended');
});
