import type { Namespace, TenantKey } from '@windhover/model';
import type { TableRow, TenantFiles } from '@windhover/ports';
import { saysWhere, type BackendPlace } from '../backends/backend-places.ts';
import { chain, placesOf, type Places } from '../backends/places-of-tenant.ts';
import type { Deps } from '../deps.ts';
import { isOfNamespace } from './backed-up-files.ts';
import type { BackupRecord } from './backup-records.ts';
import type { RestoreTarget } from './plan-restore.ts';

type FileDeps = Pick<Deps, 'backends' | 'tenantRecords'>;

/**
 * Puts the files of namespaces in a backup where the tenants, and the namespaces that it holds, will say that they are. Answers how to take
 * them away again; when that fails it has happened already.
 */
export async function restoreFiles(
  deps: FileDeps,
  targets: readonly RestoreTarget[],
  records: AsyncIterable<BackupRecord>,
): Promise<() => Promise<void>> {
  const written: { readonly files: TenantFiles; readonly path: string }[] = [];
  const undo = async (): Promise<void> => {
    for (const { files, path } of written.splice(0)) await files.delete(path);
  };
  try {
    let section = -1;
    let storage: Storage | undefined;
    const iterator = records[Symbol.asyncIterator]();
    for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) {
      const record = next.value;
      if (record.kind === 'tenant') storage = await storageOf(deps, targets[(section += 1)]!);
      if (record.kind !== 'file' || storage === undefined || !isOfNamespace(record.path)) continue;
      const files = await storage(record.home);
      written.push({ files, path: record.path });
      await files.put(record.path, contentOf(iterator));
    }
    return undo;
  } catch (error) {
    await undo();
    throw error;
  }
}

/** What follows the record of a file. */
export async function* contentOf(records: AsyncIterator<BackupRecord>): AsyncGenerator<Uint8Array> {
  for (let next = await records.next(); next.done !== true; next = await records.next()) {
    if (next.value.kind !== 'bytes') return;
    yield Buffer.from(next.value.base64, 'base64');
  }
}

/** Files of a tenant in the backend of a namespace; undefined: its own. */
type Storage = (home: string | undefined) => Promise<TenantFiles>;

async function storageOf(deps: FileDeps, target: RestoreTarget): Promise<Storage> {
  return storageIn(deps, target.tenant.key, await placesAfter(deps, target));
}

/** As the places say. */
export function storageIn({ backends }: Pick<Deps, 'backends'>, key: TenantKey, places: Places): Storage {
  return async (home) => (await backends.files.of(key, chain(places, home))).open(key);
}

/** As they will be once the rows are there. */
async function placesAfter(deps: FileDeps, { tenant, made, rows }: RestoreTarget): Promise<Places> {
  const before: Places =
    made === undefined
      ? await placesOf(deps, tenant.key)
      : new Map([[undefined, { namespace: undefined, settings: made.settings }]]);
  const restored = rows.map(placeOf).filter((place) => place !== undefined);
  return new Map([...before, ...restored.map((place) => [place.namespace, place] as const)]);
}

function placeOf({ table, row }: TableRow): BackendPlace | undefined {
  if (table !== 'namespaces') return undefined;
  const { id, settings } = JSON.parse(String(row['body'])) as Namespace;
  return saysWhere(settings) ? { namespace: id, settings } : undefined;
}
