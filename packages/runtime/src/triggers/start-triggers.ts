/** Puts the index, the scheduler and the listeners of flow triggers together. */
import type { TriggerSettings } from '../deps.ts';
import { createFlowTriggers } from './flow-triggers.ts';
import type { TakeNews } from './read-news.ts';
import { startScheduler, type Scheduler } from './scheduler.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { TriggerHooks } from './trigger-hooks.ts';
import { openTriggerIndex } from './trigger-index.ts';

export interface Triggers {
  readonly hooks: TriggerHooks;
  /** Fires what is due, and looks at news that was left; once executors can be reached. */
  start(shards: readonly number[]): Promise<void>;
  close(): void;
}

export const noTriggers: Triggers = {
  hooks: { listens: () => false, wake: () => undefined, executionEnded: () => undefined },
  start: async () => undefined,
  close: () => undefined,
};

export async function openTriggers(
  deps: Omit<TriggerDeps, 'tenants'>,
  settings: TriggerSettings,
  take: TakeNews,
): Promise<Triggers> {
  const triggerDeps: TriggerDeps = { ...deps, tenants: () => settings.tenants() };
  const index = await openTriggerIndex(triggerDeps);
  const flowTriggers = createFlowTriggers(triggerDeps, index, settings.timeZone, take);
  let scheduler: Scheduler | undefined;
  return {
    hooks: {
      listens: (tenantKey) => flowTriggers.listens(tenantKey),
      wake: (shard) => flowTriggers.wake(shard),
      executionEnded: (tenantKey, executionId) => scheduler?.executionEnded(tenantKey, executionId),
    },
    async start(shards) {
      scheduler = await startScheduler(triggerDeps, index, settings);
      for (const shard of shards) flowTriggers.wake(shard);
    },
    close() {
      scheduler?.close();
      flowTriggers.close();
      index.close();
    },
  };
}
