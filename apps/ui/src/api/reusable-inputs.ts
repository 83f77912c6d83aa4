import { tenantPath } from './mount.ts';
import { listQuery, plainQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import { problemsOfSource } from './source-problems.ts';
import type { Page, Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireReusableInputs = Reply<'reusableInputs', 'get'>;

const of = (tenant: Tenant, namespace: string): string =>
  tenantPath(tenant, `/namespaces/${encodeURIComponent(namespace)}/reusable-inputs`);
const one = (tenant: Tenant, namespace: string, id: string): string =>
  `${of(tenant, namespace)}/${encodeURIComponent(id)}`;

export const reusableInputs = {
  /** Namespaces that hold some. */
  namespaces: (tenant: Tenant) => requestJson<readonly string[]>(tenantPath(tenant, '/reusable-inputs/namespaces')),
  /** Those from the namespaces above included. */
  list: (tenant: Tenant, namespace: string, query: ListQuery) =>
    requestJson<Page<WireReusableInputs>>(of(tenant, namespace), { query: listQuery(query) }),
  get: (tenant: Tenant, namespace: string, id: string) => requestJson<WireReusableInputs>(one(tenant, namespace, id)),
  /** Oldest first. */
  revisions: (tenant: Tenant, namespace: string, id: string) =>
    requestJson<readonly WireReusableInputs[]>(`${one(tenant, namespace, id)}/revisions`),
  /** Flows that take them in. */
  flows: (tenant: Tenant, namespace: string, id: string) =>
    requestJson<readonly { readonly namespace: string; readonly id: string }[]>(`${one(tenant, namespace, id)}/flows`),
  /** Refused when they are there already. */
  create: (tenant: Tenant, namespace: string, id: string, source: string) =>
    requestJson<WireReusableInputs>(one(tenant, namespace, id), {
      method: 'PUT',
      yaml: source,
      query: plainQuery({ failIfExists: true }),
    }),
  update: (tenant: Tenant, namespace: string, id: string, source: string) =>
    requestJson<WireReusableInputs>(one(tenant, namespace, id), { method: 'PUT', yaml: source }),
  remove: (tenant: Tenant, namespace: string, id: string) => send(one(tenant, namespace, id), { method: 'DELETE' }),
  /** Every problem of the source, errors first; an empty list means that it can be saved. */
  problems: (tenant: Tenant, source: string, signal?: AbortSignal) =>
    problemsOfSource(tenantPath(tenant, '/reusable-inputs/validate'), source, signal),
};
