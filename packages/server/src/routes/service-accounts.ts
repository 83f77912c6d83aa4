import { routes } from '@windhover/contract';
import type { TenantRef, User } from '@windhover/model';
import {
  createApiToken,
  createInstanceServiceAccount,
  createServiceAccount,
  createServiceAccountToken,
  deleteAnyServiceAccount,
  deleteApiToken,
  deleteServiceAccount,
  getAnyServiceAccount,
  getServiceAccount,
  groupsOfUser,
  listServiceAccounts,
  newUserDetails,
  patchServiceAccount,
  searchUsersInMemory,
  setSuperAdmin,
  tenantsOf,
  updateServiceAccount,
  type Deps,
  type EnteredTenant,
} from '@windhover/services';
import { instanceRoute, route } from '../handler.ts';
import { given } from './given.ts';
import { createdTokenJson, tokenListJson } from './to-token-json.ts';
import { authMethods, superAdminFlags, tenantReference } from './to-user-json.ts';
import { wishedFlag } from './users.ts';

const { serviceAccounts: own, instanceServiceAccounts: all } = routes;

function accountJson(account: User) {
  return { id: account.id, name: account.username, description: account.description, ...superAdminFlags(account) };
}

async function tenantAccountJson({ access }: EnteredTenant['scope'], account: User) {
  const members = await access.listMembers({ userId: account.id });
  return withGroups(
    account,
    members.map(({ groupId }) => groupId),
  );
}

function withGroups(account: User, groupIds: readonly string[]) {
  return { ...accountJson(account), groups: groupIds.map((id) => ({ id })) };
}

async function instanceAccountJson(deps: Deps, account: User) {
  return withTenants(account, await tenantsOf(deps, account));
}

function withTenants(account: User, tenants: readonly TenantRef[]) {
  return { ...accountJson(account), tenants: tenants.map(tenantReference) };
}

type AccountBody = {
  id?: string | null | undefined;
  name: string;
  description?: string | null | undefined;
  groups?: { id: string }[] | null | undefined;
  superAdmin?: boolean | undefined;
  instanceOwner?: boolean | undefined;
};

function toInput(body: AccountBody) {
  const { groups: _groups, ...input } = given(body);
  // Terraform writes "no groups" as null; what is absent stays
  const groupIds = body.groups === null ? [] : body.groups?.map(({ id }) => id);
  return { ...input, superAdmin: wishedFlag(body), groupIds };
}

async function tokensOf(deps: Deps, { id }: User) {
  return tokenListJson(await deps.store.identity.listTokens(id), deps.clock.now());
}

export const serviceAccountHandlers = [
  route(own.list, async ({ deps, scope, query }) => {
    const { results, total } = searchUsersInMemory(await listServiceAccounts(deps, scope), query);
    const listed = results.map(async (account) => ({
      ...accountJson(account),
      username: account.username,
      displayName: account.username,
      groups: (await groupsOfUser(scope, account.id)).map(({ group: { id, name, external = false } }) => ({
        id,
        name,
        external,
      })),
      auths: authMethods(account),
    }));
    return { results: await Promise.all(listed), total };
  }),
  route(own.create, async ({ deps, scope, caller, body }) => {
    const input = toInput(body);
    const account = await createServiceAccount(deps, scope, caller, input);
    return withGroups(account, [...new Set(input.groupIds)].toSorted());
  }),
  route(own.get, async ({ deps, scope, params }) =>
    tenantAccountJson(scope, await getServiceAccount(deps, scope, params.id)),
  ),
  route(own.update, async ({ deps, scope, caller, params, body }) =>
    tenantAccountJson(scope, await updateServiceAccount(deps, scope, caller, params.id, toInput(body))),
  ),
  route(own.delete, ({ deps, scope, caller, params }) => deleteServiceAccount(deps, scope, caller, params.id)),
  route(own.listTokens, async ({ deps, scope, params }) =>
    tokensOf(deps, await getServiceAccount(deps, scope, params.id)),
  ),
  route(own.createToken, async ({ deps, scope, caller, params, body }) =>
    createdTokenJson(await createServiceAccountToken(deps, scope, caller, params.id, given(body))),
  ),
  route(own.deleteToken, async ({ deps, scope, caller, params }) =>
    deleteApiToken(deps, caller, await getServiceAccount(deps, scope, params.id), params.tokenId),
  ),

  instanceRoute(all.list, async ({ deps, query }) => {
    const onlyAccounts = { field: 'type', operation: 'EQUALS', value: 'SERVICE_ACCOUNT' } as const;
    const { results, total } = await deps.store.identity.searchUsers([...query.filters, onlyAccounts], query.page);
    return { results: await Promise.all(results.map((account) => instanceAccountJson(deps, account))), total };
  }),
  instanceRoute(all.create, async ({ deps, caller, body }) => {
    const input = { ...given(body), superAdmin: wishedFlag(body) };
    const account = await createInstanceServiceAccount(deps, caller, input);
    return withTenants(account, (await newUserDetails(deps, caller, account, input)).tenants);
  }),
  instanceRoute(all.get, async ({ deps, caller, params }) =>
    instanceAccountJson(deps, await getAnyServiceAccount(deps, caller, params.id)),
  ),
  instanceRoute(all.patch, async ({ deps, caller, params, body }) =>
    instanceAccountJson(deps, await patchServiceAccount(deps, caller, params.id, given(body))),
  ),
  instanceRoute(all.delete, ({ deps, caller, params }) => deleteAnyServiceAccount(deps, caller, params.id)),
  instanceRoute(all.setSuperAdmin, async ({ deps, caller, params, body }) => {
    await getAnyServiceAccount(deps, caller, params.id);
    await setSuperAdmin(deps, caller, params.id, wishedFlag(body));
  }),
  instanceRoute(all.listTokens, async ({ deps, caller, params }) =>
    tokensOf(deps, await getAnyServiceAccount(deps, caller, params.id)),
  ),
  instanceRoute(all.createToken, async ({ deps, caller, params, body }) =>
    createdTokenJson(
      await createApiToken(deps, caller, await getAnyServiceAccount(deps, caller, params.id), given(body)),
    ),
  ),
  instanceRoute(all.deleteToken, async ({ deps, caller, params }) =>
    deleteApiToken(deps, caller, await getAnyServiceAccount(deps, caller, params.id), params.tokenId),
  ),
];
