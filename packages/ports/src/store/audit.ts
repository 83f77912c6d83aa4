import type { AuditEntry, Paged, PageRequest, QueryFilter, TenantKey } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/**
 * The audit log of a tenant, or of the instance: append-only, newest first. Entries form a chain: each carries a hash of
 * the one before. The hash of an entry is the SHA-256, in lower-case hex, of the previous hash, a line feed, and the
 * entry's JSON as it is stored (UTF-8); before the first one the previous hash is empty. Where the store was given a key,
 * it is {@link sealedHashPrefix} and the HMAC-SHA-256 under it of the tenant's key, a line feed and the same. It is made within the
 * transaction that appends the entry, so that the order of the chain is that of the commits.
 */
export interface AuditStore {
  append(entry: AuditEntry): WriteOp;
  /**
   * Filters: `q` (anywhere in the entry), `userId`, `type`, `resources`, `startDate`, `endDate`, `namespace`, `flowId`,
   * `executionId`, `id`, `details` (a map: equal values of the detail). Sort: `date`, by default the newest first.
   */
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<AuditEntry>>;
  find(id: string): Promise<AuditEntry | undefined>;
  /** Entries about the thing with this id (see {@link auditDetailId}), newest first. */
  history(detailId: string, limit: number): Promise<readonly AuditEntry[]>;
  /** Links of the chain in its order, those after `afterSeq`. */
  chain(afterSeq: number, limit: number): Promise<readonly AuditLink[]>;
  /** What the chain must come to; undefined before its first entry. */
  head(): Promise<AuditHead | undefined>;
  /** Removes the oldest entries, up to the first that is not before `at`, and notes with the head that they are gone. */
  purgeBefore(at: number): WriteOp;
}

/** Before a hash that nobody makes without the key. */
export const sealedHashPrefix = 'hmac:';

export interface AuditLink {
  readonly seq: number;
  /** The entry's JSON as stored. */
  readonly body: string;
  readonly previousHash: string;
  readonly hash: string;
}

export interface AuditHead {
  /** Links ever appended, and how many of them were purged. */
  readonly entries: number;
  readonly purged: number;
  /** Of the newest link. */
  readonly hash: string;
  /** The hash before the oldest link that is left. */
  readonly anchor: string;
}

export interface OwnedAuditEntry {
  readonly key: TenantKey;
  readonly entry: AuditEntry;
}

/** The logs of all tenants, those that are gone included, and of the instance. */
export interface AllAudit {
  /** As in one log. */
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<OwnedAuditEntry>>;
  find(id: string): Promise<OwnedAuditEntry | undefined>;
  /** Every log that has a chain, by key. */
  keys(): Promise<readonly TenantKey[]>;
}

/** The word in an entry's detail that names the thing itself: the first of these that is there. */
const detailIds = ['id', 'executionId', 'triggerId', 'flowId', 'key', 'groupId', 'userId', 'path'] as const;

/** What `history` finds an entry by; undefined when its detail names no thing. */
export function auditDetailId({ detail }: AuditEntry): string | undefined {
  const found = detailIds.map((name) => detail[name]).find((value) => typeof value === 'string');
  return typeof found === 'string' ? found : undefined;
}
