import { IllegalState, stateProblem, type Execution } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';

export interface KillOptions {
  /** Reaches executions that this one started, also when it has ended itself. Default true. */
  readonly cascade?: boolean | undefined;
}

/** Asks for the end; the execution is KILLING until its workers have stopped. Throws `IllegalState` when it has ended. */
export async function killExecution(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  { cascade = true }: KillOptions = {},
): Promise<Execution> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:KILL');
  const hasEnded = stateProblem('kill', execution.state.current) !== undefined;
  if (hasEnded && !cascade) {
    throw new IllegalState({ reason: `execution '${executionId}' has ended already, it can't be killed` });
  }
  const killed = await deps.host.send(scope.key, executionId, { kind: 'killRequested', at: deps.clock.now(), cascade });
  await noteOnExecution(deps, scope, actor, execution, 'kill');
  if (cascade && hasEnded) await killChildren(deps, scope, executionId);
  return killed ?? execution;
}

/** The engine tells the children of what it stops; those of an execution that ended before are found here. */
async function killChildren(deps: Deps, scope: TenantScope, executionId: string): Promise<void> {
  const ids = await scope.executions.searchIds(
    [{ field: 'triggerExecutionId', operation: 'EQUALS', value: executionId }],
    'all',
    1_000,
  );
  for (const id of ids)
    await deps.host.send(scope.key, id, { kind: 'killRequested', at: deps.clock.now(), cascade: true });
}
