/** Puts executors, dispatcher and worker together and starts them. */
import { neverCrash } from '@windhover/ports';
import { compileFlow, type CompiledFlow } from '@windhover/engine';
import { IllegalState, type Flow } from '@windhover/model';
import { mkdir } from 'node:fs/promises';
import { createAdmissionSweep } from './admission-sweep.ts';
import { createBarrier } from './barrier.ts';
import { createBackground } from './background.ts';
import { createCacheSweeps } from './cache-sweeps.ts';
import type { Runtime, RuntimeDeps } from './deps.ts';
import { createDispatcher } from './dispatcher.ts';
import { Executor } from './executor.ts';
import { createHost } from './host.ts';
import { createLimits } from './limits.ts';
import { createNamespaceVariables } from './namespace-variables.ts';
import { createPrepareTask } from './prepared-task.ts';
import { createQuotas } from './quotas.ts';
import { createRendering } from './rendering.ts';
import { createSlots } from './slots.ts';
import type { Tools } from './tools.ts';
import { noTriggers, openTriggers, type Triggers } from './triggers/start-triggers.ts';
import { beginJob } from './worker.ts';

/** Takes the shards, loads what had not ended, continues it, and serves the host. Resolves once all of it is loaded. */
export async function startRuntime(deps: RuntimeDeps): Promise<Runtime> {
  await mkdir(deps.settings.tmpDir, { recursive: true });
  const { shards } = deps.store;
  const background = createBackground((problem) => deps.report(problem));
  let run = await shards.nextRun();
  const dispatcher = createDispatcher(deps.settings.workerThreads, deps.clock, (job) =>
    beginJob(job, executorOf(job.held.executionId), tools),
  );
  const slots = createSlots();
  const quotas = createQuotas(deps.store, deps.clock);
  const limits = createLimits(deps, background, {
    learn: (tenantKey, scopes) => quotas.learn(tenantKey, scopes),
    changed(tenantKey) {
      for (const executor of executors) executor.admission.limitsChanged(tenantKey);
      slots.admitWaiting(tenantKey);
    },
  });
  const namespaces = createNamespaceVariables(deps);
  const tools: Tools = {
    deps,
    crashAt: deps.crashAt ?? neverCrash,
    limits,
    namespaces,
    quotas,
    slots,
    restored: createBarrier(shards.shards.length),
    sweep: createAdmissionSweep(deps.clock, slots, limits),
    cacheSweeps: createCacheSweeps(deps.clock),
    background,
    workerId: deps.ids.next(),
    rendering: createRendering(deps.settings, deps.clock, namespaces),
    prepare: createPrepareTask(deps.tasks),
    jobs: dispatcher,
    triggers: {
      listens: (tenantKey) => triggers.hooks.listens(tenantKey),
      wake: (shard) => triggers.hooks.wake(shard),
      executionEnded: (tenantKey, executionId) => triggers.hooks.executionEnded(tenantKey, executionId),
    },
    nextRun: () => run++,
    compile: createCompile(deps),
  };
  const executors = shards.shards.map((shard) => new Executor(shard, tools));
  const executorOf = (executionId: string): Executor => executors[shardIndex(executionId, executors.length)]!;
  const host = createHost(executorOf, (tenantKey) => ({
    queuedExecutions: slots.waitingOf(tenantKey),
    ...dispatcher.workload(tenantKey),
  }));
  // Listeners are known before the first execution goes on: no change of state passes unheard
  const triggers: Triggers =
    deps.triggers === undefined
      ? noTriggers
      : await openTriggers({ ...deps, ciphers: deps.ciphers, host, background }, deps.triggers, (shard, seqs) =>
          executors.find((executor) => executor.shard === shard)!.takeNews(seqs),
        );
  await Promise.all(executors.map((executor) => executor.open()));
  await triggers.start(shards.shards);

  let stopped: Promise<void> | undefined;
  return {
    host,
    statistics: () => ({
      ...dispatcher.statistics(),
      liveExecutions: executors.reduce((sum, executor) => sum + executor.lives.size, 0),
    }),
    stop: ({ graceMs }) => (stopped ??= stop(graceMs)),
  };

  /** Running tasks may end; what does not is handed back at once, so that the next start makes it again. */
  async function stop(graceMs: number): Promise<void> {
    triggers.close();
    limits.close();
    namespaces.close();
    tools.sweep.close();
    host.close(new IllegalState({ reason: 'the server is stopping' }));
    dispatcher.close();
    await withinGrace(dispatcher.idle(), graceMs);
    dispatcher.stopAll({ kind: 'lost', message: 'The worker stops' });
    await dispatcher.idle();
    await Promise.all(executors.map((executor) => executor.close()));
    await background.idle();
  }

  function withinGrace(work: Promise<void>, graceMs: number): Promise<void> {
    return new Promise((resolve) => {
      const cancel = deps.clock.after(graceMs, resolve);
      void work.then(() => {
        cancel();
        resolve();
      });
    });
  }
}

/** A flow object is compiled once; the same flow under another tenant is another object. */
function createCompile(deps: RuntimeDeps): Tools['compile'] {
  const compiled = new WeakMap<Flow, CompiledFlow>();
  return (flow, tenant) => {
    const known = compiled.get(flow);
    if (known !== undefined && known.tenantKey === tenant.key) return known;
    const made = compileFlow(flow, tenant, (type) => deps.tasks.find(type)?.kind ?? 'runnable');
    compiled.set(flow, made);
    return made;
  };
}

/** Children go to the shard that their id hashes to; with one shard that is their parent's. */
function shardIndex(executionId: string, count: number): number {
  if (count === 1) return 0;
  let hash = 0;
  for (let index = 0; index < executionId.length; index += 1) hash = (hash * 31 + executionId.charCodeAt(index)) | 0;
  return Math.abs(hash) % count;
}
