import type { KvPair, Namespace, Paged, PageRequest, QueryFilter, Secret, VisibleNamespaces } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Namespaces that were created; flows may stand in others too. */
export interface NamespaceStore {
  find(id: string): Promise<Namespace | undefined>;
  /** By id. */
  list(): Promise<readonly Namespace[]>;
  /** `Conflict('Namespace', id)` when the id is in use. */
  insert(namespace: Namespace): WriteOp;
  /** `Conflict('Namespace', id)` when it is gone. */
  update(namespace: Namespace): WriteOp;
  /** Removes the details alone. `Conflict('Namespace', id)` when it is gone. */
  delete(id: string): WriteOp;
}

/** Key/value pairs; expired ones are still found, the use case decides what that means. */
export interface KvStore {
  find(namespace: string, key: string): Promise<KvPair | undefined>;
  /** All of one namespace by key. */
  list(namespace: string): Promise<readonly KvPair[]>;
  /**
   * Filters: `q`, `namespace`, `key`, `created`, `updated`, `expirationDate`. Sort: `key` (default), `namespace`,
   * `description`, `creationDate`, `updateDate`, `expirationDate`. What has no end ends after all that has one.
   */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<KvPair>>;
  /** Of all namespaces, those that have expired too. */
  count(): Promise<number>;
  put(pair: KvPair): WriteOp;
  /** `Conflict('KV pair', key)` when the key is in use. */
  insert(pair: KvPair): WriteOp;
  /** With what it was before. */
  delete(namespace: string, key: string): WriteOp;
  findEarlier(namespace: string, key: string, revision: number): Promise<KvPair | undefined>;
  /** What a pair was before, oldest first. */
  listEarlier(namespace: string, key: string): Promise<readonly KvPair[]>;
  /** Keeps a pair that is about to be replaced. `Conflict('KV revision', key)` when somebody has done so already. */
  keepEarlier(pair: KvPair): WriteOp;
  deleteEarlier(namespace: string, key: string, revision: number): WriteOp;
  /** That revision and all before it. */
  deleteEarlierUpTo(namespace: string, key: string, revision: number): WriteOp;
}

export interface SecretRecordStore {
  find(namespace: string, key: string): Promise<Secret | undefined>;
  /** All of one namespace by key. */
  list(namespace: string): Promise<readonly Secret[]>;
  /** Filters: `q`, `namespace`, `key`. Sort: `key` (default), `namespace`. */
  search(filters: readonly QueryFilter[], page: PageRequest, visible: VisibleNamespaces): Promise<Paged<Secret>>;
  /** Of all namespaces. */
  count(): Promise<number>;
  /** `Conflict('Secret', key)` when there is one. */
  insert(secret: Secret): WriteOp;
  /** `before` is what it was when it was read: `Conflict('Secret', key)` when it is gone or another by now. */
  replace(secret: Secret, before: Secret): WriteOp;
  delete(namespace: string, key: string): WriteOp;
  /** The tenant's data keys, wrapped, by version; the highest is the one in use. */
  listDataKeys(): Promise<readonly { readonly version: number; readonly wrapped: string }[]>;
  /** `Conflict('Data key', version)` when that version exists. */
  insertDataKey(version: number, wrapped: string): WriteOp;
  /** Replaces the wrapping of a version. */
  rewrapDataKey(version: number, wrapped: string): WriteOp;
}
