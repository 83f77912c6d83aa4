/** Puts the index, the scheduler, the listeners of flow triggers and the watch over their windows together. */
import type { TriggerSettings } from '../deps.ts';
import { createFlowTriggers } from './flow-triggers.ts';
import { watchMissedWindows, type MissedWindows } from './missed-windows.ts';
import { createPlanOf } from './plan-of.ts';
import { startScheduler, type Scheduler } from './scheduler.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { TriggerHooks } from './trigger-hooks.ts';
import { openTriggerIndex } from './trigger-index.ts';

export interface Triggers {
  readonly hooks: TriggerHooks;
  /** Fires what is due, and looks at news that was left; once the executor can be reached. */
  start(): Promise<void>;
  close(): void;
}

export const noTriggers: Triggers = {
  hooks: {
    listens: () => false,
    wake: () => undefined,
    executionEnded: () => undefined,
    shardsChanged: () => undefined,
  },
  start: async () => undefined,
  close: () => undefined,
};

export async function openTriggers(
  deps: Omit<TriggerDeps, 'tenants' | 'history'>,
  settings: TriggerSettings,
): Promise<Triggers> {
  const triggerDeps: TriggerDeps = { ...deps, history: settings.history, tenants: () => settings.tenants() };
  const index = await openTriggerIndex(triggerDeps);
  const flowTriggers = createFlowTriggers(triggerDeps, index, settings.timeZone);
  let scheduler: Scheduler | undefined;
  let missedWindows: MissedWindows | undefined;
  return {
    hooks: {
      listens: (tenantKey) => flowTriggers.listens(tenantKey),
      wake: (shard) => flowTriggers.wake(shard),
      executionEnded: (tenantKey, executionId) => scheduler?.executionEnded(tenantKey, executionId),
      shardsChanged() {
        scheduler?.shardsChanged();
        missedWindows?.shardsChanged();
        flowTriggers.readAgain();
      },
    },
    async start() {
      const planOf = createPlanOf(triggerDeps, settings);
      scheduler = await startScheduler(triggerDeps, index, planOf, settings.keptEvaluations);
      missedWindows = await watchMissedWindows(triggerDeps, index, settings.timeZone);
      // Those that came meanwhile
      scheduler.shardsChanged();
      missedWindows.shardsChanged();
      flowTriggers.readAgain();
    },
    close() {
      scheduler?.close();
      missedWindows?.close();
      flowTriggers.close();
      index.close();
    },
  };
}
