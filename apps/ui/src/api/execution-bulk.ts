import type { StateName } from '@windhover/model';
import { tenantPath } from './mount.ts';
import { listQuery, type Filter } from './query.ts';
import { requestJson } from './request.ts';
import type { WireLabel } from './wire.ts';

type Tenant = string | undefined;

export type BulkOperation =
  | 'kill'
  | 'pause'
  | 'resume'
  | 'restart'
  | 'replay'
  | 'unqueue'
  | 'force-run'
  | 'change-status'
  | 'labels'
  | 'delete';

/** Executions by their ids, all or none of which are acted on; or those that match, as far as their state allows it. */
export type BulkTarget = { readonly ids: readonly string[] } | { readonly filters: readonly Filter[] };

/** What some operations need besides. */
interface Entered {
  readonly labels: readonly WireLabel[];
  readonly newStatus: StateName;
}

export const executionBulk = {
  /** Answers how many were acted on. */
  change: (
    tenant: Tenant,
    operation: BulkOperation,
    target: BulkTarget,
    { labels, newStatus }: Entered,
  ): Promise<{ readonly count: number }> => {
    const method = operation === 'kill' || operation === 'delete' ? 'DELETE' : 'POST';
    const path = tenantPath(
      tenant,
      `/executions/${operation === 'delete' ? '' : `${operation}/`}${'ids' in target ? 'by-ids' : 'by-query'}`,
    );
    const query = 'ids' in target ? new URLSearchParams() : listQuery(target);
    if (operation === 'change-status') query.set('newStatus', newStatus);
    const json = bodyOf(operation, target, labels);
    return requestJson(path, { method, query, ...(json === undefined ? {} : { json }) });
  },
};

function bodyOf(operation: BulkOperation, target: BulkTarget, labels: readonly WireLabel[]): unknown {
  if (operation !== 'labels') return 'ids' in target ? target.ids : undefined;
  return 'ids' in target ? { executionsId: target.ids, executionLabels: labels } : labels;
}
