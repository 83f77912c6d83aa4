/**
 * How far the restore of a backup with executions has come: kept with each page of them, so that whoever restores the same
 * backup again goes on behind the last one.
 */
import type { TenantKey } from '@windhover/model';
import type { WriteOp } from '@windhover/ports';
import type { Deps } from '../deps.ts';

export interface RestoreProgress {
  readonly checksum: string;
  readonly toTenant?: string | undefined;
  /** Keys of tenants in the backup, and here. */
  readonly keys: Readonly<Record<string, TenantKey>>;
  /** Pages that are in. */
  readonly pages: number;
}

const setting = 'restore.unfinished';

export function keepProgress({ store }: Pick<Deps, 'store'>, progress: RestoreProgress): WriteOp {
  return store.setSetting(setting, JSON.stringify(progress));
}

export function forgetProgress({ store }: Pick<Deps, 'store'>): WriteOp {
  return store.setSetting(setting, '');
}

/** Undefined unless it is the same backup for the same tenant, and what it has restored is still there. */
export async function findProgress(
  { store }: Pick<Deps, 'store'>,
  { checksum, toTenant }: Pick<RestoreProgress, 'checksum' | 'toTenant'>,
): Promise<RestoreProgress | undefined> {
  const text = (await store.getSetting(setting)) ?? '';
  const progress = text === '' ? undefined : (JSON.parse(text) as RestoreProgress);
  if (progress?.checksum !== checksum || progress.toTenant !== toTenant) return undefined;
  const there = new Set<string>([store.tenantKeys.default.key, ...(await store.tenants.list()).map(({ key }) => key)]);
  return Object.values(progress.keys).every((key) => there.has(key)) ? progress : undefined;
}
