/** One call of an identity provider at the address of its integration. */
import { Forbidden, NotFound, type ScimLink, type SecurityIntegration, type TenantRef } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Caller } from '../access/caller.ts';
import type { Deps } from '../deps.ts';
import { getSecurityIntegration } from './security-integrations.ts';

export interface Provisioning {
  readonly deps: Deps;
  readonly scope: TenantScope;
  readonly tenant: TenantRef;
  readonly caller: Caller;
  readonly integration: SecurityIntegration;
}

/** Throws `NotFound` for an integration that is not of this tenant, or is another account's; `Forbidden` for a disabled one. */
export async function openProvisioning(
  call: Omit<Provisioning, 'integration'>,
  integrationId: string,
): Promise<Provisioning> {
  const integration = await getSecurityIntegration(call.scope, integrationId);
  const { user } = call.caller;
  const isOtherProgram = user.type === 'SERVICE_ACCOUNT' && user.id !== integration.accountId && !user.superAdmin;
  if (isOtherProgram) throw new NotFound({ thing: 'security integration' });
  if (!integration.enabled) throw new Forbidden({ reason: 'this security integration is disabled' });
  return { ...call, integration };
}

/** The integration itself, or who could have made it: they decide who comes into the tenant, without being asked further. */
export function isProvisioner({ caller, integration }: Provisioning): boolean {
  return caller.user.superAdmin || caller.user.id === integration.accountId;
}

/** Administrators of a tenant let strangers in by invitation, not by writing them here. Throws `Forbidden`. */
export function demandProvisioner(provisioning: Provisioning): void {
  if (!isProvisioner(provisioning))
    throw new Forbidden({ reason: 'only the security integration itself, or a superadmin, provisions users' });
}

export function findLink(
  { scope, integration }: Provisioning,
  kind: ScimLink['kind'],
  resourceId: string,
): Promise<ScimLink | undefined> {
  return scope.integrations.findLink(integration.id, kind, resourceId);
}

/** What is noted of a resource that is new to the integration. */
export function newLink(
  { deps, integration }: Provisioning,
  kind: ScimLink['kind'],
  resourceId: string,
  provisioned: boolean,
): ScimLink {
  const now = deps.clock.now();
  const { id: integrationId } = integration;
  return { integrationId, kind, resourceId, state: 'ACTIVE', provisioned, createdAt: now, updatedAt: now };
}

/** The other system's own id for the resource; what is not given is none. */
export function withExternalId(link: ScimLink, externalId: string | undefined, now: number): ScimLink {
  const { externalId: _before, ...kept } = link;
  return { ...kept, ...(externalId === undefined ? {} : { externalId }), updatedAt: now };
}
