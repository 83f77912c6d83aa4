/** Saved flows for the runtime. */
import type { RuntimeDeps } from '@windhover/runtime';
import { loadFlow, loadLatestFlow, type Deps } from '@windhover/services';

export function flowSource(deps: Pick<Deps, 'store' | 'catalog' | 'flowCache'>): RuntimeDeps['flows'] {
  return {
    async find(tenantKey, namespace, flowId, revision, templates) {
      const loaded =
        revision === undefined
          ? await loadLatestFlow(deps, tenantKey, namespace, flowId)
          : await loadFlow(deps, tenantKey, namespace, flowId, revision, templates);
      return loaded?.flow;
    },
  };
}
