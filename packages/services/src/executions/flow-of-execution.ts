import { iterationFlow } from '@windhover/engine';
import { NotFound, type Execution, type Flow } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { flowThing } from '../flows/flow-name.ts';
import { loadFlow } from '../flows/load-flow.ts';

/**
 * The revision that the execution runs, with the templates that it began with; or the one asked for, with the templates as they
 * are now. Of an iteration the tasks of its Loop. Throws `NotFound` when it is gone or cannot be read.
 */
export async function flowOfExecution(
  deps: Deps,
  scope: TenantScope,
  { namespace, flowId, flowRevision, templates, loopRun }: Execution,
  asked?: number,
): Promise<Flow> {
  const revision = asked ?? flowRevision;
  const begunWith = asked === undefined ? templates : undefined;
  const loaded = await loadFlow(deps, scope.key, namespace, flowId, revision, begunWith);
  if (loaded?.flow === undefined) {
    throw new NotFound({ thing: `${flowThing({ namespace, id: flowId })}, revision ${revision}` });
  }
  if (loopRun === undefined) return loaded.flow;
  const ofIteration = iterationFlow(loaded.flow, loopRun.taskId);
  if (ofIteration === undefined) {
    const ofFlow = flowThing({ namespace, id: flowId });
    throw new NotFound({ thing: `Loop '${loopRun.taskId}' of ${ofFlow}, revision ${revision}` });
  }
  return ofIteration;
}
