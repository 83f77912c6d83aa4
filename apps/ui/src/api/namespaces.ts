import type { JsonObject } from '@windhover/model';
import { tenantPath } from './mount.ts';
import { plainQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireNamespace = Reply<'namespaces', 'get'>;

const one = (tenant: Tenant, id: string): string => tenantPath(tenant, `/namespaces/${encodeURIComponent(id)}`);

export const namespaces = {
  /** By id, all of them; those that only flows imply are left out with `created`. */
  list: async (tenant: Tenant, { created }: { readonly created: boolean }) => {
    const query = plainQuery({ page: 1, size: 10_000, existing: created });
    return (await requestJson<Page<WireNamespace>>(tenantPath(tenant, '/namespaces/search'), { query })).results;
  },
  /** Those whose id has `text` in it, created or not. */
  find: async (tenant: Tenant, text: string, size: number) => {
    const query = plainQuery({ page: 1, size, existing: false, q: text });
    return (await requestJson<Page<WireNamespace>>(tenantPath(tenant, '/namespaces/search'), { query })).results;
  },
  get: (tenant: Tenant, id: string) => requestJson<WireNamespace>(one(tenant, id)),
  create: (tenant: Tenant, namespace: Partial<WireNamespace> & Pick<WireNamespace, 'id'>) =>
    requestJson<WireNamespace>(tenantPath(tenant, '/namespaces'), { method: 'POST', json: namespace }),
  /** Replaces all details, so `namespace` is what was read with the change in it. */
  update: (tenant: Tenant, namespace: WireNamespace) =>
    requestJson<WireNamespace>(one(tenant, namespace.id), { method: 'PUT', json: namespace }),
  remove: (tenant: Tenant, id: string) => send(one(tenant, id), { method: 'DELETE' }),
  inheritedVariables: (tenant: Tenant, id: string) => requestJson<JsonObject>(`${one(tenant, id)}/inherited-variables`),
};
