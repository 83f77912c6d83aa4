import { tenantPath } from './mount.ts';
import { listQuery, type Filter } from './query.ts';
import { requestJson } from './request.ts';
import type { WireLabel } from './wire.ts';

type Tenant = string | undefined;

/** As the paths name them. */
export type BulkOperation = 'kill' | 'pause' | 'resume' | 'restart' | 'replay' | 'unqueue' | 'force-run';

/** Executions by their ids, all or none of which are acted on; or those that match, as far as their state allows it. */
export type BulkTarget = { readonly ids: readonly string[] } | { readonly filters: readonly Filter[] };

interface BulkReply {
  /** How many were acted on. */
  readonly count: number;
}

export const executionBulk = {
  act: (tenant: Tenant, operation: BulkOperation, target: BulkTarget) =>
    send(tenant, operation === 'kill' ? 'DELETE' : 'POST', `/executions/${operation}`, target),

  remove: (tenant: Tenant, target: BulkTarget) => send(tenant, 'DELETE', '/executions', target),

  setLabels: (tenant: Tenant, target: BulkTarget, labels: readonly WireLabel[]) =>
    'ids' in target
      ? requestJson<BulkReply>(tenantPath(tenant, '/executions/labels/by-ids'), {
          method: 'POST',
          json: { executionsId: target.ids, executionLabels: labels },
        })
      : requestJson<BulkReply>(tenantPath(tenant, '/executions/labels/by-query'), {
          method: 'POST',
          query: listQuery(target),
          json: labels,
        }),
};

function send(tenant: Tenant, method: 'POST' | 'DELETE', path: string, target: BulkTarget): Promise<BulkReply> {
  return 'ids' in target
    ? requestJson(tenantPath(tenant, `${path}/by-ids`), { method, json: target.ids })
    : requestJson(tenantPath(tenant, `${path}/by-query`), { method, query: listQuery(target) });
}
