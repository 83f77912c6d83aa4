import { requestJson, send } from './request.ts';
import { tenantPath } from './mount.ts';
import { listQuery, type Filter, type ListQuery } from './query.ts';
import type { Page, WireLog } from './wire.ts';

type Tenant = string | undefined;

export const logs = {
  /** Newest first. */
  search: (tenant: Tenant, query: ListQuery) =>
    requestJson<Page<WireLog>>(tenantPath(tenant, '/logs/search'), { query: listQuery(query) }),

  /** Oldest first. */
  ofExecution: (tenant: Tenant, executionId: string, filters: readonly Filter[] = []) =>
    requestJson<readonly WireLog[]>(tenantPath(tenant, `/logs/${executionId}`), { query: listQuery({ filters }) }),

  download: async (tenant: Tenant, executionId: string): Promise<Blob> =>
    (await send(tenantPath(tenant, `/logs/${executionId}/download`))).blob(),
};
