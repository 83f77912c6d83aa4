/** Puts executor, dispatcher and worker together and starts them. */
import { compileFlow, iterationFlow, type CompiledFlow } from '@windhover/engine';
import { IllegalState, type Flow } from '@windhover/model';
import { neverCrash, topics, type InboxKind } from '@windhover/ports';
import { createSweeps, noRemoteWorkers } from '@windhover/services';
import { mkdir } from 'node:fs/promises';
import { createAdmissionSweep } from './admission-sweep.ts';
import { createBackground } from './background.ts';
import { createCacheAges } from './cache-ages.ts';
import type { Runtime, RuntimeDeps } from './deps.ts';
import { createJobs } from './create-jobs.ts';
import { Executor } from './executor.ts';
import { createHost } from './host.ts';
import { createLimits } from './limits.ts';
import { createMailOut } from './mail-out.ts';
import { createNamespaceVariables } from './namespace-variables.ts';
import { createPersist } from './persist.ts';
import { createPrepareTask } from './prepared-task.ts';
import { createQuotas } from './quotas.ts';
import { createMailReader } from './read-mail.ts';
import { createRendering } from './rendering.ts';
import { createRoute } from './route.ts';
import { createRunNumbers } from './run-numbers.ts';
import { createSlots } from './slots.ts';
import { openSwitches } from './switches.ts';
import type { Tools } from './tools.ts';
import { noTriggers, openTriggers, type Triggers } from './triggers/start-triggers.ts';
import { createWorkerPool } from './remote/worker-pool.ts';
import { remoteWorkers } from './remote-workers.ts';
import { renderTemplateFor } from './render-template-for.ts';
import { openWorkerGroups } from './worker-groups.ts';
import { beginJob } from './worker.ts';

