/** Evaluations that go alike one after the other are one entry of a history; what started something stands alone. */
import type { TriggerEvaluation, TriggerEvaluations } from '@windhover/model';

export function newEntry(evaluation: TriggerEvaluation): TriggerEvaluations {
  return { ...evaluation, count: 1, firstAt: evaluation.at };
}

export function wentAlike(last: TriggerEvaluation | undefined, next: TriggerEvaluation): boolean {
  return last?.outcome === next.outcome && last.reason === next.reason;
}

/** The entry that takes the place of `last`; undefined if `next` is another one. Older versions kept no entries. */
export function continued(
  last: TriggerEvaluation | TriggerEvaluations | undefined,
  next: TriggerEvaluations,
): TriggerEvaluations | undefined {
  if (last === undefined || !('count' in last) || !wentAlike(last, next)) return undefined;
  if (last.executionId !== undefined || next.executionId !== undefined) return undefined;
  return { ...next, count: last.count + next.count, firstAt: last.firstAt };
}
