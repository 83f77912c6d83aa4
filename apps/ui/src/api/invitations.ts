import { tenantPath } from './mount.ts';
import { listQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireInvitation = Reply<'invitations', 'get'>;

export interface NewInvitation {
  readonly email: string;
  /** Without namespaces: in the whole tenant. */
  readonly roles: readonly { readonly id: string; readonly namespaces: readonly string[] }[];
  readonly groups: readonly string[];
  readonly superAdmin: boolean;
}

export interface NewPerson {
  readonly firstName: string;
  readonly lastName: string;
  readonly password: string;
}

export const invitations = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireInvitation>>(tenantPath(tenant, '/invitations/search'), { query: listQuery(query) }),
  /** Undefined when the person was let in at once. */
  create: (tenant: Tenant, invitation: NewInvitation) =>
    requestJson<WireInvitation | undefined>(tenantPath(tenant, '/invitations'), { method: 'POST', json: invitation }),
  remove: (tenant: Tenant, id: string) => send(tenantPath(tenant, `/invitations/${id}`), { method: 'DELETE' }),
  /** Those that wait for the caller, of all tenants. */
  own: () => requestJson<readonly WireInvitation[]>('/me/invitations'),
  /** `link`: an invitation's id, or the last part of its link. */
  accept: (link: string) => send(`/invitation/accept/${encodeURIComponent(link)}`, { method: 'POST' }),
  makeAccount: (link: string, person: NewPerson) =>
    requestJson<{ readonly username: string }>(`/invitation/create/${encodeURIComponent(link)}`, {
      method: 'POST',
      json: person,
    }),
};