/** Takes its share of the shards, loads what had not ended, continues it, and serves the host. Resolves once it is loaded. */
export async function startRuntime(deps: RuntimeDeps): Promise<Runtime> {
  await mkdir(deps.settings.tmpDir, { recursive: true });
  const { shards } = deps.store;
  const background = createBackground((problem) => deps.report(problem));
  const persist = createPersist(deps.clock);
  const slots = createSlots();
  const quotas = createQuotas(deps.store, deps.clock);
  const limits = createLimits(deps, background, {
    learn: (tenantKey, scopes) => quotas.learn(tenantKey, scopes),
    changed: (tenantKey) => executor.admission.limitsChanged(tenantKey),
  });
  const { workerThreads, workerLease, killGraceMs, version } = deps.settings;
  const pool = createWorkerPool({
    clock: deps.clock,
    ids: deps.ids,
    settings: { ...workerLease, killGraceMs, version },
    changed: (groupId) => jobs.workersChanged(groupId),
    used: () => groups.refresh(),
  });
  const groups = await openWorkerGroups(deps, { background, persist }, (tokens) => {
    pool.keepTokens(tokens);
    jobs.groupsChanged();
  });
  const jobs = createJobs({
    threads: workerThreads,
    clock: deps.clock,
    background,
    groups,
    pool,
    render: (job, template) => renderTemplateFor(job, template, tools),
    begin: (job, place) => beginJob(job, executor, tools, place),
  });
  const switches = await openSwitches(deps, background, () => executor.switchesChanged());
  const namespaces = createNamespaceVariables(deps);
  const mailOut = createMailOut(deps, background);
  const route = createRoute({ deps, limits, mail: mailOut, background, executor: () => executor });
  const wake = (shard: number, kind: InboxKind): void => {
    if (kind === 'news') triggers.hooks.wake(shard);
    else mailReader.wake(shard);
  };
  const tools: Tools = {
    deps,
    crashAt: deps.crashAt ?? neverCrash,
    limits,
    namespaces,
    quotas,
    slots,
    switches,
    sweep: createAdmissionSweep(deps.clock, slots, limits, (tenantKey) => executor.admission.sweep(tenantKey)),
    background,
    persist,
    workerId: deps.ids.next(),
    rendering: createRendering(deps.settings, deps.clock, namespaces),
    prepare: createPrepareTask(deps.tasks),
    jobs,
    triggers: {
      listens: (tenantKey) => triggers.hooks.listens(tenantKey),
      wake: (shard) => triggers.hooks.wake(shard),
      executionEnded: (tenantKey, executionId) => triggers.hooks.executionEnded(tenantKey, executionId),
      shardsChanged: () => triggers.hooks.shardsChanged(),
    },
    runs: await createRunNumbers(shards),
    route,
    wake,
    mailLost: () => mailReader.lost(),
    shardsChanged() {
      mailReader.wakeAll();
      triggers.hooks.shardsChanged();
    },
    cacheAges: createCacheAges(deps.clock),
    cacheSweeps: createSweeps(deps.clock),
    iterationFlow: createIterationFlows(),
    compile: createCompile(deps),
  };
  const executor = new Executor(tools);
  const host = createHost(
    deps,
    executor,
    route,
    (tenantKey) => ({
      queuedExecutions: slots.waitingOf(tenantKey),
      ...jobs.workload(tenantKey),
    }),
    deps.takesShare === 'never' ? noRemoteWorkers : remoteWorkers(pool, jobs),
  );
  const owner = {
    count: shards.shards.length,
    owns: (shard: number) => executor.shards().has(shard),
    isLive: (executionId: string) => executor.find(executionId) !== undefined,
    takeOut: (shard: number, kind: InboxKind, seqs: readonly number[]) => executor.takeOut(shard, kind, seqs),
  };
  const mailReader = createMailReader({
    deps,
    background,
    owner,
    executor,
    route,
    iterationFlow: tools.iterationFlow,
  });
  // Listeners are known before the first execution goes on: no change of state passes unheard
  let triggers: Triggers = noTriggers;
  if (deps.triggers !== undefined) {
    const lookPlaces = { groups, pool };
    triggers = await openTriggers(
      { ...deps, ciphers: deps.ciphers, host, background, owner, lookPlaces },
      deps.triggers,
    );
  }
  const look = (kind: InboxKind, woken: Iterable<number>): void => {
    for (const shard of woken) if (executor.shards().has(shard)) wake(shard, kind);
  };
  const unsubscribe = deps.transport.subscribe(topics.inbox, (message) => {
    const { kind, shards: woken } = message as { readonly kind: InboxKind; readonly shards: readonly number[] };
    look(kind, woken);
  });
  let opening: Promise<void> | undefined;
  await shards.join({
    takesShare: deps.takesShare,
    own(owned) {
      if (opening === undefined) opening = executor.open(owned);
      else executor.own(owned);
    },
    surplus: (count) => executor.surplus(count),
    inbox(woken) {
      look('mail', woken);
      look('news', woken);
    },
  });
  await opening;
  await triggers.start();

  watchRuntime();

  let stopped: Promise<void> | undefined;
  return {
    host,
    statistics: () => ({
      ...jobs.statistics(),
      liveExecutions: executor.lives.size,
    }),
    stop: ({ graceMs }) => (stopped ??= stop(graceMs)),
  };

  function watchRuntime(): void {
    const one = (read: () => number) => () => [{ value: read() }];
    const waitingJobs = (): number =>
      jobs
        .statistics()
        .waitingJobs.values()
        .reduce((sum, count) => sum + count, 0);
    deps.meters?.watch(
      'executor.execution.live',
      one(() => executor.lives.size),
    );
    deps.meters?.watch(
      'executor.execution.queued',
      one(() => slots.waitingCount()),
    );
    deps.meters?.watch(
      'worker.job.thread',
      one(() => workerThreads),
    );
    deps.meters?.watch(
      'worker.job.running',
      one(() => jobs.statistics().runningJobs),
    );
    deps.meters?.watch('worker.job.pending', one(waitingJobs));
    deps.meters?.watch('worker.session.connected', () => {
      const groups = Map.groupBy(pool.connected(), ({ groupId }) => groupId);
      return Array.from(groups, ([group, workers]) => ({ group, value: workers.length }));
    });
  }

  /** Running tasks may end; what does not is handed back at once, so that the next start makes it again. */
  async function stop(graceMs: number): Promise<void> {
    unsubscribe();
    triggers.close();
    mailReader.close();
    limits.close();
    switches.close();
    namespaces.close();
    tools.sweep.close();
    host.close(new IllegalState({ reason: 'the server is stopping' }));
    groups.close();
    jobs.close();
    await withinGrace(jobs.idle(), graceMs);
    jobs.stopAll({ kind: 'lost', message: 'The worker stops' });
    await jobs.idle();
    pool.close();
    await executor.close();
    mailOut.close();
    persist.close();
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

/** Compiled flows hang on flow objects: iterations of one Loop share theirs. */
function createIterationFlows(): Tools['iterationFlow'] {
  const made = new WeakMap<Flow, Map<string, Flow | undefined>>();
  return (flow, taskId) => {
    let ofFlow = made.get(flow);
    if (ofFlow === undefined) made.set(flow, (ofFlow = new Map()));
    if (!ofFlow.has(taskId)) ofFlow.set(taskId, iterationFlow(flow, taskId));
    return ofFlow.get(taskId);
  };
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
