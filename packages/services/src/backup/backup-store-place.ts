/** Where backups lie: in internal storage, apart from all tenants. */
import { DoesNotExist, instanceKey } from '@windhover/model';
import { FileNotFound, UnsafePath, type TenantFiles } from '@windhover/ports';
import type { Deps } from '../deps.ts';
import { pathOfUri } from '../executions/storage-paths.ts';

const root = '/backups/';

export async function backupFiles({ backends }: Pick<Deps, 'backends'>): Promise<TenantFiles> {
  return (await backends.files.of(instanceKey, [])).open(instanceKey);
}

/** A path that nothing is at: `/backups/full/backup-20261201042500.kestra`. */
export async function newBackupPath(files: TenantFiles, tenantId: string | undefined, now: number): Promise<string> {
  const folder = tenantId === undefined ? 'full' : `tenant/${tenantId}`;
  const stamp = new Date(now).toISOString().replaceAll(/\D/g, '').slice(0, 14);
  for (let number = 1; ; number += 1) {
    const path = `${root}${folder}/backup-${stamp}${number === 1 ? '' : `-${number}`}.kestra`;
    if ((await files.find(path)) === undefined) return path;
  }
}

/** Reads one from its beginning. Throws `DoesNotExist`. */
export async function readStoredBackup(
  deps: Pick<Deps, 'backends'>,
  uri: string,
): Promise<() => AsyncIterable<Uint8Array>> {
  const path = pathOfUri(uri);
  const files = await backupFiles(deps);
  const found = path?.startsWith(root) === true ? await files.find(path).catch(nothingThere) : undefined;
  if (path === undefined || found?.kind !== 'File') throw new DoesNotExist({ thing: 'Backup', id: uri });
  return () => files.read(path);
}

function nothingThere(error: unknown): undefined {
  if (error instanceof UnsafePath || error instanceof FileNotFound) return undefined;
  throw error;
}
