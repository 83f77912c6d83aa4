/** What an evaluation leaves behind: the trigger's state, the newest entry of its history, and what was said of it. */
import type { TriggerState } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import { recordEvaluation } from '@windhover/services';
import { createEvaluationLog } from './evaluation-log.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { Evaluated, PlannedTrigger } from './trigger-plan.ts';

export interface Recorded {
  readonly state: TriggerState;
  /** For the commit that writes the state. */
  readonly writes: readonly WriteOp[];
  /** Tells the operator of a failure, once it is recorded. */
  tell(): void;
}

/** A failure is told, to the log of the trigger and to the operator, when it begins or changes; not at each date. */
export function recordEvaluated(
  deps: TriggerDeps,
  { tenant, flow, trigger }: PlannedTrigger,
  { state, evaluation, lines = [], fault }: Evaluated,
  kept: number,
): Recorded {
  const scope = deps.store.scope(tenant.key);
  const { state: after, write, isRepeated } = recordEvaluation(scope, state, evaluation, kept);
  const isNewFailure = evaluation.outcome === 'FAILED' && !isRepeated;
  const failure = createEvaluationLog(deps, trigger.logLevel);
  if (isNewFailure) failure.log('WARN', `The trigger could not be evaluated: ${evaluation.reason}`);
  const said = [...lines, ...failure.lines()];
  return {
    state: after,
    writes: said.length === 0 ? [write] : [write, scope.logs.appendOfTrigger(state, said)],
    tell() {
      if (!isNewFailure) return;
      const message = `Trigger '${trigger.id}' of flow '${flow.namespace}.${flow.id}' could not be evaluated`;
      if (fault !== undefined) deps.report({ message, cause: fault });
      else deps.report({ message: `${message}: ${evaluation.reason}`, cause: undefined, isWarning: true });
    },
  };
}
