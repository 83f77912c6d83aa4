import type { MeteredFlow } from '@windhover/services';

export interface FlowLabels {
  readonly tenant_id: string;
  readonly namespace_id: string;
  readonly flow_id: string;
}

/** Each series costs memory here and in whatever reads it, and whoever may save flows may make any number of them. */
const maxFlows = 1_000;
const others: FlowLabels = { tenant_id: '__other__', namespace_id: '__other__', flow_id: '__other__' };

/** Labels of the first thousand flows that something is counted of since the start; all further ones share theirs. */
export function createFlowLabels(): (flow: MeteredFlow) => FlowLabels {
  const known = new Map<string, FlowLabels>();
  return ({ tenantId = 'main', namespace, flowId }) => {
    const name = `${tenantId}/${namespace}/${flowId}`;
    let labels = known.get(name);
    if (labels === undefined) {
      if (known.size >= maxFlows) return others;
      known.set(name, (labels = { tenant_id: tenantId, namespace_id: namespace, flow_id: flowId }));
    }
    return labels;
  };
}
