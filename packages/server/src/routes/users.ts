import { routes } from '@windhover/contract';
import {
  createApiToken,
  createUser,
  deleteApiToken,
  deleteUser,
  endSessions,
  getTokenOwner,
  getUser,
  newUserDetails,
  openImpersonation,
  removeAuthMethod,
  patchUser,
  setPassword,
  setRestricted,
  setSuperAdmin,
  updateUser,
} from '@windhover/services';
import { sessionCookieText } from '../cookie-text.ts';
import { answer, instanceRoute } from '../handler.ts';
import { given } from './given.ts';
import { meJson } from './me.ts';
import { createdTokenJson, tokenListJson } from './to-token-json.ts';
import { detailsJson, userJson, userSummaryJson } from './to-user-json.ts';

const { users } = routes;

/** Either spelling of the flag; absent: false. */
export function wishedFlag(body: {
  readonly superAdmin?: boolean | undefined;
  readonly instanceOwner?: boolean | undefined;
}): boolean {
  return body.superAdmin ?? body.instanceOwner ?? false;
}

export const userHandlers = [
  instanceRoute(users.list, async ({ deps, query }) => {
    const onlyPeople = { field: 'type', operation: 'EQUALS', value: 'USER' } as const;
    const found = await deps.store.identity.searchUsers([...query.filters, onlyPeople], query.page);
    return { results: await Promise.all(found.results.map((user) => userSummaryJson(deps, user))), total: found.total };
  }),
  instanceRoute(users.create, async ({ deps, caller, body }) => {
    const { groups, ...rest } = given(body);
    const input = { ...rest, groupIds: groups, superAdmin: wishedFlag(body) };
    return detailsJson(await newUserDetails(deps, caller, await createUser(deps, caller, input), input));
  }),
  instanceRoute(users.get, async ({ deps, params }) => userJson(deps, await getUser(deps, params.id))),
  instanceRoute(users.update, async ({ deps, caller, params, body }) => {
    const { groups, ...input } = given(body);
    return userJson(
      deps,
      await updateUser(deps, caller, params.id, { ...input, groupIds: groups, superAdmin: wishedFlag(body) }),
    );
  }),
  instanceRoute(users.patch, async ({ deps, caller, params, body }) =>
    userJson(deps, await patchUser(deps, caller, params.id, given(body))),
  ),
  instanceRoute(users.delete, ({ deps, caller, params }) => deleteUser(deps, caller, params.id)),
  instanceRoute(users.setPassword, async ({ deps, caller, params, body }) =>
    userJson(deps, await setPassword(deps, caller, params.id, body.password)),
  ),
  instanceRoute(users.setSuperAdmin, async ({ deps, caller, params, body }) => {
    await getUser(deps, params.id);
    await setSuperAdmin(deps, caller, params.id, wishedFlag(body));
  }),
  instanceRoute(users.setRestricted, async ({ deps, caller, params, body }) => {
    await setRestricted(deps, caller, params.id, body.restricted);
  }),
  instanceRoute(users.endSessions, ({ deps, caller, params }) => endSessions(deps, caller, params.id)),
  instanceRoute(users.deleteAuthMethod, async ({ deps, caller, params }) =>
    userJson(deps, await removeAuthMethod(deps, caller, params.id, params.auth)),
  ),
  instanceRoute(users.impersonate, async ({ deps, server, request, caller, params }) => {
    const { user, value, lifeMs } = await openImpersonation(deps, caller, params.id);
    const cookie = sessionCookieText(server, request, value, lifeMs);
    return answer(200, { ...(await meJson(server, user)), impersonatedBy: caller.user.id }, { 'set-cookie': cookie });
  }),
  instanceRoute(users.listTokens, async ({ deps, params }) => {
    const owner = await getTokenOwner(deps, params.id);
    return tokenListJson(await deps.store.identity.listTokens(owner.id), deps.clock.now());
  }),
  instanceRoute(users.createToken, async ({ deps, caller, params, body }) =>
    createdTokenJson(await createApiToken(deps, caller, await getTokenOwner(deps, params.id), given(body))),
  ),
  instanceRoute(users.deleteToken, async ({ deps, caller, params }) =>
    deleteApiToken(deps, caller, await getTokenOwner(deps, params.id), params.tokenId),
  ),
];
