/** SCIM 2.0 (RFC 7644), by which identity providers provision users and groups of a tenant. */
import type { Json, JsonObject } from '@windhover/model';
import { z } from 'zod';
import { pathParameters } from './path-parameters.ts';
import { permission } from './permission.ts';
import { noContent } from './replies.ts';
import { defineRoute } from './route.ts';

const root = '/integrations/{integration}/scim/v2';
const base = { level: 'tenant' } as const;
const users = { ...base, tag: 'SCIM-Users' } as const;
const groups = { ...base, tag: 'SCIM-Groups' } as const;
const about = { ...base, tag: 'SCIM-Configuration', access: permission('USER:LIST', 'GROUP:LIST') } as const;

const ofIntegration = pathParameters({ integration: 'integrationId' });
const ofUser = pathParameters({ integration: 'integrationId', id: 'userId' });
const ofGroup = pathParameters({ integration: 'integrationId', id: 'groupId' });
const ofKind = pathParameters({ integration: 'integrationId', name: 'scimKind' });

/** Resources are open: what is not known is not kept. */
const json = z.json() as z.ZodType<Json, Json>;
const resource: z.ZodType<JsonObject, JsonObject> = z.record(z.string(), json);
const resourceBody = { kind: 'json', schema: resource } as const;
const one = { status: 200, kind: 'scim', schema: resource } as const;
const made = { status: 201, kind: 'scim', schema: resource } as const;
const list = {
  status: 200,
  kind: 'scim',
  schema: z.object({
    schemas: z.array(z.string()),
    totalResults: z.number(),
    startIndex: z.number(),
    itemsPerPage: z.number(),
    Resources: z.array(resource),
  }),
} as const;

const shown = { attributes: z.string().optional(), excludedAttributes: z.string().optional() };
const shownQuery = z.object(shown);
const listQuery = z.object({
  ...shown,
  filter: z.string().optional(),
  sortBy: z.string().optional(),
  sortOrder: z.enum(['ascending', 'descending']).optional(),
  startIndex: z.coerce.number().int().optional(),
  count: z.coerce.number().int().optional(),
});
const names = z.union([z.string(), z.array(z.string())]).optional();
const searchBody = {
  kind: 'json',
  schema: z.object({
    attributes: names,
    excludedAttributes: names,
    filter: z.string().optional(),
    sortBy: z.string().optional(),
    sortOrder: z.enum(['ascending', 'descending']).optional(),
    startIndex: z.number().int().optional(),
    count: z.number().int().optional(),
  }),
} as const;
const patchBody = {
  kind: 'json',
  schema: z.object({
    Operations: z.array(z.object({ op: z.string(), path: z.string().optional(), value: json.optional() })).max(1_000),
  }),
} as const;

