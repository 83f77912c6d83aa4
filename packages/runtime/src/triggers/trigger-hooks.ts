/** How executors and triggers know of each other. */
import type { TenantKey } from '@windhover/model';

export interface TriggerHooks {
  /** Whether flow triggers of the tenant want to hear of changes of state. */
  listens(tenantKey: TenantKey): boolean;
  /** News was committed to the shard's inbox. */
  wake(shard: number): void;
  executionEnded(tenantKey: TenantKey, executionId: string): void;
  /** Triggers of other flows are fired here than before. */
  shardsChanged(): void;
}
