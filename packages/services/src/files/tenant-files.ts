/** Internal storage of each tenant, in the backend that its settings name. */
import type { FileInfo, FileStore, TenantFiles } from '@windhover/ports';
import type { TenantKey } from '@windhover/model';
import { demandService, type InstanceIsolation, type ServiceName } from '../backends/service-access.ts';
import type { TenantBackends } from '../backends/tenant-backends.ts';
import type { TenantRecords } from '../backends/tenant-records.ts';

export interface TenantFilesOptions {
  readonly records: TenantRecords;
  readonly backends: TenantBackends<FileStore>;
  /** For whom: tenants may keep it away from their files. */
  readonly service: ServiceName;
  readonly isolation: InstanceIsolation | undefined;
}

/** The backend is looked up at each call, so that a changed setting counts at once. `close` closes nothing: backends are others'. */
export function tenantFiles(options: TenantFilesOptions): FileStore {
  return {
    open: (tenantKey) => routed(() => filesOf(options, tenantKey)),
    async close() {},
  };
}

async function filesOf(
  { records, backends, service, isolation }: TenantFilesOptions,
  tenantKey: TenantKey,
): Promise<TenantFiles> {
  const tenant = await records.find(tenantKey);
  demandService('storage', service, tenant, isolation);
  return (await backends.of(tenantKey, tenant?.settings ?? {})).open(tenantKey);
}

function routed(files: () => Promise<TenantFiles>): TenantFiles {
  return {
    put: async (path, content) => (await files()).put(path, content),
    async *read(path, range): AsyncIterable<Uint8Array> {
      yield* (await files()).read(path, range);
    },
    find: async (path) => (await files()).find(path),
    list: async (path) => (await files()).list(path),
    async *walk(path): AsyncIterable<FileInfo> {
      yield* (await files()).walk(path);
    },
    move: async (from, to) => (await files()).move(from, to),
    copy: async (from, to) => (await files()).copy(from, to),
    delete: async (path) => (await files()).delete(path),
  };
}
