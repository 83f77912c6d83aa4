/** The history of a trigger: what goes alike one time after the other is one entry of it. */
import type { TriggerEvaluation, TriggerEvaluations, TriggerState } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';

export interface RecordedEvaluation {
  readonly state: TriggerState;
  /** Goes along with the write of the state. */
  readonly write: WriteOp;
  /** It went as the one before, whatever they started. */
  readonly isRepeated: boolean;
}

/** The state of the trigger with what came of its evaluation, and the entry of its history, of which `kept` stay. */
export function recordEvaluation(
  { triggerEvaluations }: Pick<TenantScope, 'triggerEvaluations'>,
  state: TriggerState,
  evaluation: TriggerEvaluation,
  kept: number,
): RecordedEvaluation {
  const { lastEvaluation: last } = state;
  const isRepeated = last?.outcome === evaluation.outcome && last.reason === evaluation.reason;
  const alike = isRepeated ? openEntry(last, evaluation) : undefined;
  const count = (alike?.count ?? 0) + 1;
  const lastEvaluation: TriggerEvaluations = { ...evaluation, count, firstAt: alike?.firstAt ?? evaluation.at };
  return {
    state: { ...state, lastEvaluation },
    write:
      alike === undefined
        ? triggerEvaluations.append(state, lastEvaluation, kept)
        : triggerEvaluations.replaceNewest(state, lastEvaluation),
    isRepeated,
  };
}

/** The entry that goes on with the evaluation; what started something stands alone. Older versions kept no entries. */
function openEntry(
  last: TriggerEvaluation | TriggerEvaluations,
  next: TriggerEvaluation,
): TriggerEvaluations | undefined {
  if (!('count' in last) || last.executionId !== undefined || next.executionId !== undefined) return undefined;
  return last;
}
