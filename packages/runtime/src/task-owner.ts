import { isUnavailable } from '@windhover/model';
import { addMask, type TaskOwner } from '@windhover/services';
import type { RuntimeDeps } from './deps.ts';
import type { Held } from './held.ts';

/** For whom services are called; what they reveal is hidden in all that the execution logs and shows from then on. */
export function ownerOf(held: Held, { ciphers }: Pick<RuntimeDeps, 'ciphers'>): TaskOwner {
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
      // Without a key what is hidden cannot be kept, and is lost for a run that goes on after a restart
      held.cipher ??= await ciphers?.of(tenantKey).catch((cause: unknown) => {
        if (isUnavailable(cause)) throw cause;
        return undefined;
      });
    },
  };
}
