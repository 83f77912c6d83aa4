import type { TaskOwner } from '@windhover/services';
import type { Held } from './held.ts';
import { addMask } from './masks.ts';

/** For whom services are called; what they reveal is hidden in the execution's logs from then on. */
export function ownerOf({ tenantKey, live, masks }: Held): TaskOwner {
  const { flow, tenantId } = live.flow;
  return {
    tenantKey,
    tenantId,
    namespace: flow.namespace,
    flowId: flow.id,
    executionId: live.id,
    mask: (value) => addMask(masks, value),
  };
}
