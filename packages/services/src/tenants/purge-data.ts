/** What a deletion keeps, counted and removed. */
import type { TenantKey } from '@windhover/model';
import type { TenantFiles } from '@windhover/ports';
import type { Deps } from '../deps.ts';
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
  deps: Pick<Deps, 'store' | 'files' | 'backends' | 'tenantRecords'>,
  key: TenantKey,
): Promise<TenantData> {
  const scope = deps.store.scope(key);
  const [flows, executions] = await Promise.all([scope.flows.count(), scope.executions.count()]);
  let [files, filesSizeBytes] = [0, 0];
  for await (const { path, sizeBytes } of (await allFiles(deps, key)).walk('/')) {
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
  const files = await allFiles(deps, key);
  await files.delete('/');
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
  await backends?.files.forget(key);
  await backends?.secrets.forget(key);
}

/** Those in a backend outside; those in the store go with the rows. Where others alone may write, they stay. */
async function deleteForeignSecrets(deps: Deps, key: TenantKey): Promise<void> {
  const settings = (await deps.tenantRecords.find(key))?.settings ?? {};
  const backend = await deps.backends?.secrets.of(key, settings);
  if (backend === undefined || isReadOnly(deps, settings)) return;
  const secrets = backend.open(key);
  for (const name of await Array.fromAsync(secrets.walk())) await secrets.delete(name.namespace, name.key);
}

/** Whatever services the tenant keeps away: what is left of it is the instance's to remove. */
async function allFiles(
  deps: Pick<Deps, 'files' | 'backends' | 'tenantRecords'>,
  key: TenantKey,
): Promise<TenantFiles> {
  const settings = (await deps.tenantRecords.find(key))?.settings ?? {};
  return ((await deps.backends?.files.of(key, settings)) ?? deps.files).open(key);
}
