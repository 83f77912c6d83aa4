import { tenantPath } from './mount.ts';
import { requestJson } from './request.ts';
import type { Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireLimitUse = Reply<'misc', 'limits'>[number];
export type WireQuotaUse = Reply<'misc', 'quotas'>[number];

export const limits = {
  /** What the tenant has of all that is limited for it; what is not limited is left out. */
  ofTenant: (tenant: Tenant) => requestJson<readonly WireLimitUse[]>(tenantPath(tenant, '/limits')),
  /** What the present windows of quotas have seen: the tenant's, and those of namespaces and flows that one sees. */
  quotas: (tenant: Tenant) => requestJson<readonly WireQuotaUse[]>(tenantPath(tenant, '/quota-limits')),
};
