/** What a deletion keeps, counted and removed. */
import { isWithinNamespace, type TenantKey } from '@windhover/model';
import type { TenantFiles } from '@windhover/ports';
import type { BackendPlace } from '../backends/backend-places.ts';
import type { Deps } from '../deps.ts';
import { directoryOf, isKeptContent } from '../files/file-place.ts';
import { withAncestors } from '../namespaces/ancestors.ts';
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
  // What a namespace names may be where files of its tenant lie anyway
  const counted = new Set<string>();
  for (const { store, root } of await allFiles(deps, key)) {
    for await (const { path, sizeBytes } of store.walk(root)) {
      if (isKeptContent(path) || counted.has(path)) continue;
      if (root !== '/') counted.add(path);
      files += 1;
      filesSizeBytes += sizeBytes;
    }
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

/**
 * Whatever services are kept away: what is left is the instance's to remove. Of the backend of a namespace what lies in the
 * directory of the namespace; nothing else was ever written there. The tenant's comes last.
 */
async function allFiles(
  deps: Pick<Deps, 'backends' | 'tenantRecords'>,
  key: TenantKey,
): Promise<readonly { readonly store: TenantFiles; readonly root: string }[]> {
  const places = await placesOf(deps, key);
  return Promise.all(
    homes(places, 'storage').map(async (namespace) => ({
      store: (await deps.backends.files.of(key, chain(places, namespace))).open(key),
      root: namespace === undefined ? '/' : directoryOf(namespace),
    })),
  );
}

/** What the namespaces of a tenant say, by id, and the tenant itself. */
type Places = ReadonlyMap<string | undefined, BackendPlace>;

async function placesOf({ tenantRecords }: Pick<Deps, 'tenantRecords'>, key: TenantKey): Promise<Places> {
  const all = [...(await tenantRecords.namespacePlaces(key)), ...(await tenantRecords.places(key, undefined))];
  return new Map(all.map((place) => [place.namespace, place]));
}

/** Namespaces that name a backend, the innermost first; undefined, the tenant, is always last. */
function homes(places: Places, what: 'secret' | 'storage'): readonly (string | undefined)[] {
  const named = [...places].flatMap(([namespace, { settings }]) =>
    namespace === undefined || (settings[`${what}Type`] ?? undefined) === undefined ? [] : [namespace],
  );
  return [...named.toSorted((one, other) => other.length - one.length), undefined];
}

/** Nearest first. */
function chain(places: Places, namespace: string | undefined): readonly BackendPlace[] {
  const ids = namespace === undefined ? [undefined] : [...withAncestors(namespace), undefined];
  return ids.flatMap((id) => places.get(id) ?? []);
}
