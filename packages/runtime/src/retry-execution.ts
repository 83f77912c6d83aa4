/** A retry of a whole execution: another one takes its place, also for the task run that waits for it. */
import type { Spending } from '@windhover/engine';
import { DoesNotExist, type TenantKey } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { RuntimeDeps } from './deps.ts';
import { newsOfRetry } from './notify-parent.ts';
import type { Route } from './route.ts';

/** As its engine asked for it. */
export interface Retry {
  /** The end of the interval. */
  readonly dueAt: number;
  readonly spending: Spending;
}

/** Under which the execution that takes the place of another one is made once. */
export function retryKey(executionId: string, attemptNumber: number): string {
  return `retry/${executionId}/${attemptNumber}`;
}

/**
 * Resolves once the other execution is stored; a repeat makes no second one. Nothing when the first was deleted. Throws
 * `DoesNotExist` when its flow was.
 */
export async function retryExecution(
  deps: Pick<RuntimeDeps, 'store' | 'flows' | 'ids' | 'clock'>,
  route: Pick<Route, 'create' | 'tell'>,
  tenantKey: TenantKey,
  executionId: string,
  { dueAt, spending }: Retry,
): Promise<void> {
  const row = await deps.store.shards.findExecution(tenantKey, executionId);
  if (row === undefined) return;
  const first = toExecution(row);
  const { namespace, flowId, flowRevision, templates, labels, originalId, metadata, inputs, trigger, kind } = first;
  const tellParent = (outcome: Parameters<typeof newsOfRetry>[1]): void => {
    const news = newsOfRetry(first, outcome, deps.clock.now());
    if (news !== undefined) route.tell(row.shard, { tenantKey, executionId: news.to }, news.event);
  };
  const flow = await deps.flows.find(tenantKey, namespace, flowId, flowRevision, templates);
  if (flow === undefined) {
    const missing = new DoesNotExist({ thing: 'Flow', id: `${namespace}.${flowId}:${flowRevision}` });
    tellParent({ failure: missing.message });
    throw missing;
  }
  const attemptNumber = metadata.attemptNumber + 1;
  const { id } = await route.create({
    tenantKey,
    tenantId: (await deps.store.tenants.findByKey(tenantKey))?.id,
    flow,
    executionId: deps.ids.next(),
    shard: row.shard,
    labels,
    parentId: executionId,
    originalId,
    attemptNumber,
    originalCreatedAt: metadata.originalCreatedAt,
    scheduleAt: dueAt,
    spending,
    idempotencyKey: retryKey(executionId, attemptNumber),
    ...(inputs === undefined ? undefined : { inputs }),
    ...(trigger === undefined ? undefined : { trigger }),
    ...(kind === undefined ? undefined : { kind }),
  });
  tellParent({ by: id });
}
