/** The walled-off environment. */
import type { JsonObject } from './json.ts';

/** What rows and files carry: the tenant's id, `<id>~2` … for later tenants of the same id, or the default tenant's sentinel. */
export type TenantKey = string & { readonly __tenantKey: never };

/** The default tenant's first key; no tenant id can start with `_`. Never shown. Which one it has now: `TenantKeys`. */
export const defaultTenantKey = '_default' as TenantKey;

/** Key of what belongs to no tenant: the audit log of users, logins and other things of the instance. */
export const instanceKey = '_instance' as TenantKey;

export type TenantStatus = 'ACTIVE' | 'SUSPENDED' | 'DELETING';

/** What becomes of executions that run when their tenant is suspended. */
export type SuspendedRunning = 'FINISH' | 'PAUSE' | 'KILL';

/** Why and how a tenant was suspended. */
export interface Suspension {
  readonly at: number;
  /** The user; absent: a command. */
  readonly by?: string;
  readonly reason?: string;
  readonly running: SuspendedRunning;
  /** Executions that were paused for it: they go on when the tenant does. */
  readonly paused: readonly string[];
}

export interface Tenant {
  readonly key: TenantKey;
  readonly id: string;
  readonly name: string;
  readonly status: TenantStatus;
  /** Optional settings of the wire object (storageType, concurrency, quotas …) as sent. */
  readonly settings: JsonObject;
  readonly createdAt: number;
  /** While it is SUSPENDED. */
  readonly suspension?: Suspension;
  /** Its deletion takes executions, logs and files along. */
  readonly purging?: boolean;
}

/** Where a request landed: the default tenant has no id. */
export interface TenantRef {
  readonly key: TenantKey;
  readonly id: string | undefined;
  readonly name: string;
}

export interface TenancySettings {
  readonly enabled: boolean;
  readonly defaultTenant: boolean;
  readonly fallbackTenant?: string | undefined;
  readonly bindSuperadminCreator: boolean;
  /** Waiting executions per tenant before 429; 0 is no limit. */
  readonly maxQueuedExecutions: number;
}

/**
 * Services that settings may keep away from secrets and files, as clients know them. Here what runs is one, the `WORKER`, and
 * the API is the `WEBSERVER`; the others touch neither, so that naming them keeps nobody away.
 */
export const deniableServices = ['EXECUTOR', 'INDEXER', 'SCHEDULER', 'WEBSERVER', 'WORKER', 'CONTROLLER'] as const;

export type TenancyMode = 'single' | 'mixed' | 'explicit';

export function tenancyMode({
  enabled,
  defaultTenant,
}: Pick<TenancySettings, 'enabled' | 'defaultTenant'>): TenancyMode {
  if (!enabled) return 'single';
  return defaultTenant ? 'mixed' : 'explicit';
}