export const scimRoutes = {
  listUsers: defineRoute({
    ...users,
    operationId: 'queryUsers',
    summary: 'Find people of the tenant',
    method: 'GET',
    path: `${root}/Users`,
    access: permission('USER:LIST'),
    ...ofIntegration,
    query: listQuery,
    reply: list,
    errors: [400],
  }),
  searchUsers: defineRoute({
    ...users,
    operationId: 'findUsers',
    summary: 'Find people of the tenant, with the query as a body',
    method: 'POST',
    path: `${root}/Users/.search`,
    access: permission('USER:LIST'),
    ...ofIntegration,
    body: searchBody,
    reply: list,
    errors: [400],
    safe: true,
  }),
  createUser: defineRoute({
    ...users,
    operationId: 'createSCIMResourceByIdUsers',
    makes: 'at-once',
    summary: 'Let a person into the tenant, who is made where there is none of that name',
    method: 'POST',
    path: `${root}/Users`,
    access: permission('USER:CREATE'),
    ...ofIntegration,
    query: shownQuery,
    body: resourceBody,
    reply: made,
    errors: [400, 409],
  }),
  getUser: defineRoute({
    ...users,
    operationId: 'getSCIMResourceByIdUsers',
    summary: 'Read a person',
    method: 'GET',
    path: `${root}/Users/{id}`,
    access: permission('USER:VIEW'),
    ...ofUser,
    query: shownQuery,
    reply: one,
  }),
  replaceUser: defineRoute({
    ...users,
    operationId: 'updateUsers',
    summary: 'Replace a person; active: false takes them out of the tenant',
    method: 'PUT',
    path: `${root}/Users/{id}`,
    access: permission('USER:UPDATE'),
    ...ofUser,
    query: shownQuery,
    body: resourceBody,
    reply: one,
    errors: [400, 409],
  }),
  patchUser: defineRoute({
    ...users,
    operationId: 'patchUsers',
    summary: 'Change parts of a person',
    method: 'PATCH',
    path: `${root}/Users/{id}`,
    access: permission('USER:UPDATE'),
    ...ofUser,
    query: shownQuery,
    body: patchBody,
    reply: one,
    errors: [400, 409],
  }),
  deleteUser: defineRoute({
    ...users,
    operationId: 'deleteUsers',
    summary: 'Take a person out of the tenant for good; the user as such stays',
    method: 'DELETE',
    path: `${root}/Users/{id}`,
    access: permission('USER:UPDATE', 'USER:DELETE'),
    ...ofUser,
    reply: noContent,
  }),
  listGroups: defineRoute({
    ...groups,
    operationId: 'queryGroups',
    summary: 'Find groups of the tenant',
    method: 'GET',
    path: `${root}/Groups`,
    access: permission('GROUP:LIST'),
    ...ofIntegration,
    query: listQuery,
    reply: list,
    errors: [400],
  }),
  searchGroups: defineRoute({
    ...groups,
    operationId: 'findGroups',
    summary: 'Find groups of the tenant, with the query as a body',
    method: 'POST',
    path: `${root}/Groups/.search`,
    access: permission('GROUP:LIST'),
    ...ofIntegration,
    body: searchBody,
    reply: list,
    errors: [400],
    safe: true,
  }),
  createGroup: defineRoute({
    ...groups,
    operationId: 'createSCIMResourceByIdGroups',
    makes: 'at-once',
    summary: 'Create a group whose members are decided elsewhere',
    method: 'POST',
    path: `${root}/Groups`,
    access: permission('GROUP:CREATE'),
    ...ofIntegration,
    query: shownQuery,
    body: resourceBody,
    reply: made,
    errors: [400, 409],
  }),
  getGroup: defineRoute({
    ...groups,
    operationId: 'getSCIMResourceByIdGroups',
    summary: 'Read a group with its members',
    method: 'GET',
    path: `${root}/Groups/{id}`,
    access: permission('GROUP:VIEW'),
    ...ofGroup,
    query: shownQuery,
    reply: one,
  }),
  replaceGroup: defineRoute({
    ...groups,
    operationId: 'updateGroups',
    summary: 'Replace a group; members that are not spoken of stay',
    method: 'PUT',
    path: `${root}/Groups/{id}`,
    access: permission('GROUP:UPDATE'),
    ...ofGroup,
    query: shownQuery,
    body: resourceBody,
    reply: one,
    errors: [400, 409],
  }),
  patchGroup: defineRoute({
    ...groups,
    operationId: 'patchGroups',
    summary: 'Change parts of a group; 204, unless attributes are asked for',
    method: 'PATCH',
    path: `${root}/Groups/{id}`,
    access: permission('GROUP:UPDATE'),
    ...ofGroup,
    query: shownQuery,
    body: patchBody,
    reply: { ...one, schema: resource.optional() },
    errors: [400, 409],
  }),
  deleteGroup: defineRoute({
    ...groups,
    operationId: 'deleteGroups',
    summary: 'Delete a group; its members stay in the tenant',
    method: 'DELETE',
    path: `${root}/Groups/{id}`,
    access: permission('GROUP:DELETE'),
    ...ofGroup,
    reply: noContent,
  }),
  serviceProviderConfig: defineRoute({
    ...about,
    operationId: 'getServiceProviderConfiguration',
    summary: 'What this side of SCIM can do',
    method: 'GET',
    path: `${root}/ServiceProviderConfig`,
    ...ofIntegration,
    reply: one,
  }),
  resourceTypes: defineRoute({
    ...about,
    operationId: 'getAllResourceTypes',
    summary: 'Kinds of resources: users and groups',
    method: 'GET',
    path: `${root}/ResourceTypes`,
    ...ofIntegration,
    reply: list,
  }),
  resourceType: defineRoute({
    ...about,
    operationId: 'getResourceType',
    summary: 'One kind of resources',
    method: 'GET',
    path: `${root}/ResourceTypes/{name}`,
    ...ofKind,
    reply: one,
  }),
  schemas: defineRoute({
    ...about,
    operationId: 'getAllSchemas',
    summary: 'Attributes of users and groups',
    method: 'GET',
    path: `${root}/Schemas`,
    ...ofIntegration,
    reply: list,
  }),
  schema: defineRoute({
    ...about,
    operationId: 'getSchema',
    summary: 'Attributes of one kind of resources',
    method: 'GET',
    path: `${root}/Schemas/{name}`,
    ...ofKind,
    reply: one,
  }),
};
