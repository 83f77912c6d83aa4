import { isUnavailable, type TenantKey } from '@windhover/model';
import type { TenantCipher } from '@windhover/services';
import type { RuntimeDeps } from './deps.ts';

/** Undefined without a key: what is hidden cannot be kept then, and is lost for a run that goes on after a restart. */
export async function cipherOf(
  { ciphers }: Pick<RuntimeDeps, 'ciphers'>,
  tenantKey: TenantKey,
): Promise<TenantCipher | undefined> {
  return ciphers?.of(tenantKey).catch((cause: unknown) => {
    if (isUnavailable(cause)) throw cause;
    return undefined;
  });
}
