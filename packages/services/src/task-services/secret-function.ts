import type { ContextFunction } from '@windhover/expressions';
import { isWithinNamespace, type SecretMeta } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { readSecret, readSecretInFull } from '../secrets/manage-secrets.ts';
import type { TaskOwner } from './task-owner.ts';
import type { TaskServiceDeps } from './create-task-services.ts';

/**
 * `secret(key, namespace?, subkey?, full?)`: from the namespace or the nearest above it; hidden in what is logged and shown
 * from then on. With `full` it is `{value, metadata}`, the tags of the secret being its metadata.
 */
export function secretFunction(deps: TaskServiceDeps, owner: TaskOwner): ContextFunction {
  return async ({ key, namespace: named, subkey, full }) => {
    const scope = deps.store.scope(owner.tenantKey);
    const namespace = typeof named === 'string' && named !== '' ? named : owner.namespace;
    await demandSecretsOf(scope, namespace, owner.namespace);
    const name = String(key);
    const kept = full === true ? await readSecretInFull(deps, scope, namespace, name) : undefined;
    const value =
      (kept === undefined ? await readSecret(deps, scope, namespace, name) : kept.value) ??
      deps.settings.environmentSecrets?.find(owner.tenantId, name);
    if (value === undefined) throw new Error(`Cannot find secret for key '${name}'.`);
    await owner.mask(value);
    if (full === true) return { value, metadata: metadataOf(kept?.meta) };
    if (typeof subkey !== 'string' || subkey === '') return value;
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

function metadataOf(meta: SecretMeta | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((meta?.tags ?? []).map(({ key, value }) => [key, value]));
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
