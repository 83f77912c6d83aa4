import { routes } from '@windhover/contract';
import { NotFound, type Json, type JsonObject, type TenantRef } from '@windhover/model';
import {
  createScimGroup,
  createScimUser,
  deleteScimGroup,
  deleteScimUser,
  getScimGroup,
  getScimUser,
  listScimGroups,
  listScimUsers,
  openProvisioning,
  patchScimGroup,
  patchScimUser,
  replaceScimGroup,
  replaceScimUser,
  type Caller,
  type Deps,
  type EnteredTenant,
  type Provisioning,
  type ScimPage,
} from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { answer, route, type ServerContext } from '../handler.ts';
import { scimResourceTypes, scimSchemaDocuments, serviceProviderConfig } from '../scim-documents.ts';
import { scimUri } from './security-integrations.ts';

const { scim } = routes;

interface Call {
  readonly deps: Deps;
  readonly server: ServerContext;
  readonly request: FastifyRequest;
  readonly caller: Caller;
  readonly tenant: TenantRef;
  readonly scope: EnteredTenant['scope'];
  readonly params: { readonly integration: string };
}

type Kind = 'Users' | 'Groups';

interface Shown {
  readonly attributes?: string | readonly string[] | undefined;
  readonly excludedAttributes?: string | readonly string[] | undefined;
}

export const scimHandlers = [
  route(scim.listUsers, async (call) =>
    listJson(call, 'Users', call.query, await listScimUsers(await open(call), call.query)),
  ),
  route(scim.searchUsers, async (call) =>
    listJson(call, 'Users', call.body, await listScimUsers(await open(call), call.body)),
  ),
  route(scim.createUser, async (call) =>
    madeJson(call, 'Users', call.query, await createScimUser(await open(call), call.body)),
  ),
  route(scim.getUser, async (call) =>
    oneJson(call, 'Users', call.query, await getScimUser(await open(call), call.params.id)),
  ),
  route(scim.replaceUser, async (call) =>
    oneJson(call, 'Users', call.query, await replaceScimUser(await open(call), call.params.id, call.body)),
  ),
  route(scim.patchUser, async (call) =>
    oneJson(call, 'Users', call.query, await patchScimUser(await open(call), call.params.id, call.body.Operations)),
  ),
  route(scim.deleteUser, async (call) => deleteScimUser(await open(call), call.params.id)),
  route(scim.listGroups, async (call) =>
    listJson(call, 'Groups', call.query, await listScimGroups(await open(call), call.query)),
  ),
  route(scim.searchGroups, async (call) =>
    listJson(call, 'Groups', call.body, await listScimGroups(await open(call), call.body)),
  ),
  route(scim.createGroup, async (call) =>
    madeJson(call, 'Groups', call.query, await createScimGroup(await open(call), call.body)),
  ),
  route(scim.getGroup, async (call) =>
    oneJson(call, 'Groups', call.query, await getScimGroup(await open(call), call.params.id)),
  ),
  route(scim.replaceGroup, async (call) =>
    oneJson(call, 'Groups', call.query, await replaceScimGroup(await open(call), call.params.id, call.body)),
  ),
  route(scim.patchGroup, async (call) => {
    const group = await patchScimGroup(await open(call), call.params.id, call.body.Operations);
    // A group may be large: providers that do not ask for it are spared it
    return call.query.attributes === undefined ? answer(204, undefined) : oneJson(call, 'Groups', call.query, group);
  }),
  route(scim.deleteGroup, async (call) => deleteScimGroup(await open(call), call.params.id)),
  route(scim.serviceProviderConfig, async (call) => {
    await open(call);
    return serviceProviderConfig;
  }),
  route(scim.resourceTypes, async (call) => {
    await open(call);
    return listOf(scimResourceTypes);
  }),
  route(scim.resourceType, async (call) => {
    await open(call);
    return named(scimResourceTypes, call.params.name);
  }),
  route(scim.schemas, async (call) => {
    await open(call);
    return listOf(scimSchemaDocuments);
  }),
  route(scim.schema, async (call) => {
    await open(call);
    return named(scimSchemaDocuments, call.params.name);
  }),
];

function open({ deps, scope, tenant, caller, params }: Call): Promise<Provisioning> {
  return openProvisioning({ deps, scope, tenant, caller }, params.integration);
}

function listJson(call: Call, kind: Kind, shown: Shown, { totalResults, startIndex, resources }: ScimPage) {
  return listOf(
    resources.map((resource) => oneJson(call, kind, shown, resource)),
    totalResults,
    startIndex,
  );
}

function listOf(resources: readonly JsonObject[], totalResults = resources.length, startIndex = 1) {
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults,
    startIndex,
    itemsPerPage: resources.length,
    Resources: resources.map((resource) => ({ ...resource })),
  };
}

function madeJson(call: Call, kind: Kind, shown: Shown, resource: JsonObject) {
  const json = oneJson(call, kind, shown, resource);
  return answer(201, json, { location: location(call, kind, resource) });
}

/** With its address, and without what is not asked for. */
function oneJson(call: Call, kind: Kind, { attributes, excludedAttributes }: Shown, resource: JsonObject) {
  const meta = { ...(resource['meta'] as JsonObject), location: location(call, kind, resource) };
  const wanted = firstNames(attributes);
  const unwanted = firstNames(excludedAttributes);
  const isShown = (name: string): boolean =>
    name === 'schemas' ||
    name === 'id' ||
    (wanted?.has(name.toLowerCase()) ?? unwanted?.has(name.toLowerCase()) !== true);
  const shown = Object.entries<Json>({ ...resource, meta }).filter(([name]) => isShown(name));
  return Object.fromEntries(shown);
}

function location({ server, request, tenant, params }: Call, kind: Kind, { id }: JsonObject): string {
  return `${scimUri(server, request, tenant, params.integration)}/${kind}/${id as string}`;
}

/** `userName,name.givenName` asks for whole attributes. */
function firstNames(names: string | readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (names === undefined || names.length === 0) return undefined;
  const list = typeof names === 'string' ? names.split(',') : names;
  return new Set(
    list.map((name) =>
      name
        .trim()
        .replace(/^urn:.*:/i, '')
        .split('.', 1)[0]!
        .toLowerCase(),
    ),
  );
}

/** By its id, which is an address for schemas, or by its short name. */
function named(documents: readonly JsonObject[], id: string) {
  const found = documents.find((each) => each['id'] === id || each['name'] === id);
  if (found === undefined) throw new NotFound({ thing: 'document' });
  return { ...found };
}
