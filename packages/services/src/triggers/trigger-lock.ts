/** What a trigger waits for: the row names the execution that it started last, and only while that runs is it locked. */
import type { TenantKey, TriggerDefinition, TriggerState } from '@windhover/model';
import type { Store } from '@windhover/ports';

/** Whether the trigger fires again only when the execution that it started last is over. */
export async function isLocked(
  store: Pick<Store, 'shards'>,
  tenantKey: TenantKey,
  { executionId }: TriggerState,
  trigger: TriggerDefinition | undefined,
): Promise<boolean> {
  if (executionId === undefined || trigger?.allowConcurrent === true) return false;
  const row = await store.shards.findExecution(tenantKey, executionId);
  return row !== undefined && row.endedAt === null;
}

/** The state as it is shown: it names an execution only while the trigger waits for it. */
export async function shownState(
  store: Pick<Store, 'shards'>,
  tenantKey: TenantKey,
  state: TriggerState,
  trigger: TriggerDefinition | undefined,
): Promise<TriggerState> {
  if (await isLocked(store, tenantKey, state, trigger)) return state;
  const { executionId: _ended, ...free } = state;
  return free;
}
