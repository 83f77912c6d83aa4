import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { emptyOk, noContent } from './replies.ts';
import { defineRoute } from './route.ts';
import { paged, searchQuery } from './search-query.ts';

export const groupSchema = z.object({ id: z.string(), name: z.string(), description: z.string().optional() });

export const groupMemberSchema = z.object({
  id: z.string(),
  username: z.string(),
  displayName: z.string(),
  groups: z.array(
    z.object({ id: z.string(), name: z.string(), external: z.boolean(), membership: z.enum(['OWNER', 'MEMBER']) }),
  ),
});

const groupBody = z.object({ id: z.string().nullish(), name: z.string(), description: z.string().nullish() });

const ofGroup = pathParameters({ id: 'groupId' });
const ofMember = pathParameters({ id: 'groupId', userId: 'userId' });
const base = { tag: 'Groups', level: 'tenant' } as const;
const group = { status: 200, kind: 'json', schema: groupSchema } as const;
const member = { status: 200, kind: 'json', schema: groupMemberSchema } as const;

export const groupRoutes = {
  create: defineRoute({
    ...base,
    operationId: 'createGroup',
    makes: 'at-once',
    summary: 'Create a group',
    method: 'POST',
    path: '/groups',
    access: permission('GROUP:CREATE'),
    body: { kind: 'json', schema: groupBody.extend({ membersId: z.array(z.string()).nullish() }) },
    reply: group,
    errors: [409],
  }),
  search: defineRoute({
    ...base,
    operationId: 'searchGroups',
    summary: 'Find groups',
    method: 'GET',
    path: '/groups/search',
    access: permission('GROUP:LIST'),
    query: searchQuery({ fields: ['q', 'name'], sort: ['id', 'name'] }),
    reply: { status: 200, kind: 'json', schema: paged(groupSchema) },
  }),
  autocomplete: defineRoute({
    ...base,
    operationId: 'autocompleteGroups',
    summary: 'Groups whose name begins with a text, and those with the ids given',
    method: 'POST',
    path: '/groups/autocomplete',
    access: permission('GROUP:LIST'),
    body: {
      kind: 'json',
      schema: z.object({ q: z.string().nullish(), ids: z.array(z.string()).nullish() }),
      optional: true,
    },
    reply: { status: 200, kind: 'json', schema: z.array(groupSchema) },
    safe: true,
  }),
  listByIds: defineRoute({
    ...base,
    operationId: 'listGroupIds',
    summary: 'Groups with the ids given; unknown ones are left out',
    method: 'POST',
    path: '/groups/ids',
    access: permission('GROUP:LIST'),
    body: { kind: 'json', schema: z.object({ ids: z.array(z.string()) }) },
    reply: { status: 200, kind: 'json', schema: z.array(groupSchema) },
    safe: true,
  }),
  get: defineRoute({
    ...base,
    operationId: 'getGroup',
    summary: 'Read a group',
    method: 'GET',
    path: '/groups/{id}',
    access: permission('GROUP:VIEW'),
    ...ofGroup,
    reply: group,
  }),
  update: defineRoute({
    ...base,
    operationId: 'updateGroup',
    summary: 'Replace name and description of a group',
    method: 'PUT',
    path: '/groups/{id}',
    access: permission('GROUP:UPDATE'),
    ...ofGroup,
    body: { kind: 'json', schema: groupBody },
    reply: group,
    errors: [409],
  }),
  delete: defineRoute({
    ...base,
    operationId: 'deleteGroup',
    summary: 'Delete a group with what it granted; its members stay',
    method: 'DELETE',
    path: '/groups/{id}',
    access: permission('GROUP:DELETE'),
    ...ofGroup,
    reply: emptyOk,
  }),
  // Group owners see and manage members without a permission, so these ask in the use case
  members: defineRoute({
    ...base,
    operationId: 'searchGroupMembers',
    summary: 'Members of a group',
    method: 'GET',
    path: '/groups/{id}/members',
    access: { kind: 'signed-in' },
    ...ofGroup,
    query: searchQuery({ fields: ['q', 'username'], sort: ['id', 'username'] }),
    reply: { status: 200, kind: 'json', schema: paged(groupMemberSchema) },
  }),
  addMember: defineRoute({
    ...base,
    operationId: 'addUserToGroup',
    summary: 'Add a user to a group; grants tenant access where it is missing',
    method: 'PUT',
    path: '/groups/{id}/members/{userId}',
    access: { kind: 'signed-in' },
    ...ofMember,
    reply: member,
    errors: [409],
  }),
  removeMember: defineRoute({
    ...base,
    operationId: 'deleteUserFromGroup',
    summary: 'Remove a user from a group',
    method: 'DELETE',
    path: '/groups/{id}/members/{userId}',
    access: { kind: 'signed-in' },
    ...ofMember,
    reply: member,
    errors: [409],
  }),
  setMembership: defineRoute({
    ...base,
    operationId: 'setUserMembershipForGroup',
    summary: 'Make a member an owner of the group, or an ordinary member again',
    method: 'PUT',
    path: '/groups/{id}/members/membership/{userId}',
    access: { kind: 'signed-in' },
    ...ofMember,
    query: z.object({ membership: z.enum(['OWNER', 'MEMBER']) }),
    reply: member,
    errors: [409],
  }),
  setGroupsOfUser: defineRoute({
    ...base,
    operationId: 'updateUserGroups',
    summary: "Replace a user's groups in this tenant",
    method: 'PUT',
    path: '/users/{id}/groups',
    access: permission('USER:MANAGE_GROUP_MEMBERSHIP'),
    ...pathParameters({ id: 'userId' }),
    body: { kind: 'json', schema: z.object({ groupIds: z.array(z.string()) }) },
    reply: noContent,
  }),
};
