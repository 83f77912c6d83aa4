import { IllegalState, stateProblem, type Execution } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { executionAudit } from './execution-audit.ts';
import { fileRemoval } from './file-removal.ts';
import { getExecution } from './get-execution.ts';
import { iterationsOf } from './iterations-of.ts';

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

/** With its task runs, the iterations of its Loops and, unless told otherwise, logs, metrics and files, which stay while a replay reads them. Throws `IllegalState` while it runs. */
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
  const audit = [executionAudit(deps, scope, actor, execution, 'delete')];
  await remove(deps, scope, execution, { logs, metrics, storage, audit });
}

interface Removal {
  readonly logs: boolean;
  readonly metrics: boolean;
  readonly storage: boolean;
  /** Of what was asked for: iterations have none. */
  readonly audit?: readonly WriteOp[];
  /** As {@link fileRemoval} takes it. */
  readonly keptWith?: string | undefined;
}

/** Iterations first, so that none is left without the execution by which it is found. */
async function remove(deps: Deps, scope: TenantScope, execution: Execution, options: Removal): Promise<void> {
  const { id: executionId } = execution;
  const { logs, metrics, storage, audit = [], keptWith } = options;
  // Also of one that has just ended: until it has left memory its owner may still write.
  await deps.host.waitForEnd(scope.key, executionId, AbortSignal.timeout(killLimitMs));
  const removal = await fileRemoval(deps, scope, execution, storage, keptWith);
  for await (const iteration of iterationsOf(scope, executionId))
    await remove(deps, scope, iteration, { logs, metrics, storage, keptWith: removal.keptWith });
  await deps.store.write([scope.executions.delete(executionId, { logs, metrics }), ...removal.writes, ...audit]);
  await removal.removeFiles();
}
