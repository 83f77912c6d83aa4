/** The history of a trigger that has a state: each entry goes along with it. */
import type { TriggerEvaluation, TriggerState } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { continued, newEntry, wentAlike } from './fold-evaluations.ts';

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
  const entry = newEntry(evaluation);
  const alike = continued(state.lastEvaluation, entry);
  return {
    state: { ...state, lastEvaluation: alike ?? entry },
    write:
      alike === undefined
        ? triggerEvaluations.append(state, entry, kept)
        : triggerEvaluations.replaceNewest(state, alike),
    isRepeated: wentAlike(state.lastEvaluation, evaluation),
  };
}
