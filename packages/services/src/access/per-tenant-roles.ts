/** Roles whose ids end with that of their tenant, because each tenant has one and clients look them up by it. */
import { managedRoles } from './managed-roles.ts';

/** The role of the configuration that new users get. */
export function defaultRoleId(tenantId: string | undefined): string {
  return `default_${tenantId ?? 'main'}`;
}

/** What a directory service may do. */
export function provisionerRoleId(tenantId: string | undefined): string {
  return `scim_provisioner_${tenantId ?? 'main'}`;
}

/** Their ids in one tenant, each with the one that it has in another. Undefined ids of tenants stand for the default tenant. */
export function perTenantRoleIds(from: string | undefined, to: string | undefined): ReadonlyMap<string, string> {
  const idsOf = (tenantId: string | undefined): readonly string[] => [
    ...managedRoles(tenantId).map(({ id }) => id),
    defaultRoleId(tenantId),
    provisionerRoleId(tenantId),
  ];
  const after = idsOf(to);
  return new Map(idsOf(from).map((id, index) => [id, after[index]!]));
}
