import { routes } from '@windhover/contract';
import type { SecurityIntegration, TenantRef } from '@windhover/model';
import {
  createSecurityIntegration,
  deleteSecurityIntegration,
  enableSecurityIntegration,
  getSecurityIntegration,
} from '@windhover/services';
import type { FastifyRequest } from 'fastify';
import { baseUrl } from '../base-url.ts';
import { route, type ServerContext } from '../handler.ts';
import { pageOf } from './page-of.ts';

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
    const sortedBy = call.query.page.sort[0]?.field === 'name' ? 'name' : 'id';
    const found = (await call.scope.integrations.list()).toSorted((one, other) =>
      one[sortedBy].localeCompare(other[sortedBy], 'en'),
    );
    const nameOf = ({ name }: SecurityIntegration): string => name;
    return pageOf(found, call.query, { q: nameOf, name: nameOf }, (each) => integrationJson(call, each));
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
