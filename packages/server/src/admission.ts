/** The one step between a matched operation and its handler: who calls, from which tenant, with which right. */
import { isSafe, type AnyRoute } from '@windhover/contract';
import { Forbidden, MissingPermission, TenantSuspended, Unauthenticated, invariant, type User } from '@windhover/model';
import { noPermissions, type Caller, type EnteredTenant, type Identity } from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { refuseCrossSite } from './cross-site.ts';
import type { ServerContext } from './handler.ts';
import { actAs, refuseWhileImpersonating } from './impersonation.ts';
import { tenantSegmentOf } from './tenant-segment.ts';

export const sessionCookie = 'JWT';

/** What the handler is given; a public operation asks for itself. */
export interface Admission {
  readonly caller?: Caller;
  readonly entered?: EnteredTenant;
}

/** Who asks for what, also where it is refused. */
interface Asker {
  readonly caller: Caller;
  readonly entered: EnteredTenant | undefined;
  readonly operationId: string;
}

const askers = new WeakMap<FastifyRequest, Asker>();

/** Undefined before the caller is known and has entered the tenant. */
export function askerOf(request: FastifyRequest): Asker | undefined {
  return askers.get(request);
}

/**
 * Authenticates, enters the tenant of the path, checks the route's access. Throws `Unauthenticated`, then `NotFound` for a
 * tenant that is unknown or closed to the caller, `TenantSuspended`, then `MissingPermission` or `Forbidden`. `inTenant` says that the path
 * is one of tenant level, which older spellings of instance-level operations may be.
 */
export async function admit(
  server: ServerContext,
  route: AnyRoute,
  inTenant: boolean,
  request: FastifyRequest,
): Promise<Admission> {
  if (route.access.kind === 'public') return {};
  const identity = await identify(server, request);
  if (identity === undefined) throw new Unauthenticated({});
  const { user, via } = identity;
  if (via === 'session' && !isSafe(route)) refuseCrossSite(request, ourOrigins(server));
  const own = inTenant ? await server.access.enter(tenantSegmentOf(request), user) : undefined;
  const permissions =
    route.level === 'tenant' ? (own?.permissions ?? noPermissions) : await server.access.instancePermissions(user);
  const self: Caller = {
    user,
    via,
    permissions,
    address: request.ip,
    token: identity.token,
    sessionHash: identity.sessionHash,
    impersonatedBy: identity.impersonatedBy,
  };
  askers.set(request, { caller: self, entered: own, operationId: route.operationId });
  refuseToChange(self, route);
  const { caller, entered } = await actAs(server, { caller: self, entered: own }, route, request);
  askers.set(request, { caller, entered, operationId: route.operationId });
  if (entered !== undefined) refuseWhileSuspended(entered, caller.user, route);
  refuseWhileImpersonating(caller, route);
  checkAccess(route, caller, request);
  return entered === undefined ? { caller } : { caller, entered };
}

/** Who calls, for operations that are open to anyone; undefined for strangers. Throws `Unauthenticated` for wrong credentials. */
export function identify(server: ServerContext, request: FastifyRequest): Promise<Identity | undefined> {
  return server.authenticator.authenticate({
    authorization: request.headers.authorization,
    session: request.cookies[sessionCookie],
    address: request.ip,
  });
}

/** Enters the tenant of the path for a public operation, which asks for no access. Throws `NotFound`. */
export function enterOpenly(server: ServerContext, request: FastifyRequest): Promise<EnteredTenant> {
  return server.access.enter(tenantSegmentOf(request), undefined);
}

/** Origins that are ours beside the one that the request names. */
export function ourOrigins({ settings, deps }: ServerContext): readonly string[] {
  const own = deps.settings.url === undefined ? undefined : URL.parse(deps.settings.url)?.origin;
  return own === undefined ? settings.corsOrigins : [...settings.corsOrigins, own];
}

/** While a tenant is suspended its Admins may look, and superadmins, who end it; nothing can be done. */
function refuseWhileSuspended({ ref, isSuspended, isAdmin }: EnteredTenant, user: User, route: AnyRoute): void {
  if (!isSuspended || (isSafe(route) && (isAdmin || user.superAdmin))) return;
  throw new TenantSuspended({ id: ref.id ?? ref.name });
}

/** Asked of who calls and of whom they act as. */
function refuseToChange({ user }: Caller, route: AnyRoute): void {
  if (user.restricted && !isSafe(route)) throw new Forbidden({ reason: 'this account is read-only' });
}

function checkAccess(route: AnyRoute, caller: Caller, request: FastifyRequest): void {
  const { access } = route;
  refuseToChange(caller, route);
  switch (access.kind) {
    case 'public':
    case 'signed-in':
      return;
    case 'superadmin':
      if (!caller.user.superAdmin) throw new Forbidden({ reason: 'only a superadmin may do this' });
      return;
    case 'member':
      if (caller.permissions.size === 0) throw new Forbidden({ reason: 'a role in this tenant is required' });
      return;
    case 'permission': {
      const [first] = access.anyOf;
      invariant(first !== undefined, `'${route.operationId}' names a permission`);
      if (!access.anyOf.some((permission) => caller.permissions.has(permission)))
        throw new MissingPermission({ permission: first, namespace: namespaceOf(route, request) });
    }
  }
}

/** The namespace that the path names. */
function namespaceOf({ parameterKinds = {} }: AnyRoute, request: FastifyRequest): string | undefined {
  const name = Object.keys(parameterKinds).find((parameter) => parameterKinds[parameter] === 'namespace');
  return name === undefined ? undefined : (request.params as Readonly<Record<string, string>>)[name];
}
