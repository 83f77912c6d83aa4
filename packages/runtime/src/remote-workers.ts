import type { RemoteWorkers } from '@windhover/services';
import type { AllJobs } from './create-jobs.ts';
import type { WorkerPool } from './remote/worker-pool.ts';

/** Workers of groups as use cases see them. */
export function remoteWorkers(pool: WorkerPool, jobs: AllJobs): RemoteWorkers {
  const workload: RemoteWorkers['workload'] = (groupId) => {
    const workers = pool.connected().filter((worker) => worker.groupId === groupId);
    const sum = (of: 'slots' | 'running'): number => workers.reduce((total, worker) => total + worker[of], 0);
    const waiting = jobs.waitingFor(groupId);
    return { groupId, workers: workers.length, slots: sum('slots'), running: sum('running'), waiting };
  };
  return {
    accept: (token, socket) => pool.accept(token, socket),
    connected: () => pool.connected(),
    workload,
    workloadFor(executionId, ord) {
      const groupId = jobs.groupOf(executionId, ord);
      return groupId === undefined ? undefined : workload(groupId);
    },
  };
}
