import { routes } from '@windhover/contract';
import { NotFound, type Invitation } from '@windhover/model';
import {
  acceptInvitation,
  createFromInvitation,
  createInvitation,
  deleteInvitation,
  getInvitation,
  invitationsOf,
  type Deps,
  type EnteredTenant,
} from '@windhover/services';
import { answer, instanceRoute, publicRoute, route } from '../handler.ts';
import { toIso } from './to-token-json.ts';

const { invitations } = routes;
type Scope = EnteredTenant['scope'];

/** Roles and groups that are gone meanwhile are left out. */
async function invitationJson({ clock }: Deps, scope: Scope, tenantId: string | undefined, invitation: Invitation) {
  const { id, email, superAdmin, status, sentAt, expiresAt, acceptedAt } = invitation;
  const [roles, groups] = await Promise.all([
    scope.access.findRoles(invitation.roles.map((role) => role.id)),
    scope.access.findGroups(invitation.groupIds),
  ]);
  const isExpired = status === 'PENDING' && expiresAt <= clock.now();
  return {
    id,
    ...(tenantId === undefined ? {} : { tenantId }),
    email,
    roles: invitation.roles.flatMap((invited) =>
      roles
        .filter((role) => role.id === invited.id)
        .map(({ name }) => ({ id: invited.id, name, namespaces: [...invited.namespaces] })),
    ),
    groups: invitation.groupIds.flatMap((groupId) =>
      groups.filter((group) => group.id === groupId).map(({ name }) => ({ id: groupId, name })),
    ),
    superAdmin,
    status: isExpired ? ('EXPIRED' as const) : status,
    isExpired,
    deleted: false,
    sentAt: toIso(sentAt),
    expiredAt: toIso(expiresAt),
    ...(acceptedAt === undefined ? {} : { acceptedAt: toIso(acceptedAt) }),
  };
}

export const invitationHandlers = [
  route(invitations.create, async ({ deps, scope, tenant, caller, body }) => {
    const created = await createInvitation(deps, scope, caller, {
      email: body.email,
      roles: (body.roles ?? []).map(({ id, namespaces }) => ({ id, namespaces: namespaces ?? [] })),
      groupIds: body.groups ?? [],
      superAdmin: body.superAdmin ?? false,
      createUserIfNotExist: body.createUserIfNotExist ?? false,
    });
    if (created === undefined) return answer(204, undefined);
    const { invitation, secret } = created;
    const link = `${(deps.settings.url ?? '').replace(/\/+$/, '')}/ui/invitation/${invitation.id}.${secret}`;
    return { ...(await invitationJson(deps, scope, tenant.id, invitation)), link };
  }),
  route(invitations.search, async ({ deps, scope, tenant, query }) => {
    const { results, total } = await scope.invitations.search(query.filters, query.page);
    return { results: await Promise.all(results.map((one) => invitationJson(deps, scope, tenant.id, one))), total };
  }),
  route(invitations.listByEmail, async ({ deps, scope, tenant, params }) => {
    const found = await scope.invitations.listByEmail(params.email);
    return Promise.all(found.map((one) => invitationJson(deps, scope, tenant.id, one)));
  }),
  route(invitations.get, async ({ deps, scope, tenant, params }) =>
    invitationJson(deps, scope, tenant.id, await getInvitation(scope, params.id)),
  ),
  route(invitations.delete, ({ deps, scope, caller, params }) => deleteInvitation(deps, scope, caller, params.id)),
  instanceRoute(invitations.own, async ({ deps, caller }) =>
    Promise.all(
      (await invitationsOf(deps, caller)).map(async ({ key, invitation }) => {
        const tenant = await deps.store.tenants.findByKey(key);
        return invitationJson(deps, deps.store.scope(key), tenant?.id, invitation);
      }),
    ),
  ),
  instanceRoute(invitations.accept, async ({ deps, caller, params }) => {
    await acceptInvitation(deps, caller, params.invitationId);
    return {};
  }),
  publicRoute(invitations.createUser, async ({ deps, server, request, params, body }) => {
    const now = deps.clock.monotonic();
    server.rates.demandFewWrongLinks(request.ip, now);
    const made = createFromInvitation(deps, params.invitationId, body, request.ip);
    const { id, username } = await made.catch((error: unknown) => {
      if (error instanceof NotFound) server.rates.recordWrongLink(request.ip, now);
      throw error;
    });
    return { id, username };
  }),
];
