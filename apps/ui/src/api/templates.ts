import { tenantPath } from './mount.ts';
import { listQuery, plainQuery, type ListQuery } from './query.ts';
import { requestJson, send } from './request.ts';
import { problemsOfSource } from './source-problems.ts';
import type { Page } from './wire.ts';

type Tenant = string | undefined;

export interface WireTemplate {
  readonly id: string;
  readonly namespace: string;
  readonly description?: string;
  /** Only of a template that was asked for by name. */
  readonly source?: string;
}

const templatePath = (tenant: Tenant, namespace: string, id: string): string =>
  tenantPath(tenant, `/templates/${encodeURIComponent(namespace)}/${encodeURIComponent(id)}`);

export const templates = {
  list: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireTemplate>>(tenantPath(tenant, '/templates/search'), { query: listQuery(query) }),

  get: (tenant: Tenant, namespace: string, id: string) =>
    requestJson<WireTemplate>(templatePath(tenant, namespace, id), { query: plainQuery({ source: true }) }),

  create: (tenant: Tenant, source: string) =>
    requestJson<WireTemplate>(tenantPath(tenant, '/templates'), { method: 'POST', yaml: source }),

  update: (tenant: Tenant, namespace: string, id: string, source: string) =>
    requestJson<WireTemplate>(templatePath(tenant, namespace, id), { method: 'PUT', yaml: source }),

  remove: (tenant: Tenant, namespace: string, id: string) =>
    send(templatePath(tenant, namespace, id), { method: 'DELETE' }),

  /** Every problem of the source, errors first; an empty list means that it can be saved. */
  problems: (tenant: Tenant, source: string, signal?: AbortSignal) =>
    problemsOfSource(tenantPath(tenant, '/templates/validate'), source, signal),
};
