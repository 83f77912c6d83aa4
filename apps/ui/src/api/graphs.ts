import { tenantPath } from './mount.ts';
import { requestJson } from './request.ts';
import type { Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireGraph = Reply<'graphs', 'ofFlow'>;

export type WireDependencies = Reply<'graphs', 'dependencies'>;

export const graphs = {
  ofFlow: (tenant: Tenant, namespace: string, id: string) =>
    requestJson<WireGraph>(
      tenantPath(tenant, `/flows/${encodeURIComponent(namespace)}/${encodeURIComponent(id)}/graph`),
    ),
  /** Of a flow that is being written. */
  ofSource: (tenant: Tenant, source: string, signal: AbortSignal) =>
    requestJson<WireGraph>(tenantPath(tenant, '/flows/graph'), { method: 'POST', yaml: source, signal }),
  /** Of a flow; with `expandAll` also the neighbours of its neighbours, and so on. */
  dependencies: (tenant: Tenant, namespace: string, id: string, expandAll: boolean) =>
    requestJson<WireDependencies>(
      tenantPath(tenant, `/flows/${encodeURIComponent(namespace)}/${encodeURIComponent(id)}/dependencies`),
      { query: new URLSearchParams({ expandAll: String(expandAll) }) },
    ),
  dependenciesOfNamespace: (tenant: Tenant, namespace: string) =>
    requestJson<WireDependencies>(tenantPath(tenant, `/namespaces/${encodeURIComponent(namespace)}/dependencies`)),
  dependenciesOfTenant: (tenant: Tenant) => requestJson<WireDependencies>(tenantPath(tenant, '/dependencies')),
  /** Of the revision that it runs. */
  ofExecution: (tenant: Tenant, executionId: string) =>
    requestJson<WireGraph>(tenantPath(tenant, `/executions/${encodeURIComponent(executionId)}/graph`)),
};
