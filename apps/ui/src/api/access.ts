import type { PermissionMap } from '@windhover/model';
import { requestJson, send } from './request.ts';
import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireUser = Reply<'users', 'list'>['results'][number];

export interface NewUser {
  readonly email: string;
  readonly firstName?: string;
  readonly lastName?: string;
  readonly password?: string;
  readonly superAdmin: boolean;
  readonly tenants: readonly string[];
}

export type WireRoleRow = Reply<'roles', 'search'>['results'][number];

export type WireRole = Reply<'roles', 'get'>;

export type WireBinding = Reply<'bindings', 'search'>['results'][number];

export type WireMember = Reply<'tenantAccess', 'list'>['results'][number];

export const users = {
  list: (query: ListQuery) => requestJson<Page<WireUser>>('/users', { query: listQuery(query) }),
  create: (user: NewUser) => requestJson<WireUser>('/users', { method: 'POST', json: user }),
  setSuperAdmin: (id: string, superAdmin: boolean) =>
    send(`/users/${id}/superadmin`, { method: 'PATCH', json: { superAdmin } }),
  setPassword: (id: string, password: string) => send(`/users/${id}/password`, { method: 'PATCH', json: { password } }),
  remove: (id: string) => send(`/users/${id}`, { method: 'DELETE' }),
};

export const roles = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireRoleRow>>(tenantPath(tenant, '/roles/search'), { query: listQuery(query) }),
  get: (tenant: Tenant, id: string) => requestJson<WireRole>(tenantPath(tenant, `/roles/${id}`)),
  create: (tenant: Tenant, role: { name: string; description?: string; permissions: PermissionMap }) =>
    requestJson<WireRole>(tenantPath(tenant, '/roles'), { method: 'POST', json: role }),
  update: (tenant: Tenant, id: string, role: { name: string; description?: string; permissions: PermissionMap }) =>
    requestJson<WireRole>(tenantPath(tenant, `/roles/${id}`), { method: 'PUT', json: role }),
  remove: (tenant: Tenant, id: string) => send(tenantPath(tenant, `/roles/${id}`), { method: 'DELETE' }),
  /** Every resource with the actions that a role may hold on it. */
  possible: (tenant: Tenant) => requestJson<PermissionMap>(tenantPath(tenant, '/acls/permissions')),
};

export const bindings = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireBinding>>(tenantPath(tenant, '/bindings/search'), { query: listQuery(query) }),
  create: (
    tenant: Tenant,
    binding: { type: 'USER' | 'GROUP'; externalId: string; roleId: string; namespaceId?: string },
  ) => requestJson<WireBinding>(tenantPath(tenant, '/bindings'), { method: 'POST', json: binding }),
  remove: (tenant: Tenant, id: string) => send(tenantPath(tenant, `/bindings/${id}`), { method: 'DELETE' }),
};

export const members = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireMember>>(tenantPath(tenant, '/tenant-access'), { query: listQuery(query) }),
  add: (tenant: Tenant, email: string) =>
    send(tenantPath(tenant, '/tenant-access'), { method: 'POST', json: { email } }),
  remove: (tenant: Tenant, userId: string) =>
    send(tenantPath(tenant, `/tenant-access/${userId}`), { method: 'DELETE' }),
};
