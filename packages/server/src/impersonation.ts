/** The header `X-Kestra-Impersonate`: one request made as somebody else. */
import { isSafe, type AnyRoute } from '@windhover/contract';
import { Forbidden } from '@windhover/model';
import { demandNoMoreRights, findImpersonated, type Caller, type EnteredTenant } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import type { ServerContext } from './handler.ts';
import { tenantSegmentOf } from './tenant-segment.ts';

export interface Acting {
  readonly caller: Caller;
  readonly entered: EnteredTenant | undefined;
}

/**
 * The request as whom the header names; as it is without one. A right to it that a tenant gives ends with the tenant. Throws
 * `MissingPermission` for those who may not, `Forbidden` for a superadmin, `NotFound` for somebody who is not in the tenant.
 */
export async function actAs(
  server: ServerContext,
  acting: Acting,
  route: AnyRoute,
  request: FastifyRequest,
): Promise<Acting> {
  const { caller, entered } = acting;
  const name = request.headers['x-kestra-impersonate'];
  if (name === undefined) return acting;
  if (caller.impersonatedBy !== undefined) throw new Forbidden({ reason: 'end the impersonation under way first' });
  // What is above the tenants shows of a person what they are to other tenants
  const within = route.level === 'tenant' ? entered : undefined;
  const user = await findImpersonated(server.deps, caller, within, String(name));
  const as = entered === undefined ? undefined : await server.access.enter(tenantSegmentOf(request), user);
  const above = await server.access.instancePermissions(user);
  const permissions = route.level === 'tenant' && as !== undefined ? as.permissions : above;
  if (as !== undefined) demandNoMoreRights({ ...caller, permissions: entered!.permissions }, as.permissions);
  return {
    entered: as,
    caller: { user, via: caller.via, permissions, address: caller.address, impersonatedBy: caller.user.id },
  };
}

/** Who somebody is and what they may do is changed as oneself: passwords, tokens, roles, bindings and their like. */
const ownNameOnly: ReadonlySet<string> = new Set([
  'Bindings',
  'Groups',
  'Invitations',
  'Me',
  'Roles',
  'SCIM-Groups',
  'SCIM-Users',
  'SecurityIntegrations',
  'ServiceAccounts',
  'TenantAccess',
  'Tenants',
  'Users',
]);

export function refuseWhileImpersonating({ impersonatedBy }: Caller, route: AnyRoute): void {
  if (impersonatedBy !== undefined && !isSafe(route) && ownNameOnly.has(route.tag))
    throw new Forbidden({ reason: 'identities and rights cannot be changed while impersonating' });
}
