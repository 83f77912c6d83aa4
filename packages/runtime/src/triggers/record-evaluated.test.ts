import type { TriggerEvaluation, TriggerState } from '@windhover/model';
import { expect, test } from 'vitest';
import { recordEvaluated } from './record-evaluated.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { PlannedTrigger } from './trigger-plan.ts';

const planned = {
  tenant: { key: 'dev' },
  flow: { namespace: 'team', id: 'timed' },
  trigger: { id: 'tick' },
} as unknown as PlannedTrigger;

interface Failure {
  readonly reason: string;
  readonly executionId?: string;
  readonly fault?: unknown;
}

/** What the operator is told of evaluations that failed so, one after the other. */
function told(...failures: readonly Failure[]): unknown[] {
  const problems: unknown[] = [];
  const deps = {
    store: {
      scope: () => ({
        triggerEvaluations: { append: () => ({}), replaceNewest: () => ({}) },
        logs: { appendOfTrigger: () => ({}) },
      }),
    },
    clock: { now: () => 0 },
    settings: { maxMessageLength: 1_000 },
    report: (problem: unknown) => problems.push(problem),
  } as unknown as TriggerDeps;
  let state = {} as TriggerState;
  for (const [at, { fault, ...how }] of failures.entries()) {
    const evaluation: TriggerEvaluation = { at, outcome: 'FAILED', ...how };
    const recorded = recordEvaluated(deps, planned, { state, evaluation, fault }, 9);
    recorded.tell();
    state = recorded.state;
  }
  return problems;
}

const message = "Trigger 'tick' of flow 'team.timed' could not be evaluated";

test('what the author of a flow can mend is one warning without a stack, until it fails in another way', () => {
  expect(told({ reason: 'no answer' }, { reason: 'no answer' }, { reason: 'no key' })).toEqual([
    { message: `${message}: no answer`, cause: undefined, isWarning: true },
    { message: `${message}: no key`, cause: undefined, isWarning: true },
  ]);
});

test('a failure is not news because each date makes an execution of it', () => {
  expect(told({ reason: 'no answer', executionId: 'a' }, { reason: 'no answer', executionId: 'b' })).toHaveLength(1);
});

test('a fault of ours is told with its cause', () => {
  const fault = new TypeError('x is not a function');

  expect(told({ reason: 'x is not a function', fault })).toEqual([{ message, cause: fault }]);
});
