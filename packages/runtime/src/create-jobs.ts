/** All jobs of this server: those that it runs itself, and those that workers of groups run, each group with a fair queue. */
import { hasExpression } from '@windhover/expressions';
import type { TenantKey, WorkerGroupChoice } from '@windhover/model';
import type { Stop } from '@windhover/plugin-sdk';
import type { Workload } from '@windhover/services';
import type { Background } from './background.ts';
import type { RuntimeClock, RuntimeStatistics } from './deps.ts';
import { createDispatcher, type Dispatcher, type RunningJob } from './dispatcher.ts';
import type { Job, Jobs, Refusal } from './jobs.ts';
import type { Place } from './remote/place.ts';
import type { WorkerPool } from './remote/worker-pool.ts';
import { messageOf } from './rendering.ts';
import type { WorkerGroups } from './worker-groups.ts';

export interface AllJobs extends Jobs {
  /** Of what the server runs itself. */
  statistics(): Pick<RuntimeStatistics, 'runningJobs' | 'waitingJobs' | 'slots'>;
  workload(tenantKey: TenantKey): Omit<Workload, 'queuedExecutions'>;
  /** Jobs that wait for workers of the group, of all tenants. */
  waitingFor(groupId: string): number;
  /** The group that a job waits for; undefined when it waits for none. */
  groupOf(executionId: string, ord: number): string | undefined;
  /** The group has a worker or room more, or a worker less. */
  workersChanged(groupId: string): void;
  /** Groups are others than before: what waits for them is looked at again. */
  groupsChanged(): void;
  /** Starts no further job; those that run go on. */
  close(): void;
  stopAll(stop: Stop): void;
  /** Resolves once nothing runs. */
  idle(): Promise<void>;
}

export interface JobsDeps {
  /** Jobs that this server runs at the same time. */
  readonly threads: number;
  readonly clock: RuntimeClock;
  readonly background: Background;
  readonly groups: Pick<WorkerGroups, 'find' | 'choiceFor'>;
  readonly pool: Pick<WorkerPool, 'connected' | 'hasRoom' | 'open'>;
  /** Renders a text of the task. */
  render(job: Job, template: string): Promise<string>;
  /** Claims the job and starts it, here or at a place; undefined when it is not due any more. */
  begin(job: Job, place?: Place): RunningJob | undefined;
}

