import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireIntegration = Reply<'securityIntegrations', 'get'>;
export type NewWireIntegration = Reply<'securityIntegrations', 'create'>;

const one = (tenant: Tenant, id: string): string => tenantPath(tenant, `/security-integrations/${id}`);

export const securityIntegrations = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireIntegration>>(tenantPath(tenant, '/security-integrations/search'), {
      query: listQuery(query),
    }),
  create: (tenant: Tenant, integration: { readonly name: string; readonly description: string }) =>
    requestJson<NewWireIntegration>(tenantPath(tenant, '/security-integrations'), {
      method: 'POST',
      json: { ...integration, type: 'SCIM' },
    }),
  setEnabled: (tenant: Tenant, id: string, enabled: boolean) =>
    send(`${one(tenant, id)}/${enabled ? 'enable' : 'disable'}`, { method: 'POST' }),
  remove: (tenant: Tenant, id: string) => send(one(tenant, id), { method: 'DELETE' }),
};
