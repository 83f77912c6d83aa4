/** SECRET inputs: sealed in rows, readable in memory, hidden in logs. */
import type { JsonObject, TenantKey } from '@windhover/model';
import { hasSealedInputs, openSealedInputs } from '@windhover/services';
import type { RuntimeDeps } from './deps.ts';
import type { Secrets } from './held.ts';
import { addMask } from './masks.ts';

export interface OpenedInputs extends Secrets {
  readonly inputs: JsonObject;
}

/** Undefined when nothing in them is sealed, which costs no turn of the loop. */
export function openInputs(
  { ciphers }: Pick<RuntimeDeps, 'ciphers'>,
  tenantKey: TenantKey,
  sealedInputs: JsonObject | undefined,
): Promise<OpenedInputs> | undefined {
  if (sealedInputs === undefined || !hasSealedInputs(sealedInputs)) return undefined;
  const masks = new Set<string>();
  return openSealedInputs(ciphers, tenantKey, sealedInputs, (secret) => addMask(masks, secret)).then((inputs) => ({
    inputs,
    sealedInputs,
    masks,
  }));
}
