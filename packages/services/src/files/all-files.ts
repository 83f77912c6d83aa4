/** Files of a whole tenant, in all backends that it and its namespaces name. */
import type { TenantKey } from '@windhover/model';
import type { FileInfo, TenantFiles } from '@windhover/ports';
import { chain, homes, placesOf } from '../backends/places-of-tenant.ts';
import type { Deps } from '../deps.ts';
import { directoryOf } from './file-place.ts';

/** A backend of files, and of which namespace it is; undefined: of the tenant. */
interface FileHome {
  readonly store: TenantFiles;
  readonly root: string;
  readonly namespace: string | undefined;
}

type FileDeps = Pick<Deps, 'backends' | 'tenantRecords'>;

/**
 * Whatever services are kept away: what is left is the instance's to remove. Of the backend of a namespace what lies in the
 * directory of the namespace; nothing else was ever written there. The tenant's comes last.
 */
export async function allFiles(deps: FileDeps, key: TenantKey): Promise<readonly FileHome[]> {
  const places = await placesOf(deps, key);
  return Promise.all(
    homes(places, 'storage').map(async (namespace) => ({
      store: (await deps.backends.files.of(key, chain(places, namespace))).open(key),
      root: namespace === undefined ? '/' : directoryOf(namespace),
      namespace,
    })),
  );
}

/** Each path once, those of namespaces with backends of their own first. */
export async function* walkAllFiles(deps: FileDeps, key: TenantKey): AsyncIterable<FileInfo> {
  for await (const { file } of walkStoredFiles(deps, key)) yield file;
}

/** As {@link walkAllFiles}, each with where it is. */
export async function* walkStoredFiles(
  deps: FileDeps,
  key: TenantKey,
): AsyncIterable<{ readonly file: FileInfo; readonly home: FileHome }> {
  // What a namespace names may be where files of its tenant lie anyway
  const seen = new Set<string>();
  for (const home of await allFiles(deps, key)) {
    const { store, root } = home;
    for await (const file of store.walk(root)) {
      if (seen.has(file.path)) continue;
      if (root !== '/') seen.add(file.path);
      yield { file, home };
    }
  }
}
