/** A retry of a whole execution: another one takes its place. */
import type { Spending } from '@windhover/engine';
import { DoesNotExist, type TenantKey } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { RuntimeDeps } from './deps.ts';
import type { Route } from './route.ts';

/** As its engine asked for it. */
export interface Retry {
  /** The end of the interval. */
  readonly dueAt: number;
  readonly spending: Spending;
}

/**
 * Resolves once the other execution is stored; a repeat makes no second one. Nothing when the first was deleted. Throws
 * `DoesNotExist` when its flow was.
 */
export async function retryExecution(
  deps: Pick<RuntimeDeps, 'store' | 'flows' | 'ids'>,
  route: Pick<Route, 'create'>,
  tenantKey: TenantKey,
  executionId: string,
  { dueAt, spending }: Retry,
): Promise<void> {
  const row = await deps.store.shards.findExecution(tenantKey, executionId);
  if (row === undefined) return;
  const { namespace, flowId, flowRevision, templates, ...first } = toExecution(row);
  const flow = await deps.flows.find(tenantKey, namespace, flowId, flowRevision, templates);
  if (flow === undefined) throw new DoesNotExist({ thing: 'Flow', id: `${namespace}.${flowId}:${flowRevision}` });
  const { labels, originalId, metadata, inputs, trigger, kind } = first;
  const attemptNumber = metadata.attemptNumber + 1;
  await route.create({
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
    idempotencyKey: `retry/${executionId}/${attemptNumber}`,
    ...(inputs === undefined ? undefined : { inputs }),
    ...(trigger === undefined ? undefined : { trigger }),
    ...(kind === undefined ? undefined : { kind }),
  });
}
