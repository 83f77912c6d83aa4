import { tenantKey } from '../../query-client.ts';

/** What is cached of a tenant's triggers; without more, all of it. */
export function triggersKey(tenant: string | undefined, ...rest: readonly unknown[]): readonly unknown[] {
  return tenantKey(tenant, 'triggers', ...rest);
}
