import { IllegalArgument, stateProblem, type Execution } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';

/** Running tasks finish, no new one starts. Throws `IllegalArgument` unless it is RUNNING. */
export async function pauseExecution(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  executionId: string,
): Promise<Execution> {
  const execution = await getExecution(scope, actor, executionId, 'EXECUTION:PAUSE');
  if (stateProblem('pause', execution.state.current) !== undefined) {
    throw new IllegalArgument({ reason: `execution '${executionId}' is not running, can't pause it` });
  }
  const paused = await deps.host.send(scope.key, executionId, { kind: 'pauseRequested', at: deps.clock.now() });
  await noteOnExecution(deps, scope, actor, execution, 'pause');
  return paused ?? execution;
}
