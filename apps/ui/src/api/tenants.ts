import { requestJson, send } from './request.ts';
import { listQuery, type ListQuery } from './query.ts';
import type { Page, WireTenant } from './wire.ts';

const one = (id: string): string => `/tenants/${encodeURIComponent(id)}`;

export const tenants = {
  list: (query: ListQuery) => requestJson<Page<WireTenant>>('/tenants/search', { query: listQuery(query) }),
  get: (id: string) => requestJson<WireTenant>(one(id)),
  create: (id: string, name: string) =>
    requestJson<WireTenant>('/tenants', { method: 'POST', json: { id, name, deleted: false } }),
  /** Replaces the whole tenant, so `tenant` is what was read with the change in it. */
  update: (tenant: WireTenant) => requestJson<WireTenant>(one(tenant.id), { method: 'PUT', json: tenant }),
  remove: (id: string) => send(one(id), { method: 'DELETE' }),
};
