import type { TenantKey } from '@windhover/model';
import type { TriggerWindow, TriggerWindowStore } from '@windhover/ports';
import type { PointReads } from '../point-reads.ts';
import { scopeWrites } from '../scope-writes.ts';
import { step } from '../step.ts';

const where = 'tenant_id = ? and namespace = ? and flow_id = ? and window_id = ?';

export function triggerWindowStore(key: TenantKey, points: PointReads): TriggerWindowStore {
  const write = scopeWrites(key);
  return {
    async find(namespace, flowId, windowId) {
      const row = points.one(`select body from trigger_windows where ${where}`, key, namespace, flowId, windowId);
      return row && (JSON.parse(row['body'] as string) as TriggerWindow);
    },

    put: (window) =>
      write(
        step(
          `insert or replace into trigger_windows(tenant_id, namespace, flow_id, window_id, body) values (?, ?, ?, ?, ?)`,
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
