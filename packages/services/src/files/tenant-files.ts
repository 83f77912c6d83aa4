/** Internal storage of each namespace, in the backend that it, one above it or its tenant names. */
import type { TenantKey } from '@windhover/model';
import { safeSegments, UnsafePath, type FileInfo, type FileStore, type TenantFiles } from '@windhover/ports';
import { demandService, type InstanceIsolation, type ServiceName } from '../backends/service-access.ts';
import type { TenantBackends } from '../backends/tenant-backends.ts';
import type { TenantRecords } from '../backends/tenant-records.ts';
import { directoryOf } from './file-place.ts';
import type { StorageUse } from './storage-use.ts';

/** Files as use cases reach them: of one namespace at a time, since each may have a backend of its own. */
export interface NamespaceStorage {
  /** Paths are those of the whole tenant; one outside the directory of the namespace is refused with `UnsafePath`. */
  open(tenantKey: TenantKey, namespace: string): TenantFiles;
}

export interface TenantFilesOptions {
  readonly records: TenantRecords;
  readonly backends: TenantBackends<FileStore>;
  /** For whom: tenants and namespaces may keep it away from their files. */
  readonly service: ServiceName;
  readonly isolation: InstanceIsolation | undefined;
  readonly use: StorageUse;
}

/** The backend is looked up at each call, so that a changed setting counts at once. */
export function tenantFiles(options: TenantFilesOptions): NamespaceStorage {
  return {
    open: (tenantKey, namespace) => {
      const root = `${directoryOf(namespace)}/`;
      const files = routed((...paths) => {
        for (const path of paths) if (!isBelow(path, root)) throw new UnsafePath(path);
        return filesOf(options, tenantKey, namespace);
      });
      return { ...files, put: async (path, content) => files.put(path, await options.use.bounded(tenantKey, content)) };
    },
  };
}

async function filesOf(
  { records, backends, service, isolation }: TenantFilesOptions,
  tenantKey: TenantKey,
  namespace: string,
): Promise<TenantFiles> {
  const places = await records.places(tenantKey, namespace);
  demandService('storage', service, { tenantId: records.idOf(tenantKey), places }, isolation);
  return (await backends.of(tenantKey, places)).open(tenantKey);
}

/** As the backend will understand it. */
function isBelow(path: string, root: string): boolean {
  return `/${safeSegments(path).join('/')}`.startsWith(root);
}

function routed(files: (...paths: string[]) => Promise<TenantFiles>): TenantFiles {
  return {
    put: async (path, content) => (await files(path)).put(path, content),
    async *read(path, range): AsyncIterable<Uint8Array> {
      yield* (await files(path)).read(path, range);
    },
    find: async (path) => (await files(path)).find(path),
    list: async (path) => (await files(path)).list(path),
    async *walk(path): AsyncIterable<FileInfo> {
      yield* (await files(path)).walk(path);
    },
    move: async (from, to) => (await files(from, to)).move(from, to),
    copy: async (from, to) => (await files(from, to)).copy(from, to),
    delete: async (path) => (await files(path)).delete(path),
  };
}
