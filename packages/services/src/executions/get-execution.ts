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

/** A page of task runs in order of creation. */
export async function listTaskRuns(
  scope: TenantScope,
  actor: Actor,
  executionId: string,
  { page, size }: { readonly page: number; readonly size: number },
): Promise<{ readonly execution: Execution; readonly results: readonly TaskRun[]; readonly total: number }> {
  const execution = await getExecution(scope, actor, executionId);
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

export function executionThing(executionId: string): string {
  return `execution '${executionId}'`;
}
