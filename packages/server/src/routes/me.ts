import { routes } from '@windhover/contract';
import type { User } from '@windhover/model';
import {
  accessibleTenants,
  changeOwnPassword,
  createApiToken,
  deleteApiToken,
  logoOf,
  patchOwnProfile,
  type Permissions,
} from '@windhover/services';
import { instanceRoute, type ServerContext } from '../handler.ts';
import { given } from './given.ts';
import { createdTokenJson, tokenListJson } from './to-token-json.ts';
import { authMethods, superAdminFlags, tenantReference } from './to-user-json.ts';

const { me } = routes;

/** What the signed-in learn of themselves; also the reply of a login. */
export async function meJson(server: ServerContext, user: User) {
  const { deps, access } = server;
  return {
    id: user.id,
    ...superAdminFlags(user),
    restricted: user.restricted,
    profile: { username: user.username, email: user.email, firstName: user.firstName, lastName: user.lastName },
    auths: authMethods(user),
    tenants: (await accessibleTenants(deps, user)).map((tenant) => ({
      ...tenantReference(tenant),
      logo: logoOf(tenant),
    })),
    instancePermissions: byResource(await access.instancePermissions(user)),
  };
}

function byResource(permissions: Permissions): Record<string, string[]> {
  const resources: Record<string, string[]> = {};
  for (const permission of permissions.keys()) {
    const [resource, action] = permission.split(':') as [string, string];
    (resources[resource] ??= []).push(action);
  }
  return resources;
}

export const meHandlers = [
  instanceRoute(me.get, async ({ server, caller }) => ({
    ...(await meJson(server, caller.user)),
    ...(caller.impersonatedBy === undefined ? {} : { impersonatedBy: caller.impersonatedBy }),
  })),
  instanceRoute(me.patch, async ({ deps, server, caller, body }) =>
    meJson(server, await patchOwnProfile(deps, caller, given(body))),
  ),
  instanceRoute(me.setPassword, async ({ deps, server, caller, body }) => {
    await changeOwnPassword(deps, server.authenticator, caller, body);
    return {};
  }),
  instanceRoute(me.listTokens, async ({ deps, caller }) =>
    tokenListJson(await deps.store.identity.listTokens(caller.user.id), deps.clock.now()),
  ),
  instanceRoute(me.createToken, async ({ deps, caller, body }) =>
    createdTokenJson(await createApiToken(deps, caller, caller.user, given(body))),
  ),
  instanceRoute(me.deleteToken, ({ deps, caller, params }) =>
    deleteApiToken(deps, caller, caller.user, params.tokenId),
  ),
];