export function createJobs(deps: JobsDeps): AllJobs {
  const { threads, clock, background, groups, pool } = deps;
  const own = createDispatcher(
    (running) => running < threads,
    clock,
    (job) => deps.begin(job),
  );
  /** Jobs that nothing runs: they end at once. */
  const refused = createDispatcher(
    () => true,
    clock,
    (job) => deps.begin(job),
  );
  const ofGroups = new Map<string, Dispatcher>();
  /** Jobs of which it is not known yet who runs them. */
  const undecided = new Map<string, Job>();
  let isClosed = false;

  const all = (): readonly Dispatcher[] => [own, refused, ...ofGroups.values()];

  return {
    add,
    stop(executionId, ord, attempt, stop) {
      undecided.delete(nameOf(executionId, ord, attempt));
      for (const dispatcher of all()) dispatcher.stop(executionId, ord, attempt, stop);
    },
    isRunning: (...job) => all().some((dispatcher) => dispatcher.isRunning(...job)),
    busyShards: () => new Set(all().flatMap((dispatcher) => [...dispatcher.busyShards()])),
    stopOutside(shards, stop) {
      for (const dispatcher of all()) dispatcher.stopOutside(shards, stop);
    },
    statistics: () => ({ ...own.statistics(), slots: threads }),
    workload: (tenantKey) => ({
      ...own.workload(tenantKey),
      workerSlots: threads,
      waitingForGroups: Array.from(
        ofGroups.values(),
        (dispatcher) => dispatcher.workload(tenantKey).waitingJobs,
      ).reduce((sum, count) => sum + count, 0),
    }),
    waitingFor: (groupId) => ofGroups.get(groupId)?.waitingCount() ?? 0,
    groupOf(executionId, ord) {
      for (const [groupId, dispatcher] of ofGroups) if (dispatcher.isWaiting(executionId, ord)) return groupId;
      return undefined;
    },
    workersChanged(groupId) {
      if (hasWorkers(groupId)) ofGroups.get(groupId)?.refill();
      else again(groupId);
    },
    groupsChanged() {
      for (const groupId of ofGroups.keys()) again(groupId);
    },
    close() {
      isClosed = true;
      undecided.clear();
      for (const dispatcher of all()) dispatcher.close();
    },
    stopAll(stop) {
      for (const dispatcher of all()) dispatcher.stopAll(stop);
    },
    async idle() {
      await Promise.all(all().map((dispatcher) => dispatcher.idle()));
    },
  };

  /** Without a group it costs a look-up. */
  function add(job: Job): void {
    const { held, task } = job;
    const { flow } = held.live.flow;
    if (undecided.size > 0) undecided.delete(nameOf(held.executionId, job.ord, job.attempt));
    const choice = task.definition.workerGroup ?? flow.workerGroup ?? groups.choiceFor(held.tenantKey, flow.namespace);
    if (choice === undefined) own.add(job);
    else if (!(choice instanceof Promise) && !hasExpression(choice.key)) route(job, choice);
    else decide(job, choice);
  }

  /** What arrives for it meanwhile, a newer job or an order to stop, counts. */
  function decide(job: Job, choice: WorkerGroupChoice | undefined | Promise<WorkerGroupChoice | undefined>): void {
    const { held, ord, attempt, task } = job;
    const name = nameOf(held.executionId, ord, attempt);
    undecided.set(name, job);
    const take = (then: () => void): void => {
      if (undecided.get(name) === job && undecided.delete(name)) then();
    };
    const decided = async (): Promise<void> => {
      const found = await choice;
      if (found === undefined || !hasExpression(found.key)) {
        return take(() => (found === undefined ? own.add(job) : route(job, found)));
      }
      const outcome = await deps.render(job, found.key).then(
        (key) => ({ key }),
        (cause: unknown) => ({ failure: `The worker group cannot be rendered: ${messageOf(cause)}` }),
      );
      take(() =>
        'key' in outcome
          ? route(job, { ...found, key: outcome.key })
          : refuse(job, { kind: 'fail', message: outcome.failure }),
      );
    };
    background.run(`find the workers of task '${task.id}'`, decided());
  }

  function route(job: Job, { key, fallback = 'WAIT' }: WorkerGroupChoice): void {
    const { tenantKey, live } = job.held;
    const group = groups.find(key);
    if (group === undefined) return refuse(job, { kind: 'fail', message: `Worker group '${key}' does not exist` });
    if (group.allowedTenants?.includes(tenantKey) === false) {
      const tenant = live.flow.tenantId ?? 'main';
      return refuse(job, { kind: 'fail', message: `Worker group '${key}' is not available to tenant '${tenant}'` });
    }
    if (fallback === 'WAIT' || hasWorkers(key)) return dispatcherOf(key).add(job);
    const message = `Worker group '${key}' has no worker that is connected`;
    switch (fallback) {
      case 'FAIL':
        return refuse(job, { kind: 'fail', message });
      case 'CANCEL':
        return refuse(job, { kind: 'cancel', message });
      case 'IGNORE':
        return own.add(job);
    }
  }

  function refuse(job: Job, refusal: Refusal): void {
    refused.add({ ...job, refusal });
  }

  function again(groupId: string): void {
    for (const job of ofGroups.get(groupId)?.takeWaiting() ?? []) add(job);
  }

  function hasWorkers(groupId: string): boolean {
    return pool.connected().some((worker) => worker.groupId === groupId);
  }

  function dispatcherOf(groupId: string): Dispatcher {
    let dispatcher = ofGroups.get(groupId);
    if (dispatcher === undefined) {
      dispatcher = createDispatcher(
        () => pool.hasRoom(groupId),
        clock,
        (job) => beginAt(groupId, job),
      );
      if (isClosed) dispatcher.close();
      ofGroups.set(groupId, dispatcher);
    }
    return dispatcher;
  }

  function beginAt(groupId: string, job: Job): RunningJob | undefined {
    const place = pool.open(groupId);
    if (place === undefined) return undefined;
    const running = deps.begin(job, place);
    if (running === undefined) place.close();
    return running;
  }
}

function nameOf(executionId: string, ord: number, attempt: number): string {
  return `${executionId}/${ord}/${attempt}`;
}
