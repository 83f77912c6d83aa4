import { addMask, type TaskOwner } from '@windhover/services';
import { cipherOf } from './cipher-of.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Held } from './held.ts';

/** For whom services are called; what they reveal is hidden in all that the execution logs and shows from then on. */
export function ownerOf(held: Held, deps: Pick<RuntimeDeps, 'ciphers'>): TaskOwner {
  const { tenantKey, live } = held;
  const { flow, tenantId } = live.flow;
  return {
    tenantKey,
    tenantId,
    namespace: flow.namespace,
    flowId: flow.id,
    executionId: live.id,
    async mask(value) {
      addMask(held.masks, value);
      held.cipher ??= await cipherOf(deps, tenantKey);
    },
  };
}
