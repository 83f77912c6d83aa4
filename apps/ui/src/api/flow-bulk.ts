import { tenantPath } from './mount.ts';
import { listQuery, type Filter } from './query.ts';
import { requestJson, send } from './request.ts';

type Tenant = string | undefined;

export interface FlowName {
  readonly namespace: string;
  readonly id: string;
}

export type FlowOperation = 'enable' | 'disable' | 'delete';

export type FlowTarget = { readonly names: readonly FlowName[] } | { readonly filters: readonly Filter[] };

const named = (names: readonly FlowName[]) => names.map(({ namespace, id }) => ({ namespace, id }));

export const flowBulk = {
  /** Answers how many were changed. */
  change: (tenant: Tenant, operation: FlowOperation, target: FlowTarget): Promise<{ readonly count: number }> => {
    const method = operation === 'delete' ? 'DELETE' : 'POST';
    return 'names' in target
      ? requestJson(tenantPath(tenant, `/flows/${operation}/by-ids`), { method, json: named(target.names) })
      : requestJson(tenantPath(tenant, `/flows/${operation}/by-query`), { method, query: listQuery(target) });
  },
  /** A zip with the source of each. */
  zip: async (tenant: Tenant, target: FlowTarget): Promise<Blob> => {
    const reply = await ('names' in target
      ? send(tenantPath(tenant, '/flows/export/by-ids'), { method: 'POST', json: named(target.names) })
      : send(tenantPath(tenant, '/flows/export/by-query'), { query: listQuery(target) }));
    return reply.blob();
  },
};
