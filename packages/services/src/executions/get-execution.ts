import { NotFound, type Execution, type TaskRun } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Actor, AnyActor } from '../access/caller.ts';
import { demandOn } from '../access/permissions.ts';
import { maxTaskRunsShown, type ShownExecution } from './execution-json.ts';

/** Throws `NotFound`, with the same words for one that may not be seen, or `MissingPermission`. */
export async function getExecution(
  scope: TenantScope,
  actor: AnyActor,
  executionId: string,
  permission: `EXECUTION:${string}` = 'EXECUTION:VIEW',
): Promise<Execution> {
  const thing = executionThing(executionId);
  const execution = await scope.executions.find(executionId);
  if (execution === undefined) throw new NotFound({ thing });
  demandOn(actor, permission, execution.namespace, thing);
  return execution;
}

/** With its task runs in order, as many as one reply may hold. */
export async function getExecutionWithTaskRuns(
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  permission?: `EXECUTION:${string}`,
): Promise<ShownExecution> {
  return withTaskRuns(scope, await getExecution(scope, actor, executionId, permission));
}

export async function withTaskRuns(scope: TenantScope, execution: Execution): Promise<ShownExecution> {
  const taskRuns = await scope.executions.taskRuns(execution.id, { limit: maxTaskRunsShown });
  if (taskRuns.length < maxTaskRunsShown) return { execution, taskRuns };
  return { execution, taskRuns, taskRunCount: await scope.executions.countTaskRuns(execution.id) };
}

/** A page of task runs in order of creation, of those that `isWanted` takes, and how many these are. */
export async function listTaskRuns(
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  { page, size }: { readonly page: number; readonly size: number },
  isWanted?: (taskRun: TaskRun) => boolean,
): Promise<{ readonly execution: Execution; readonly results: readonly TaskRun[]; readonly total: number }> {
  const execution = await getExecution(scope, actor, executionId);
  if (isWanted !== undefined)
    return { execution, ...(await pageOfWanted(scope, executionId, { page, size }, isWanted)) };
  const total = await scope.executions.countTaskRuns(executionId);
  return { execution, results: await pageOf(scope, executionId, { page, size, total }), total };
}

async function pageOf(
  scope: TenantScope,
  executionId: string,
  { page, size, total }: { readonly page: number; readonly size: number; readonly total: number },
): Promise<readonly TaskRun[]> {
  const first = (page - 1) * size;
  if (first >= total) return [];
  // Without gaps an ordinal is a position, so that a page far down costs no more than the first one.
  const last = await scope.executions.taskRuns(executionId, { fromOrd: total - 1, limit: 2 });
  if (last.length === 1 && last[0]!.ord === total - 1) {
    return scope.executions.taskRuns(executionId, { fromOrd: first, limit: size });
  }
  // A restart removed some: the page is cut from the front.
  return (await scope.executions.taskRuns(executionId, { limit: page * size })).slice(first);
}

const atOnce = 1_000;

/** Goes through all: outputs and histories of none but those of the page stay in memory. */
async function pageOfWanted(
  scope: TenantScope,
  executionId: string,
  { page, size }: { readonly page: number; readonly size: number },
  isWanted: (taskRun: TaskRun) => boolean,
): Promise<{ readonly results: readonly TaskRun[]; readonly total: number }> {
  const results: TaskRun[] = [];
  let total = 0;
  for (let fromOrd = 0; ;) {
    const taskRuns = await scope.executions.taskRuns(executionId, { fromOrd, limit: atOnce });
    for (const taskRun of taskRuns.filter(isWanted)) {
      if (total >= (page - 1) * size && results.length < size) results.push(taskRun);
      total += 1;
    }
    if (taskRuns.length < atOnce) return { results, total };
    fromOrd = taskRuns.at(-1)!.ord + 1;
  }
}

export function executionThing(executionId: string): string {
  return `execution '${executionId}'`;
}
