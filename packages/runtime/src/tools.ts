/** What the parts of the runtime share. */
import type { CrashAt } from '@windhover/ports';
import type { CompiledFlow } from '@windhover/engine';
import type { Flow, TenantKey } from '@windhover/model';
import type { AdmissionSweep } from './admission-sweep.ts';
import type { Barrier } from './barrier.ts';
import type { Background } from './background.ts';
import type { CacheSweeps } from './cache-sweeps.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Jobs } from './jobs.ts';
import type { Limits } from './limits.ts';
import type { NamespaceVariables } from './namespace-variables.ts';
import type { PrepareTask } from './prepared-task.ts';
import type { Quotas } from './quotas.ts';
import type { Rendering } from './rendering.ts';
import type { Slots } from './slots.ts';
import type { TriggerHooks } from './triggers/trigger-hooks.ts';

export interface Tools {
  readonly deps: RuntimeDeps;
  readonly background: Background;
  /** Of this start of the process: claims of another one are of workers that are gone. */
  readonly workerId: string;
  readonly rendering: Rendering;
  readonly prepare: PrepareTask;
  readonly jobs: Jobs;
  readonly triggers: TriggerHooks;
  readonly limits: Limits;
  readonly namespaces: NamespaceVariables;
  readonly quotas: Quotas;
  readonly slots: Slots;
  readonly sweep: AdmissionSweep;
  readonly cacheSweeps: CacheSweeps;
  /** Slots of a shard's executions are known; waits for all shards. */
  readonly restored: Barrier;
  readonly crashAt: CrashAt;
  /** The next internal number of an execution. */
  nextRun(): number;
  /** Compiled once for each flow object. */
  compile(flow: Flow, tenant: { readonly key: TenantKey; readonly id: string | undefined }): CompiledFlow;
}
