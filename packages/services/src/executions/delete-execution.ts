import { IllegalState, stateProblem } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { executionAudit } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';
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

/** With its task runs and, unless told otherwise, logs, metrics and files. Throws `IllegalState` while it runs. */
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
  // Also of one that has just ended: until it has left memory its owner may still write.
  await deps.host.waitForEnd(scope.key, executionId, AbortSignal.timeout(killLimitMs));
  await deps.store.write([
    scope.executions.delete(executionId, { logs, metrics }),
    executionAudit(deps, scope, actor, execution, 'delete'),
  ]);
  if (!storage) return;
  const { namespace, flowId } = execution;
  await deps.files.open(scope.key).delete(executionDirectory({ namespace, flowId, executionId }));
}
