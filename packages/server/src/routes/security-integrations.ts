import { routes } from '@windhover/contract';
import type { QueryFilter, SecurityIntegration, TenantRef } from '@windhover/model';
import {
  createSecurityIntegration,
  deleteSecurityIntegration,
  enableSecurityIntegration,
  getSecurityIntegration,
} from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { baseUrl } from '../base-url.ts';
import { route, type ServerContext } from '../handler.ts';

const { securityIntegrations } = routes;

interface Call {
  readonly server: ServerContext;
  readonly request: FastifyRequest;
  readonly tenant: TenantRef;
}

function integrationJson({ server, request, tenant }: Call, integration: SecurityIntegration) {
  const { id, name, type, description, enabled } = integration;
  return { id, name, type, description, enabled, uri: scimUri(server, request, tenant, id) };
}

/** Where SCIM is spoken with an integration. */
export function scimUri(server: ServerContext, request: FastifyRequest, tenant: TenantRef, id: string): string {
  const segment = encodeURIComponent(tenant.id ?? 'main');
  return `${baseUrl(server, request)}/api/v1/${segment}/integrations/${encodeURIComponent(id)}/scim/v2`;
}

export const securityIntegrationHandlers = [
  route(securityIntegrations.list, async (call) => {
    const results = (await call.scope.integrations.list()).map((each) => integrationJson(call, each));
    return { results, total: results.length };
  }),
  route(securityIntegrations.search, async (call) => {
    const { filters, page } = call.query;
    const found = (await call.scope.integrations.list()).filter(({ name }) => filters.every(isIn(name)));
    const byName = page.sort[0]?.field === 'name';
    const direction = page.sort[0]?.direction === 'desc' ? -1 : 1;
    const keyOf = ({ id, name }: SecurityIntegration): string => (byName ? name : id);
    const sorted = found.toSorted((one, other) => direction * keyOf(one).localeCompare(keyOf(other), 'en'));
    const start = (page.page - 1) * page.size;
    const results = sorted.slice(start, start + page.size).map((each) => integrationJson(call, each));
    return { results, total: found.length };
  }),
  route(securityIntegrations.create, async (call) => {
    const { deps, scope, tenant, caller, body } = call;
    const input = { name: body.name, description: body.description ?? '' };
    const { integration, token } = await createSecurityIntegration(deps, scope, tenant, caller, input);
    return { ...integrationJson(call, integration), apiToken: token };
  }),
  route(securityIntegrations.get, async (call) =>
    integrationJson(call, await getSecurityIntegration(call.scope, call.params.id)),
  ),
  route(securityIntegrations.delete, ({ deps, scope, caller, params }) =>
    deleteSecurityIntegration(deps, scope, caller, params.id),
  ),
  route(securityIntegrations.enable, async (call) => {
    const { deps, scope, tenant, caller, params } = call;
    return integrationJson(call, await enableSecurityIntegration(deps, scope, tenant, caller, params.id, true));
  }),
  route(securityIntegrations.disable, async (call) => {
    const { deps, scope, tenant, caller, params } = call;
    return integrationJson(call, await enableSecurityIntegration(deps, scope, tenant, caller, params.id, false));
  }),
];

function isIn(name: string): (filter: QueryFilter) => boolean {
  return ({ field, operation, value }) => {
    const texts = (Array.isArray(value) ? value : [value]).filter((each) => typeof each === 'string');
    const isPart = field === 'q' || operation === 'CONTAINS';
    const isFound = texts.some((text) => (isPart ? name.includes(text.toLowerCase()) : name === text));
    return operation === 'NOT_EQUALS' || operation === 'NOT_IN' ? !isFound : isFound;
  };
}
