/** Key/value pairs of a namespace: plain, typed, may expire. */
import { parseDuration } from '@windhover/expressions';
import {
  AlreadyExists,
  Gone,
  InvalidEntity,
  NotFound,
  type KvPair,
  type Paged,
  type PageRequest,
  type QueryFilter,
} from '@windhover/model';
import { Conflict, type TenantScope, type WriteOp } from '@windhover/ports';
import type { Actor } from '../access/caller.ts';
import { visibleNamespaces } from '../access/permissions.ts';
import { auditEntry } from '../audit/audit-entry.ts';
import type { Deps } from '../deps.ts';
import { demandLimit } from '../limits/tenant-limits.ts';
import { withAncestors } from '../namespaces/ancestors.ts';
import type { TypedValue } from './kv-value.ts';

export type KvDeps = Pick<Deps, 'store' | 'clock' | 'ids' | 'settings' | 'tenantRecords'>;

export interface KvInput extends TypedValue {
  readonly namespace: string;
  readonly key: string;
  readonly description?: string | undefined;
  /** ISO duration from now. */
  readonly ttl?: string | undefined;
  /** False: an existing key that has not expired is refused. Default true. */
  readonly overwrite?: boolean | undefined;
}

const keyPattern = /^[a-zA-Z0-9][a-zA-Z0-9._-]*$/;

/**
 * Inserts or replaces; what was there before is kept under its number. `actor` is undefined when a flow does it, whose
 * execution tells of it. Throws `AlreadyExists`, `LimitReached`.
 */
export async function setKv(deps: KvDeps, scope: TenantScope, actor: Actor | undefined, input: KvInput): Promise<void> {
  const { namespace, key, type, value, description, ttl } = input;
  if (!keyPattern.test(key)) {
    throw new InvalidEntity({
      reason: `key: '${key}' must begin with a letter or digit; then '.', '_' and '-' may follow`,
    });
  }
  const now = deps.clock.now();
  const before = await scope.kv.find(namespace, key);
  const isFree = before === undefined || hasExpired(before, now);
  if (input.overwrite === false && !isFree) throw new AlreadyExists({ thing: 'KV pair', id: key });
  if (before === undefined) await demandLimit(deps, scope, 'kvPairs');
  const pair: KvPair = {
    namespace,
    key,
    type,
    value,
    revision: (before?.revision ?? 0) + 1,
    createdAt: isFree ? now : before.createdAt,
    updatedAt: now,
    ...(description !== undefined && { description }),
    ...(ttl !== undefined && { expiresAt: now + ttlMs(ttl) }),
  };
  try {
    await deps.store.write([
      ...(before === undefined ? [scope.kv.insert(pair)] : replaced(deps, scope, before, pair)),
      ...audited(deps, scope, actor, isFree ? 'CREATE' : 'UPDATE', namespace, key),
    ]);
  } catch (error) {
    // Somebody was first: then this is about what they wrote
    if (error instanceof Conflict && error.thing.startsWith('KV ')) return setKv(deps, scope, actor, input);
    throw error;
  }
}

function replaced(deps: KvDeps, scope: TenantScope, before: KvPair, pair: KvPair): readonly WriteOp[] {
  return [
    scope.kv.keepEarlier(before),
    scope.kv.put(pair),
    scope.kv.deleteEarlierUpTo(pair.namespace, pair.key, pair.revision - deps.settings.kept.kvRevisions),
  ];
}

/** As it is, or as it was in one of its revisions. Throws `NotFound`, or `Gone` for what has expired. */
export async function getKv(
  deps: KvDeps,
  scope: TenantScope,
  {
    namespace,
    key,
    revision,
  }: { readonly namespace: string; readonly key: string; readonly revision?: number | undefined },
): Promise<KvPair> {
  const present = await presentKv(deps, scope, namespace, key);
  if (revision === undefined || revision === present.revision) return present;
  const pair = await scope.kv.findEarlier(namespace, key, revision);
  if (pair === undefined) {
    throw new NotFound({
      thing: `No value found for revision ${revision} of key '${key}' in namespace '${namespace}'`,
    });
  }
  if (hasExpired(pair, deps.clock.now())) throw new Gone({ thing: `the value of key '${key}' has expired` });
  return pair;
}

