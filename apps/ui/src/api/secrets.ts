import { tenantPath } from './mount.ts';
import { listQuery, plainQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Reply, WireLabel } from './wire.ts';

type Tenant = string | undefined;

type SecretList = Reply<'secrets', 'search'>;
export type WireSecret = SecretList['results'][number];
export type WireSecretVersion = Reply<'secrets', 'versions'>[number];

interface SecretDetails {
  readonly description: string;
  readonly tags: readonly WireLabel[];
}

const below = (tenant: Tenant, namespace: string, path: string): string =>
  tenantPath(tenant, `/namespaces/${encodeURIComponent(namespace)}/${path}`);

export const secrets = {
  list: (tenant: Tenant, namespace: string) =>
    requestJson<SecretList>(tenantPath(tenant, '/secrets'), {
      query: listQuery({
        page: 1,
        size: 1_000,
        sort: 'key:asc',
        filters: [{ field: 'namespace', operation: 'EQUALS', value: namespace }],
      }),
    }),
  /** Namespace → keys, the namespace's own among them. */
  inherited: (tenant: Tenant, namespace: string) =>
    requestJson<Readonly<Record<string, readonly string[]>>>(below(tenant, namespace, 'inherited-secrets')),
  put: (tenant: Tenant, namespace: string, key: string, value: string, details: SecretDetails) =>
    send(below(tenant, namespace, 'secrets'), { method: 'PUT', json: { key, value, ...details } }),
  describe: (tenant: Tenant, namespace: string, key: string, details: SecretDetails) =>
    send(below(tenant, namespace, `secrets/${encodeURIComponent(key)}`), { method: 'PATCH', json: details }),
  /** Oldest first, the one in use last. */
  versions: (tenant: Tenant, namespace: string, key: string) =>
    requestJson<readonly WireSecretVersion[]>(below(tenant, namespace, `secrets/${encodeURIComponent(key)}/versions`)),
  restore: (tenant: Tenant, namespace: string, key: string, version: number) =>
    send(below(tenant, namespace, `secrets/${encodeURIComponent(key)}/restore`), {
      method: 'POST',
      query: plainQuery({ version: String(version) }),
    }),
  remove: (tenant: Tenant, namespace: string, key: string) =>
    send(below(tenant, namespace, `secrets/${encodeURIComponent(key)}`), { method: 'DELETE' }),
};
