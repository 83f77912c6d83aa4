import { routes } from '@windhover/contract';
import type { Group, User } from '@windhover/model';
import {
  addMember,
  createGroup,
  deleteGroup,
  displayName,
  getGroup,
  groupsOfUser,
  listGroupMembers,
  removeMember,
  searchUsersInMemory,
  setGroupsOfUser,
  setMembership,
  updateGroup,
  type EnteredTenant,
} from '@windhover/services';
import { route } from '../handler.ts';
import { given } from './given.ts';

const { groups } = routes;
const suggestions = 50;

function groupJson({ id, name, description }: Group) {
  return { id, name, description };
}

/** A member with all groups of the tenant that the user is in. */
async function memberJson(scope: EnteredTenant['scope'], user: User) {
  const groupsOfMember = await groupsOfUser(scope, user.id);
  return {
    id: user.id,
    username: user.username,
    displayName: displayName(user),
    groups: groupsOfMember.map(({ group: { id, name, external = false }, membership }) => ({
      id,
      name,
      external,
      membership,
    })),
  };
}

export const groupHandlers = [
  route(groups.create, async ({ deps, scope, tenant, caller, body }) => {
    const { membersId, ...input } = given(body);
    return groupJson(await createGroup(deps, scope, tenant, caller, { ...input, memberIds: membersId }));
  }),
  route(groups.search, async ({ scope, query }) => {
    const { results, total } = await scope.access.searchGroups(query.filters, query.page);
    return { results: results.map(groupJson), total };
  }),
  route(groups.autocomplete, async ({ scope, body }) => {
    const wanted = (body.q ?? '').toLowerCase();
    const found = await scope.access.listGroups();
    const named = found.filter(({ id }) => body.ids?.includes(id) === true);
    const others = found.filter((group) => !named.includes(group) && group.name.toLowerCase().startsWith(wanted));
    return [...named, ...others.slice(0, suggestions)].map(groupJson);
  }),
  route(groups.listByIds, async ({ scope, body }) => {
    return (await scope.access.findGroups(body.ids)).map(groupJson);
  }),
  route(groups.get, async ({ scope, params }) => groupJson(await getGroup(scope, params.id))),
  route(groups.update, async ({ deps, scope, caller, params, body }) =>
    groupJson(await updateGroup(deps, scope, caller, params.id, given(body))),
  ),
  route(groups.delete, ({ deps, scope, caller, params }) => deleteGroup(deps, scope, caller, params.id)),
  route(groups.members, async ({ deps, scope, caller, params, query }) => {
    const { results, total } = searchUsersInMemory(await listGroupMembers(deps, scope, caller, params.id), query);
    return { results: await Promise.all(results.map((user) => memberJson(scope, user))), total };
  }),
  route(groups.addMember, async ({ deps, scope, tenant, caller, params }) =>
    memberJson(scope, await addMember(deps, scope, tenant, caller, params.id, params.userId)),
  ),
  route(groups.removeMember, async ({ deps, scope, caller, params }) =>
    memberJson(scope, await removeMember(deps, scope, caller, params.id, params.userId)),
  ),
  route(groups.setMembership, async ({ deps, scope, caller, params, query }) =>
    memberJson(scope, await setMembership(deps, scope, caller, params.id, params.userId, query.membership)),
  ),
  route(groups.setGroupsOfUser, ({ deps, scope, tenant, caller, params, body }) =>
    setGroupsOfUser(deps, scope, tenant, caller, params.id, body.groupIds),
  ),
];
