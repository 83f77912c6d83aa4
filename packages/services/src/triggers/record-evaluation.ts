/** The history of a trigger: what goes alike one time after the other is one entry of it. */
import type { TriggerEvaluation, TriggerEvaluations, TriggerState } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';

export interface RecordedEvaluation {
  readonly state: TriggerState;
  /** Goes along with the write of the state. */
  readonly write: WriteOp;
  /** It went as the one before. */
  readonly isRepeated: boolean;
}

/** The state of the trigger with what came of its evaluation, and the entry of its history, of which `kept` stay. */
export function recordEvaluation(
  { triggerEvaluations }: Pick<TenantScope, 'triggerEvaluations'>,
  state: TriggerState,
  evaluation: TriggerEvaluation,
  kept: number,
): RecordedEvaluation {
  const alike = entryLike(state.lastEvaluation, evaluation);
  const count = (alike?.count ?? 0) + 1;
  const lastEvaluation: TriggerEvaluations = { ...evaluation, count, firstAt: alike?.firstAt ?? evaluation.at };
  return {
    state: { ...state, lastEvaluation },
    write:
      alike === undefined
        ? triggerEvaluations.append(state, lastEvaluation, kept)
        : triggerEvaluations.replaceNewest(state, lastEvaluation),
    isRepeated: alike !== undefined,
  };
}

/** The entry that the evaluation belongs to; what started something stands alone. Those of older versions are not in the history. */
function entryLike(last: TriggerState['lastEvaluation'], next: TriggerEvaluation): TriggerEvaluations | undefined {
  if (last === undefined || !('count' in last)) return undefined;
  if (last.executionId !== undefined || next.executionId !== undefined) return undefined;
  return last.outcome === next.outcome && last.reason === next.reason ? last : undefined;
}
