import type { TriggerEvaluation, TriggerState } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { expect, test } from 'vitest';
import { recordEvaluation } from './record-evaluation.ts';

const begun = { namespace: 'team', flowId: 'polled', triggerId: 'look' } as TriggerState;

/** A trigger that is evaluated again and again: its history, the newest entry first, and whether each was a repetition. */
function evaluatedAs(evaluations: readonly Omit<TriggerEvaluation, 'at'>[], before: TriggerState = begun) {
  const history: unknown[] = [];
  const triggerEvaluations = {
    append: (_: unknown, entry: unknown) => void history.unshift(entry),
    replaceNewest: (_: unknown, entry: unknown) => void (history[0] = entry),
  };
  const repeated: boolean[] = [];
  let state = before;
  for (const [at, evaluation] of evaluations.entries()) {
    const scope = { triggerEvaluations } as unknown as TenantScope;
    const recorded = recordEvaluation(scope, state, { at, ...evaluation }, 9);
    repeated.push(recorded.isRepeated);
    state = recorded.state;
  }
  return { history, repeated, state };
}

const nothing = { outcome: 'SKIPPED', reason: 'Nothing new' } as const;

test('evaluations that go alike one after the other are one entry, which says when it began and how the last went', () => {
  const { history, repeated, state } = evaluatedAs([nothing, nothing, { ...nothing, durationMs: 7 }]);

  expect(history).toEqual([{ ...nothing, at: 2, durationMs: 7, firstAt: 0, count: 3 }]);
  expect(repeated).toEqual([false, true, true]);
  expect(state.lastEvaluation).toEqual(history[0]);
});

test('another outcome or another reason is a new entry, also when it is known from before', () => {
  const failed = { outcome: 'FAILED', reason: 'Nothing new' } as const;
  const { history } = evaluatedAs([nothing, failed, { ...failed, reason: 'no answer' }, nothing]);

  expect(history).toMatchObject([
    { outcome: 'SKIPPED', count: 1 },
    { outcome: 'FAILED', reason: 'no answer', count: 1 },
    { outcome: 'FAILED', reason: 'Nothing new', count: 1 },
    { outcome: 'SKIPPED', count: 1 },
  ]);
});

test('each execution that is started has an entry of its own', () => {
  const failed = { outcome: 'FAILED', reason: 'no answer' } as const;
  const { history } = evaluatedAs([{ ...failed, executionId: 'a' }, { ...failed, executionId: 'b' }, failed]);

  expect(history).toMatchObject([{ count: 1 }, { executionId: 'b', count: 1 }, { executionId: 'a', count: 1 }]);
});

test('what an older version remembered is not in the history and not counted', () => {
  const { history } = evaluatedAs([nothing], { ...begun, lastEvaluation: { ...nothing, at: -1 } });

  expect(history).toEqual([{ ...nothing, at: 0, firstAt: 0, count: 1 }]);
});
