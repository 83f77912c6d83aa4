import type { TriggerWindow, TriggerWindowStore } from '@windhover/ports';
import { fromBody } from '../from-body.ts';
import { step } from '../sql-step.ts';
import { sql, type Sql } from '../sql-text.ts';
import type { ScopeDeps } from '../store-deps.ts';

export function triggerWindowStore({ tenant, reads, write }: ScopeDeps): TriggerWindowStore {
  const itself = (namespace: string, flowId: string, windowId: string): Sql =>
    sql`tenant_id = ${tenant} and namespace = ${namespace} and flow_id = ${flowId} and window_id = ${windowId}`;
  return {
    async find(namespace, flowId, windowId) {
      const row = await reads.one(sql`select body from trigger_windows where ${itself(namespace, flowId, windowId)}`);
      if (row === undefined) return undefined;
      const { entered = [], settled = [], ...window } = fromBody<Partial<TriggerWindow>>(row); // older rows lack them
      return { ...window, entered, settled } as TriggerWindow;
    },

    put: (window) =>
      write(
        step(
          sql`insert into trigger_windows(tenant_id, namespace, flow_id, window_id, body)
            values (${tenant}, ${window.namespace}, ${window.flowId}, ${window.windowId}, ${JSON.stringify(window)})
            on conflict(tenant_id, namespace, flow_id, window_id) do update set body = excluded.body`,
        ),
      ),

    delete: (namespace, flowId, windowId) =>
      write(step(sql`delete from trigger_windows where ${itself(namespace, flowId, windowId)}`)),
  };
}
