/** What an evaluation leaves behind: the trigger's state, the newest entry of its history, and a word to the operator. */
import type { TriggerState } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { recordEvaluation } from '@windhover/services';
import type { TriggerDeps } from './trigger-deps.ts';
import type { Evaluated, PlannedTrigger } from './trigger-plan.ts';

export interface Recorded {
  readonly state: TriggerState;
  /** For the commit that writes the state. */
  readonly writes: readonly WriteOp[];
  /** Tells the operator of a failure; once it is recorded, and once for those that are alike one after the other. */
  tell(): void;
}

export function recordEvaluated(
  deps: TriggerDeps,
  { tenant, flow, trigger }: PlannedTrigger,
  { state, evaluation, fault }: Evaluated,
  kept: number,
): Recorded {
  const recorded = recordEvaluation(deps.store.scope(tenant.key), state, evaluation, kept);
  return {
    state: recorded.state,
    writes: [recorded.write],
    tell() {
      if (evaluation.outcome !== 'FAILED' || recorded.isRepeated) return;
      const message = `Trigger '${trigger.id}' of flow '${flow.namespace}.${flow.id}' could not be evaluated`;
      if (fault !== undefined) deps.report({ message, cause: fault });
      else deps.report({ message: `${message}: ${evaluation.reason}`, cause: undefined, isWarning: true });
    },
  };
}
