import { IllegalState, isTerminal, stateNames, stateProblem, type Execution, type QueryFilter } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { noteOnExecution } from './execution-audit.ts';
import { getExecution } from './get-execution.ts';

export interface KillOptions {
  /** Reaches executions that this one started and those that they did, also where nobody waits for them. Default true. */
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
  if (!cascade && stateProblem('kill', execution.state.current) !== undefined) {
    throw new IllegalState({ reason: `execution '${executionId}' has ended already, it can't be killed` });
  }
  const started = cascade ? await startedBy(scope, [executionId]) : [];
  const killed = await deps.host.send(scope.key, executionId, { kind: 'killRequested', at: deps.clock.now(), cascade });
  await noteOnExecution(deps, scope, actor, execution, 'kill');
  await killAll(deps, scope, started);
  // What a task was starting meanwhile; what flow triggers start because of the kill goes on.
  if (cascade) await killAll(deps, scope, await startedBy(scope, [executionId, ...started], isStartedByTask));
  return killed ?? execution;
}

async function killAll(deps: Deps, scope: TenantScope, ids: readonly string[]): Promise<void> {
  for (const id of ids)
    await deps.host.send(scope.key, id, { kind: 'killRequested', at: deps.clock.now(), cascade: true });
}

const goesOn: QueryFilter = { field: 'state', operation: 'NOT_IN', value: stateNames.filter(isTerminal) };
/** Of one execution at a time. */
const mostAtOnce = 10_000;

/** What goes on of what these have started, and of what that has, as far as it is meant; without these themselves. */
async function startedBy(
  { executions }: TenantScope,
  ids: readonly string[],
  isMeant: (execution: Execution) => boolean = () => true,
): Promise<readonly string[]> {
  const known = new Set(ids);
  // A set gives what is added to it meanwhile, too.
  for (const id of known) {
    const filters: readonly QueryFilter[] = [{ field: 'triggerExecutionId', operation: 'EQUALS', value: id }, goesOn];
    for (const childId of await executions.searchIds(filters, 'all', mostAtOnce)) {
      const child = known.has(childId) ? undefined : await executions.find(childId);
      if (child !== undefined && isMeant(child)) known.add(childId);
    }
  }
  return [...known].slice(ids.length);
}

/** A flow trigger that has heard of an execution names it as well, but no task run. */
function isStartedByTask({ trigger, loopRun }: Execution): boolean {
  return loopRun !== undefined || trigger?.variables['taskRunId'] !== undefined;
}
