/** What a flow trigger knows of the execution that it looks at: also what waits in the inbox until it was looked at. */
import type { Execution, ExecutionFacts, JsonObject, Label, StateName } from '@windhover/model';

/** A change of state that flow triggers must look at, as stored. */
export interface StateNews {
  readonly kind: 'stateChanged';
  readonly executionId: string;
  readonly namespace: string;
  readonly flowId: string;
  readonly flowRevision: number;
  readonly state: StateName;
  readonly at: number;
  readonly labels: readonly Label[];
  readonly outputs?: JsonObject;
}

export function toNews(execution: Execution, state: StateName, at: number): StateNews {
  const { id, namespace, flowId, flowRevision, labels, outputs } = execution;
  return {
    kind: 'stateChanged',
    executionId: id,
    namespace,
    flowId,
    flowRevision,
    state,
    at,
    labels,
    ...(outputs !== undefined && { outputs }),
  };
}

/** `trigger.*` of the execution that is started. */
export function toVariables({ executionId, namespace, flowId, flowRevision, state, outputs }: StateNews): JsonObject {
  return { executionId, namespace, flowId, flowRevision, state, outputs: outputs ?? {} };
}

export function toFacts(news: StateNews, attemptStates: readonly StateName[]): ExecutionFacts {
  const { namespace, flowId, state, labels } = news;
  return { namespace, flowId, state, labels, attemptStates };
}
