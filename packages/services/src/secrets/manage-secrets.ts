/** Secrets of a namespace: sealed at rest, never given back. */
import { InvalidEntity, NotFound, type Secret } from '@windhover/model';
import type { TenantScope, WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { withAncestors } from '../namespaces/ancestors.ts';

export interface SecretInput {
  readonly namespace: string;
  readonly key: string;
  readonly value: string;
  readonly description?: string | undefined;
  readonly tags?: Secret['tags'] | undefined;
}

const keyPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;
/** Shorter ones cannot be masked in logs without masking half of the text. */
const shortest = 4;

/** Inserts or replaces. */
export async function putSecret(deps: Deps, scope: TenantScope, actor: Actor, input: SecretInput): Promise<Secret> {
  const { namespace, key, value, description, tags } = input;
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
  const before = await scope.secrets.find(namespace, key);
  const cipher = await deps.ciphers.of(scope.key);
  const now = deps.clock.now();
  const secret: Secret = {
    namespace,
    key,
    tags: tags ?? before?.tags ?? [],
    ciphertext: cipher.seal(placeOf(namespace, key), value),
    createdAt: before?.createdAt ?? now,
    updatedAt: now,
    ...optionalDescription(description ?? before?.description),
  };
  const type = before === undefined ? 'CREATE' : 'UPDATE';
  await deps.store.write([scope.secrets.put(secret), audited(deps, scope, actor, type, namespace, key)]);
  return secret;
}

/** Description and tags alone. Throws `NotFound`. */
export async function patchSecret(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  input: Omit<SecretInput, 'value'>,
): Promise<Secret> {
  const before = await scope.secrets.find(input.namespace, input.key);
  if (before === undefined) throw new NotFound({ thing: 'secret' });
  const { description: _, ...rest } = before;
  const secret: Secret = {
    ...rest,
    tags: input.tags ?? before.tags,
    updatedAt: deps.clock.now(),
    ...optionalDescription(input.description ?? before.description),
  };
  await deps.store.write([
    scope.secrets.put(secret),
    audited(deps, scope, actor, 'UPDATE', input.namespace, input.key),
  ]);
  return secret;
}

/** Throws `NotFound`. */
export async function deleteSecret(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  namespace: string,
  key: string,
): Promise<void> {
  if ((await scope.secrets.find(namespace, key)) === undefined) throw new NotFound({ thing: 'secret' });
  await deps.store.write([scope.secrets.delete(namespace, key), audited(deps, scope, actor, 'DELETE', namespace, key)]);
}

/** The value, from the namespace or the nearest above it; for a running task or a webhook key alone. */
export async function readSecret(
  deps: Pick<Deps, 'ciphers'>,
  scope: TenantScope,
  namespace: string,
  key: string,
): Promise<string | undefined> {
  for (const place of withAncestors(namespace)) {
    const secret = await scope.secrets.find(place, key);
    if (secret !== undefined) return (await deps.ciphers.of(scope.key)).open(placeOf(place, key), secret.ciphertext);
  }
  return undefined;
}

/** Namespace → keys, of the namespace and those above it. */
export async function inheritedSecrets(scope: TenantScope, namespace: string): Promise<Record<string, string[]>> {
  const byNamespace: Record<string, string[]> = {};
  for (const place of withAncestors(namespace)) {
    const secrets = await scope.secrets.list(place);
    if (secrets.length > 0) byNamespace[place] = secrets.map((secret) => secret.key);
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

function placeOf(namespace: string, key: string): string {
  return `secret/${namespace}/${key}`;
}

function optionalDescription(description: string | undefined): { readonly description?: string } {
  return description === undefined ? {} : { description };
}
