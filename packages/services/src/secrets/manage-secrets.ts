/** Secrets of a namespace: never given back, wherever they are kept. */
import { InvalidEntity, NotFound, type SecretMeta } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { withAncestors } from '../namespaces/ancestors.ts';
import { keptSecrets, writableSecrets, type SecretDeps } from './kept-secrets.ts';

export interface SecretInput {
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly tags?: SecretMeta['tags'] | undefined;
}

const keyPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;
/** Shorter ones cannot be masked in logs without masking half of the text. */
const shortest = 4;

/** What may be shown of it; undefined when there is none. */
export async function findSecret(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string,
  key: string,
): Promise<SecretMeta | undefined> {
  return (await keptSecrets(deps, scope, namespace)).secrets.find(namespace, key);
}

/** Inserts or replaces. Throws `SecretsReadOnly`, `InvalidEntity`, and `BackendUnavailable` when nothing was changed. */
export async function putSecret(deps: Deps, scope: TenantScope, actor: Actor, input: SecretInput): Promise<SecretMeta> {
  const { namespace, key, value, description, tags } = input;
  const secrets = await writableSecrets(deps, scope, namespace);
  if (!keyPattern.test(key)) {
    throw new InvalidEntity({
      reason: `key: '${key}' must begin with a letter or digit; then '.', '_' and '-' may follow`,
    });
  }
  if (value.length < shortest) {
    throw new InvalidEntity({
      reason: `value: a secret has at least ${shortest} characters, or it cannot be masked in logs`,
    });
  }
  const before = await secrets.find(namespace, key);
  const secret: SecretMeta = {
    namespace,
    key,
    tags: tags ?? before?.tags ?? [],
    ...optionalDescription(description ?? before?.description),
  };
  const type = before === undefined ? 'CREATE' : 'UPDATE';
  await secrets.put(secret, value, audited(deps, scope, actor, type, namespace, key), userIdOf(actor));
  return (await secrets.find(namespace, key)) ?? secret;
}

/** Description and tags alone. Throws `NotFound`, `SecretsReadOnly`. */
export async function patchSecret(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: Omit<SecretInput, 'value'>,
): Promise<SecretMeta> {
  const { namespace, key } = input;
  const secrets = await writableSecrets(deps, scope, namespace);
  const before = await secrets.find(namespace, key);
  if (before === undefined) throw new NotFound({ thing: 'secret' });
  const secret: SecretMeta = {
    namespace,
    key,
    tags: input.tags ?? before.tags,
    ...optionalDescription(input.description ?? before.description),
  };
  await secrets.put(secret, undefined, audited(deps, scope, actor, 'UPDATE', namespace, key));
  return (await secrets.find(namespace, key)) ?? secret;
}

/** Throws `NotFound`, `SecretsReadOnly`. */
export async function deleteSecret(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  namespace: string,
  key: string,
): Promise<void> {
  const secrets = await writableSecrets(deps, scope, namespace);
  if ((await secrets.find(namespace, key)) === undefined) throw new NotFound({ thing: 'secret' });
  await secrets.delete(namespace, key, audited(deps, scope, actor, 'DELETE', namespace, key));
}

/** The value, from the namespace or the nearest above it; for a running task or a webhook key alone. */
export async function readSecret(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string,
  key: string,
): Promise<string | undefined> {
  return (await nearestSecret(deps, scope, namespace, key))?.value;
}

/** Like {@link readSecret}, with what is known about it. */
export async function readSecretInFull(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string,
  key: string,
): Promise<{ readonly value: string; readonly meta: SecretMeta | undefined } | undefined> {
  const found = await nearestSecret(deps, scope, namespace, key);
  return found && { value: found.value, meta: await found.secrets.find(found.place, key) };
}

async function nearestSecret(deps: SecretDeps, scope: TenantScope, namespace: string, key: string) {
  for (const place of withAncestors(namespace)) {
    const { secrets } = await keptSecrets(deps, scope, place);
    const value = await secrets.read(place, key);
    if (value !== undefined) return { secrets, place, value };
  }
  return undefined;
}

/** Namespace → keys, of the namespace and those above it. */
export async function inheritedSecrets(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string,
): Promise<Record<string, string[]>> {
  const byNamespace: Record<string, string[]> = {};
  for (const place of withAncestors(namespace)) {
    const { secrets } = await keptSecrets(deps, scope, place);
    const keys = await secrets.list(place);
    if (keys.length > 0) byNamespace[place] = [...keys];
  }
  return byNamespace;
}

function audited(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  type: 'CREATE' | 'UPDATE' | 'DELETE',
  namespace: string,
  key: string,
): WriteOp {
  return scope.audit.append(auditEntry(deps, actor, { type, resource: 'SECRET', detail: { namespace, key } }));
}

function optionalDescription(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
