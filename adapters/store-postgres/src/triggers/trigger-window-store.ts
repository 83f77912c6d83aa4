import type { TenantKey } from '@windhover/model';
import type { TriggerWindow, TriggerWindowStore } from '@windhover/ports';
import type { Reads } from '../reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { step } from '../step.ts';

const where = 'tenant_id = $1 and namespace = $2 and flow_id = $3 and window_id = $4';

export function triggerWindowStore(key: TenantKey, reads: Reads): TriggerWindowStore {
  const write = scopeWrites(key);
  return {
    async find(namespace, flowId, windowId) {
      const row = await reads.one(`select body from trigger_windows where ${where}`, key, namespace, flowId, windowId);
      return row && (JSON.parse(row['body'] as string) as TriggerWindow);
    },

    put: (window) =>
      write(
        step(
          `insert into trigger_windows(tenant_id, namespace, flow_id, window_id, body) values ($1, $2, $3, $4, $5)
           on conflict(tenant_id, namespace, flow_id, window_id) do update set body = excluded.body`,
          key,
          window.namespace,
          window.flowId,
          window.windowId,
          JSON.stringify(window),
        ),
      ),

    delete: (namespace, flowId, windowId) =>
      write(step(`delete from trigger_windows where ${where}`, key, namespace, flowId, windowId)),
  };
}
