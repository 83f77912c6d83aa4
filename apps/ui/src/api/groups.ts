import { tenantPath } from './mount.ts';
import { listQuery, plainQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireGroup = Reply<'groups', 'get'>;
export type WireGroupMember = Reply<'groups', 'members'>['results'][number];
export type Membership = 'OWNER' | 'MEMBER';

interface GroupDetails {
  readonly name: string;
  readonly description: string;
}

const one = (tenant: Tenant, id: string): string => tenantPath(tenant, `/groups/${id}`);

export const groups = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireGroup>>(tenantPath(tenant, '/groups/search'), { query: listQuery(query) }),
  get: (tenant: Tenant, id: string) => requestJson<WireGroup>(one(tenant, id)),
  create: (tenant: Tenant, group: GroupDetails) =>
    requestJson<WireGroup>(tenantPath(tenant, '/groups'), { method: 'POST', json: group }),
  update: (tenant: Tenant, id: string, group: GroupDetails) =>
    requestJson<WireGroup>(one(tenant, id), { method: 'PUT', json: group }),
  remove: (tenant: Tenant, id: string) => send(one(tenant, id), { method: 'DELETE' }),
  members: (tenant: Tenant, id: string, query: ListQuery) =>
    requestJson<Page<WireGroupMember>>(`${one(tenant, id)}/members`, { query: listQuery(query) }),
  addMember: (tenant: Tenant, id: string, userId: string) =>
    send(`${one(tenant, id)}/members/${userId}`, { method: 'PUT' }),
  removeMember: (tenant: Tenant, id: string, userId: string) =>
    send(`${one(tenant, id)}/members/${userId}`, { method: 'DELETE' }),
  setMembership: (tenant: Tenant, id: string, userId: string, membership: Membership) =>
    send(`${one(tenant, id)}/members/membership/${userId}`, { method: 'PUT', query: plainQuery({ membership }) }),
};
