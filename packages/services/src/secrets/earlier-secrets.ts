/** The values that a secret has had: told of, and brought back, but never given. */
import { NotFound, type SecretMeta } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { userIdOf, type Actor } from '../access/caller.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { keptSecrets, writableSecrets, type SecretDeps } from './kept-secrets.ts';

export interface ListedVersion {
  readonly version: number;
  readonly sealedAt: number;
  /** Name of the user, if it was one who is still there. */
  readonly author: string | undefined;
}

/** Oldest first. Throws `NotFound`. */
export async function listSecretVersions(
  deps: SecretDeps,
  scope: TenantScope,
  namespace: string,
  key: string,
): Promise<readonly ListedVersion[]> {
  const { secrets } = await keptSecrets(deps, scope, namespace);
  if ((await secrets.find(namespace, key)) === undefined) throw new NotFound({ thing: 'secret' });
  return Promise.all(
    (await secrets.versions(namespace, key)).map(async ({ version, sealedAt, sealedBy }) => {
      const user = sealedBy === undefined ? undefined : await deps.store.identity.findUser(sealedBy);
      return { version, sealedAt, author: user?.username };
    }),
  );
}

/** Makes an earlier value the newest one. Throws `NotFound`, `SecretsReadOnly`. */
export async function restoreSecret(
  deps: Deps,
  scope: TenantScope,
  actor: Actor,
  { namespace, key, version }: { readonly namespace: string; readonly key: string; readonly version: number },
): Promise<SecretMeta> {
  const secrets = await writableSecrets(deps, scope, namespace);
  const before = await secrets.find(namespace, key);
  if (before === undefined) throw new NotFound({ thing: 'secret' });
  const value = await secrets.readVersion(namespace, key, version);
  const detail = { namespace, key, action: 'restore', version };
  const audit = scope.audit.append(auditEntry(deps, actor, { type: 'UPDATE', resource: 'SECRET', detail }));
  await secrets.put(before, value, audit, userIdOf(actor));
  return (await secrets.find(namespace, key)) ?? before;
}
