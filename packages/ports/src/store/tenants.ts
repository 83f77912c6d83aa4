import type { Paged, PageRequest, QueryFilter, Tenant, TenantKey } from '@windhover/model';
import type { WriteOp } from './write-op.ts';

/** Tenants by id; ended ones (retained data) by key. Ids are unique among tenants that are not gone. */
export interface TenantStore {
  find(id: string): Promise<Tenant | undefined>;
  findByKey(key: TenantKey): Promise<Tenant | undefined>;
  /** All tenants that are not gone, by id. */
  list(): Promise<readonly Tenant[]>;
  /** Filters: `q` and `id`, `name` (EQUALS, CONTAINS, STARTS_WITH, IN …). Sort: `id` (default), `name`. */
  search(filters: readonly QueryFilter[], page: PageRequest): Promise<Paged<Tenant>>;
  /** Tenants that are gone and whose data is kept or being purged, by key. */
  listRetained(): Promise<readonly Tenant[]>;
  /** Keys ever used for this id, also by tenants that are gone: the next one must be new. */
  keysOf(id: string): Promise<readonly TenantKey[]>;
  /** `Conflict('Tenant', id)` when the id is in use. */
  insert(tenant: Tenant): WriteOp;
  /** Replaces name, status, settings, suspension and `purging`; `Conflict` when the tenant is gone. */
  update(tenant: Tenant): WriteOp;
  /**
   * Brings a tenant that is gone back under its id, with the name, status and settings given and what was kept of it.
   * `Conflict('Tenant', id)` when there is none of that key, or when the id is in use again.
   */
  revive(tenant: Tenant): WriteOp;
  /** Marks a tenant that is gone as being purged, for whoever must go on with it after a crash. */
  markPurging(key: TenantKey): WriteOp;
  /**
   * Removes what a deletion removes at once (flows, revisions, roles, bindings, groups, access …) and marks the key as
   * retained, its executions and logs kept. `Conflict` when the tenant is gone.
   */
  remove(key: TenantKey): WriteOp;
  /**
   * Removes what was kept of a tenant that is gone, at most `limit` ended executions of it at a time; with the last one
   * everything else but the audit log. Write it again until `findByKey` finds nothing. The key stays used.
   * `Conflict('Tenant', key)` unless the tenant is gone.
   */
  purge(key: TenantKey, limit: number): WriteOp;
}
