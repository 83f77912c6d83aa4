/**
 * Secrets in the environment of the server: `SECRET_<KEY>`, base64. They are the instance's, so with multi-tenancy on they
 * are the default tenant's (or `main`'s) alone, unless `kestra.secret.env.tenants` names others.
 */
import type { TenancyMode } from '@windhover/model';

export interface EnvironmentSecrets {
  /** `tenantId` is undefined for the default tenant. Keys compare without regard to case. */
  find(tenantId: string | undefined, key: string): string | undefined;
  /** Whether there are some and the tenant sees none of them. */
  hidesFrom(tenantId: string): boolean;
}

const prefix = 'SECRET_';

export function environmentSecrets(
  env: Readonly<Record<string, string | undefined>>,
  mode: TenancyMode,
  tenants: readonly string[],
): EnvironmentSecrets {
  const values = new Map<string, string>();
  for (const [name, value] of Object.entries(env)) {
    if (!name.startsWith(prefix) || value === undefined) continue;
    const text = Buffer.from(value.replace(/\s/g, ''), 'base64').toString('utf8');
    values.set(name.slice(prefix.length).toLowerCase(), text.replace(/\n$/, ''));
  }
  const isVisible = (tenantId: string | undefined): boolean =>
    mode === 'single' ||
    tenants.includes('*') ||
    tenantId === undefined ||
    tenantId === 'main' ||
    tenants.includes(tenantId);
  return {
    find: (tenantId, key) => (isVisible(tenantId) ? values.get(key.toLowerCase()) : undefined),
    hidesFrom: (tenantId) => values.size > 0 && !isVisible(tenantId),
  };
}
