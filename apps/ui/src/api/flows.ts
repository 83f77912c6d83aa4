import { requestJson, send } from './request.ts';
import { tenantPath } from './mount.ts';
import { listQuery, plainQuery, type ListQuery } from './query.ts';
import { problemsOfSource } from './source-problems.ts';
import type { Page, WireFlow } from './wire.ts';

type Tenant = string | undefined;

const flowPath = (tenant: Tenant, namespace: string, id: string): string =>
  tenantPath(tenant, `/flows/${encodeURIComponent(namespace)}/${encodeURIComponent(id)}`);

export const flows = {
  list: (tenant: Tenant, query: ListQuery, signal?: AbortSignal) =>
    requestJson<Page<WireFlow>>(tenantPath(tenant, '/flows/search'), { query: listQuery(query), ...signalOf(signal) }),

  namespaces: (tenant: Tenant) => requestJson<readonly string[]>(tenantPath(tenant, '/flows/distinct-namespaces')),

  get: (tenant: Tenant, namespace: string, id: string, revision?: number) =>
    requestJson<WireFlow>(flowPath(tenant, namespace, id), { query: plainQuery({ source: true, revision }) }),

  /** Oldest first. */
  revisions: (tenant: Tenant, namespace: string, id: string) =>
    requestJson<readonly WireFlow[]>(`${flowPath(tenant, namespace, id)}/revisions`),

  /** How many executions take a slot of the flow's limit. */
  slotsTaken: async (tenant: Tenant, namespace: string, id: string): Promise<number> => {
    const { results } = await requestJson<Page<{ readonly namespace: string; readonly running: number }>>(
      tenantPath(tenant, '/concurrency-limit/search'),
      {
        query: listQuery({
          filters: [
            { field: 'namespace', operation: 'EQUALS', value: namespace },
            { field: 'flowId', operation: 'EQUALS', value: id },
          ],
        }),
      },
    );
    return results.find((row) => row.namespace === namespace)?.running ?? 0;
  },

  create: (tenant: Tenant, source: string) =>
    requestJson<WireFlow>(tenantPath(tenant, '/flows'), { method: 'POST', yaml: source }),

  update: (tenant: Tenant, namespace: string, id: string, source: string) =>
    requestJson<WireFlow>(flowPath(tenant, namespace, id), { method: 'PUT', yaml: source }),

  remove: (tenant: Tenant, namespace: string, id: string) =>
    send(flowPath(tenant, namespace, id), { method: 'DELETE' }),

  /** Every problem of the source, errors first; an empty list means that it can be saved. */
  problems: (tenant: Tenant, source: string, signal?: AbortSignal) =>
    problemsOfSource(tenantPath(tenant, '/flows/validate'), source, signal),
};

function signalOf(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
