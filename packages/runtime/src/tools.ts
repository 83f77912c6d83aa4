/** What the parts of the runtime share. */
import type { CrashAt } from '@windhover/ports';
import type { CompiledFlow } from '@windhover/engine';
import type { Flow, TenantKey } from '@windhover/model';
import type { InboxKind } from '@windhover/ports';
import type { AdmissionSweep } from './admission-sweep.ts';
import type { Background } from './background.ts';
import type { CacheAges } from './cache-ages.ts';
import type { Sweeps } from '@windhover/services';
import type { RuntimeDeps } from './deps.ts';
import type { Jobs } from './jobs.ts';
import type { Limits } from './limits.ts';
import type { NamespaceVariables } from './namespace-variables.ts';
import type { Persist } from './persist.ts';
import type { PrepareTask } from './prepared-task.ts';
import type { Quotas } from './quotas.ts';
import type { Rendering } from './rendering.ts';
import type { Route } from './route.ts';
import type { RunNumbers } from './run-numbers.ts';
import type { Slots } from './slots.ts';
import type { Switches } from './switches.ts';
import type { TriggerHooks } from './triggers/trigger-hooks.ts';

export interface Tools {
  readonly deps: RuntimeDeps;
  readonly background: Background;
  readonly persist: Persist;
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
  readonly switches: Switches;
  readonly sweep: AdmissionSweep;
  readonly cacheAges: CacheAges;
  /** Of caches of tasks: once in the life of their entries. */
  readonly cacheSweeps: Sweeps;
  readonly crashAt: CrashAt;
  readonly runs: RunNumbers;
  readonly route: Route;
  /** There is something in the inbox of a shard that is served here. */
  wake(shard: number, kind: InboxKind): void;
  /** What came as mail and was not applied is dropped: it must be read again. */
  mailLost(): void;
  /** Other shards are served here than before, or they were loaded again. */
  shardsChanged(): void;
  /** The part of a flow that a Loop runs for each value: the same object for the same flow object. */
  iterationFlow(flow: Flow, taskId: string): Flow | undefined;
  /** Compiled once for each flow object. */
  compile(flow: Flow, tenant: { readonly key: TenantKey; readonly id: string | undefined }): CompiledFlow;
}
