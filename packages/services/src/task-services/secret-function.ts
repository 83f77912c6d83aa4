import type { ContextFunction } from '@windhover/expressions';
import { isWithinNamespace } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { readSecret } from '../secrets/manage-secrets.ts';
import type { TaskOwner } from './task-owner.ts';
import type { TaskServiceDeps } from './create-task-services.ts';

/** `secret(key, namespace?, subkey?, full?)`: from the namespace or the nearest above it; hidden in what is logged and shown from then on. */
export function secretFunction(deps: TaskServiceDeps, owner: TaskOwner): ContextFunction {
  return async ({ key, namespace: named, subkey }) => {
    const scope = deps.store.scope(owner.tenantKey);
    const namespace = typeof named === 'string' && named !== '' ? named : owner.namespace;
    await demandSecretsOf(scope, namespace, owner.namespace);
    const name = String(key);
    const value =
      (await readSecret(deps, scope, namespace, name)) ?? deps.settings.environmentSecrets?.find(owner.tenantId, name);
    if (value === undefined) throw new Error(`Cannot find secret for key '${name}'.`);
    await owner.mask(value);
    if (typeof subkey !== 'string') return value;
    const part = partOf(value, subkey);
    if (part === undefined) throw new Error(`Cannot find secret sub-key '${subkey}' in secret '${name}'.`);
    await owner.mask(part);
    return part;
  };
}

/** Own and parent namespaces are open to a flow; another one only if it names the flow's among those it allows. */
async function demandSecretsOf(scope: TenantScope, namespace: string, from: string): Promise<void> {
  if (isWithinNamespace(from, namespace)) return;
  const allowed = (await scope.namespaces.find(namespace))?.allowedNamespaces ?? [];
  if (allowed.some((root) => isWithinNamespace(from, root))) return;
  throw new Error(`Namespace '${namespace}' does not allow '${from}' to read its secrets`);
}

function partOf(value: string, subkey: string): string | undefined {
  try {
    const data: unknown = JSON.parse(value);
    const part =
      typeof data === 'object' && data !== null && Object.hasOwn(data, subkey)
        ? (data as Record<string, unknown>)[subkey]
        : undefined;
    if (part === undefined || part === null) return undefined;
    return typeof part === 'string' ? part : JSON.stringify(part);
  } catch {
    return undefined; // a secret that is no JSON has no parts
  }
}
