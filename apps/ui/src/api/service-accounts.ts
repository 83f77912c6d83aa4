import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string;

export type WireServiceAccount = Reply<'serviceAccounts', 'get'>;

/** Named by a segment, the default tenant too: without one these addresses are those of the instance. */
export const serviceAccounts = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireServiceAccount>>(tenantPath(tenant, '/service-accounts'), { query: listQuery(query) }),
  get: (tenant: Tenant, id: string) => requestJson<WireServiceAccount>(tenantPath(tenant, `/service-accounts/${id}`)),
  create: (tenant: Tenant, account: { readonly name: string; readonly description: string }) =>
    requestJson<WireServiceAccount>(tenantPath(tenant, '/service-accounts'), { method: 'POST', json: account }),
  remove: (tenant: Tenant, id: string) => send(tenantPath(tenant, `/service-accounts/${id}`), { method: 'DELETE' }),
};
