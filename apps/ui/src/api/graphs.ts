import { tenantPath } from './mount.ts';
import { requestJson } from './request.ts';
import type { Reply } from './wire.ts';

type Tenant = string | undefined;

export type WireGraph = Reply<'graphs', 'ofFlow'>;

export const graphs = {
  ofFlow: (tenant: Tenant, namespace: string, id: string) =>
    requestJson<WireGraph>(
      tenantPath(tenant, `/flows/${encodeURIComponent(namespace)}/${encodeURIComponent(id)}/graph`),
    ),
  /** Of a flow that is being written. */
  ofSource: (tenant: Tenant, source: string, signal: AbortSignal) =>
    requestJson<WireGraph>(tenantPath(tenant, '/flows/graph'), { method: 'POST', yaml: source, signal }),
  /** Of the revision that it runs. */
  ofExecution: (tenant: Tenant, executionId: string) =>
    requestJson<WireGraph>(tenantPath(tenant, `/executions/${encodeURIComponent(executionId)}/graph`)),
};
