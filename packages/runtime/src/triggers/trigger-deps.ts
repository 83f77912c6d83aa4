/** What triggers are given: the parts of the runtime that start executions, and who is served. */
import type { TenantRef } from '@windhover/model';
import type { Ciphers, ExecutionHost, TaskServicesSource } from '@windhover/services';
import type { Background } from '../background.ts';
import type { RuntimeDeps } from '../deps.ts';

export interface TriggerDeps extends Pick<
  RuntimeDeps,
  'store' | 'transport' | 'clock' | 'ids' | 'flows' | 'settings' | 'report'
> {
  readonly taskServices: TaskServicesSource;
  readonly ciphers: Ciphers | undefined;
  readonly host: ExecutionHost;
  readonly background: Background;
  /** Tenants whose triggers count: active ones, and the default tenant where there is one. */
  tenants(): Promise<readonly TenantRef[]>;
}
