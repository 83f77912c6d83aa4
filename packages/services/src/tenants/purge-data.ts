/** What a deletion keeps, counted and removed. */
import { isWithinNamespace, type TenantKey } from '@windhover/model';
import { chain, homes, placesOf } from '../backends/places-of-tenant.ts';
import type { Deps } from '../deps.ts';
import { allFiles, walkAllFiles } from '../files/all-files.ts';
import { isKeptContent } from '../files/file-place.ts';
import { isReadOnly } from '../secrets/kept-secrets.ts';
import { killUnfinished, waitForEnds } from './unfinished-executions.ts';

export interface TenantData {
  readonly flows: number;
  readonly executions: number;
  /** What they have been before is not counted, here and in their size. */
  readonly files: number;
  readonly filesSizeBytes: number;
}

export interface DeletionReport {
  readonly id: string;
  readonly key: TenantKey;
  /** False when an execution has not ended in time: the next start of the server, or another purge, goes on. */
  readonly complete: boolean;
  /** What was there before; only where it was purged. */
  readonly removed?: TenantData;
}

const executionsAtOnce = 500;

export async function countData(
  deps: Pick<Deps, 'store' | 'backends' | 'tenantRecords'>,
  key: TenantKey,
): Promise<TenantData> {
  const scope = deps.store.scope(key);
  const [flows, executions] = await Promise.all([scope.flows.count(), scope.executions.count()]);
  let [files, filesSizeBytes] = [0, 0];
  for await (const { path, sizeBytes } of walkAllFiles(deps, key)) {
    if (isKeptContent(path)) continue;
    files += 1;
    filesSizeBytes += sizeBytes;
  }
  return { flows, executions, files, filesSizeBytes };
}

/**
 * Removes executions, logs, key/value pairs, secrets and files of a tenant that is gone; its audit log stays. Files go
 * first: with the rows the trace of them would be lost. Answers whether all of it is gone; a repeat goes on.
 */
export async function purgeData(deps: Deps, key: TenantKey): Promise<boolean> {
  await killUnfinished(deps, key);
  if (!(await waitForEnds(deps, key))) return false;
  await deleteForeignSecrets(deps, key);
  for (const { store, root } of await allFiles(deps, key)) await store.delete(root);
  deps.crashAt?.('delete.between-kinds');
  while ((await deps.store.tenants.findByKey(key)) !== undefined) {
    await deps.store.write([deps.store.tenants.purge(key, executionsAtOnce)]);
    deps.crashAt?.('purge.between-batches');
  }
  deps.ciphers.forget(key);
  await forgetBackends(deps, key);
  return true;
}

/** Nobody asks the backends of a tenant that is gone. */
export async function forgetBackends({ backends }: Pick<Deps, 'backends'>, key: TenantKey): Promise<void> {
  await backends.files.forget(key);
  await backends.secrets.forget(key);
}

/** Those in backends outside; those in the store go with the rows. Where others alone may write, they stay. */
async function deleteForeignSecrets(deps: Deps, key: TenantKey): Promise<void> {
  const places = await placesOf(deps, key);
  for (const namespace of homes(places, 'secret')) {
    const backend = await deps.backends.secrets.of(key, chain(places, namespace));
    if (backend === undefined || isReadOnly(deps, chain(places, namespace))) continue;
    const secrets = backend.open(key);
    for (const name of await Array.fromAsync(secrets.walk())) {
      const isOurs = namespace === undefined || isWithinNamespace(name.namespace, namespace);
      if (isOurs && !isReadOnly(deps, chain(places, name.namespace))) await secrets.delete(name.namespace, name.key);
    }
  }
}
