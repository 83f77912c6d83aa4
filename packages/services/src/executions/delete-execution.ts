import { IllegalState, stateProblem, type Execution } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { executionAudit } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';
import { iterationsOf } from './iterations-of.ts';
import { executionDirectory } from './storage-paths.ts';

export interface DeleteOptions {
  /** All default to true. */
  readonly logs?: boolean | undefined;
  readonly metrics?: boolean | undefined;
  readonly storage?: boolean | undefined;
  /** Kills one that has not ended first. */
  readonly force?: boolean | undefined;
}

/** How long a deletion waits for the end of what it killed. */
const killLimitMs = 30_000;

/** With its task runs, the iterations of its Loops and, unless told otherwise, logs, metrics and files. Throws `IllegalState` while it runs. */
export async function deleteExecution(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  { logs = true, metrics = true, storage = true, force = false }: DeleteOptions = {},
): Promise<void> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:DELETE');
  if (stateProblem('delete', execution.state.current) !== undefined) {
    if (!force)
      throw new IllegalState({ reason: `execution '${executionId}' is ${execution.state.current}, kill it first` });
    await deps.host.send(scope.key, executionId, { kind: 'killRequested', at: deps.clock.now(), cascade: false });
  }
  await remove(deps, scope, execution, { logs, metrics, storage }, [
    executionAudit(deps, scope, actor, execution, 'delete'),
  ]);
}

/** Iterations first, so that none is left without the execution by which it is found. */
async function remove(
  deps: Deps,
  scope: TenantScope,
  execution: Execution,
  parts: { readonly logs: boolean; readonly metrics: boolean; readonly storage: boolean },
  audit: readonly WriteOp[] = [],
): Promise<void> {
  const { id: executionId, namespace, flowId } = execution;
  // Also of one that has just ended: until it has left memory its owner may still write.
  await deps.host.waitForEnd(scope.key, executionId, AbortSignal.timeout(killLimitMs));
  for await (const iteration of iterationsOf(scope, executionId)) await remove(deps, scope, iteration, parts);
  const { logs, metrics, storage } = parts;
  await deps.store.write([scope.executions.delete(executionId, { logs, metrics }), ...audit]);
  if (!storage) return;
  await deps.files.open(scope.key, namespace).delete(executionDirectory({ namespace, flowId, executionId }));
}