/** What a pair has been that has not expired, oldest first, as it is included. Throws as {@link getKv}. */
export async function listKvRevisions(
  deps: KvDeps,
  scope: TenantScope,
  namespace: string,
  key: string,
): Promise<readonly KvPair[]> {
  const present = await presentKv(deps, scope, namespace, key);
  const now = deps.clock.now();
  const earlier = await scope.kv.listEarlier(namespace, key);
  return [...earlier.filter((pair) => !hasExpired(pair, now)), present];
}

async function presentKv(deps: KvDeps, scope: TenantScope, namespace: string, key: string): Promise<KvPair> {
  const pair = await scope.kv.find(namespace, key);
  if (pair === undefined) throw new NotFound({ thing: `No value found for key '${key}' in namespace '${namespace}'` });
  if (hasExpired(pair, deps.clock.now())) throw new Gone({ thing: `the value of key '${key}' has expired` });
  return pair;
}

/** The pair in the namespace, or in the nearest of those above it when `inherit` is set. */
export async function findKv(
  deps: KvDeps,
  scope: TenantScope,
  namespace: string,
  key: string,
  inherit: boolean,
): Promise<KvPair | undefined> {
  const now = deps.clock.now();
  for (const place of inherit ? withAncestors(namespace) : [namespace]) {
    const pair = await scope.kv.find(place, key);
    if (pair !== undefined && !hasExpired(pair, now)) return pair;
  }
  return undefined;
}

/** With all that it was before. Whether there was one. */
export async function deleteKv(
  deps: KvDeps,
  scope: TenantScope,
  actor: Actor | undefined,
  namespace: string,
  key: string,
): Promise<boolean> {
  const before = await scope.kv.find(namespace, key);
  if (before === undefined) return false;
  await deps.store.write([scope.kv.delete(namespace, key), ...audited(deps, scope, actor, 'DELETE', namespace, key)]);
  return true;
}

/** Pairs of all namespaces that `actor` may list, those left out that have expired; filters and order as the store has them. */
export function searchKv(
  deps: Pick<KvDeps, 'clock'>,
  scope: TenantScope,
  actor: Actor,
  filters: readonly QueryFilter[],
  page: PageRequest,
): Promise<Paged<KvPair>> {
  const now = new Date(deps.clock.now()).toISOString();
  const present = { field: 'expirationDate', operation: 'GREATER_THAN', value: now } as const;
  return scope.kv.search([...filters, present], page, visibleNamespaces(actor, 'KVSTORE:LIST'));
}

/** Pairs of the namespace that have not expired, by key. */
export async function listKv(deps: KvDeps, scope: TenantScope, namespace: string): Promise<readonly KvPair[]> {
  const now = deps.clock.now();
  return (await scope.kv.list(namespace)).filter((pair) => !hasExpired(pair, now));
}

/** Pairs of the namespaces above that this one sees, keys of its own left out; by key. */
export async function listInheritedKv(deps: KvDeps, scope: TenantScope, namespace: string): Promise<readonly KvPair[]> {
  const seen = new Set((await listKv(deps, scope, namespace)).map((pair) => pair.key));
  const inherited: KvPair[] = [];
  for (const ancestor of withAncestors(namespace).slice(1)) {
    for (const pair of await listKv(deps, scope, ancestor)) {
      if (seen.has(pair.key)) continue;
      seen.add(pair.key);
      inherited.push(pair);
    }
  }
  return inherited.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

export function hasExpired(pair: KvPair, now: number): boolean {
  return pair.expiresAt !== undefined && pair.expiresAt <= now;
}

function audited(
  deps: KvDeps,
  scope: TenantScope,
  actor: Actor | undefined,
  type: 'CREATE' | 'UPDATE' | 'DELETE',
  namespace: string,
  key: string,
): readonly WriteOp[] {
  if (actor === undefined) return [];
  return [scope.audit.append(auditEntry(deps, actor, { type, resource: 'KVSTORE', detail: { namespace, key } }))];
}

function ttlMs(ttl: string): number {
  try {
    return parseDuration(ttl);
  } catch (cause) {
    throw new InvalidEntity({ reason: `ttl: '${ttl}' is not an ISO duration such as PT1H` }, { cause });
  }
}
