/** What a tenant may have at most: its settings say so, else the configuration. */
import { LimitReached, type JsonObject, type TenantKey } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import type { Deps } from '../deps.ts';

export const limitNames = ['kvPairs', 'secrets', 'users', 'storageBytes', 'logBytesPerDay', 'streams'] as const;
export type LimitName = (typeof limitNames)[number];

/** 0 is no limit. Streams and lines of logs are those of one server. */
export type TenantLimits = Readonly<Record<LimitName, number>>;

export type LimitDeps = Pick<Deps, 'tenantRecords' | 'settings'>;

/** Names in sentences: so many of them. */
const words: Readonly<Record<LimitName, string>> = {
  kvPairs: 'key/value pairs',
  secrets: 'secrets',
  users: 'users',
  storageBytes: 'bytes of files',
  logBytesPerDay: 'bytes of logs a day',
  streams: 'open streams',
};

/** Undefined: there is none. */
export async function findLimit(deps: LimitDeps, tenantKey: TenantKey, name: LimitName): Promise<number | undefined> {
  const tenant = await deps.tenantRecords.find(tenantKey);
  const own = ((tenant?.settings['limits'] ?? {}) as JsonObject)[name];
  const limit = typeof own === 'number' ? own : (deps.settings.limits?.[name] ?? 0);
  return limit > 0 ? limit : undefined;
}

/**
 * Throws `LimitReached` when one more would be too many. What others add at the same moment is not seen: they may pass the limit
 * by one each.
 */
export async function demandLimit(deps: LimitDeps, scope: TenantScope, name: CountedName): Promise<void> {
  const limit = await findLimit(deps, scope.key, name);
  if (limit !== undefined && (await counts[name](scope)) >= limit) throw limitReached(name, limit);
}

export function limitReached(name: LimitName, limit: number): LimitReached {
  return new LimitReached({ what: words[name], limit });
}

/** What the store counts. */
export type CountedName = Exclude<LimitName, 'storageBytes' | 'logBytesPerDay' | 'streams'>;

export const counts: Readonly<Record<CountedName, (scope: TenantScope) => Promise<number>>> = {
  kvPairs: (scope) => scope.kv.count(),
  secrets: (scope) => scope.secrets.count(),
  users: async (scope) => (await scope.access.listAccess()).length,
};
