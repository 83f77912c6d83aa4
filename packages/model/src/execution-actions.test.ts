import { expect, test } from 'vitest';
import { stateProblem, type ExecutionAction } from './execution-actions.ts';
import { stateNames } from './states.ts';

/** The states in which each action may be asked for. */
const allowed: Record<ExecutionAction, readonly string[]> = {
  kill: ['CREATED', 'SUBMITTED', 'RESTARTED', 'QUEUED', 'RUNNING', 'PAUSED', 'BREAKPOINT', 'RETRYING', 'KILLING'],
  forceRun: ['CREATED', 'SUBMITTED', 'RESTARTED', 'QUEUED', 'RUNNING', 'PAUSED', 'BREAKPOINT', 'RETRYING', 'KILLING'],
  pause: ['RUNNING'],
  resume: ['PAUSED', 'BREAKPOINT'],
  unqueue: ['QUEUED'],
  restart: ['PAUSED', 'WARNING', 'FAILED', 'CANCELLED', 'SKIPPED', 'RETRIED', 'RESUBMITTED'],
  delete: ['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'CANCELLED', 'SKIPPED', 'RETRIED', 'RESUBMITTED'],
  changeStatus: ['SUCCESS', 'WARNING', 'FAILED', 'KILLED', 'CANCELLED', 'SKIPPED', 'RETRIED', 'RESUBMITTED'],
};

test.each(Object.entries(allowed))('%s is possible in its states and in no other', (action, states) => {
  const found = stateNames.filter((state) => stateProblem(action as ExecutionAction, state) === undefined);
  expect(new Set(found)).toEqual(new Set(states));
});
