/** An executor that is started by the first call that needs one: most commands on the store need none. */
import { noRemoteWorkers, type ExecutionHost } from '@windhover/services';

export interface RunningHost {
  readonly host: ExecutionHost;
  stop(): Promise<void>;
}

export function hostOnDemand(start: () => Promise<RunningHost>): RunningHost {
  let running: Promise<RunningHost> | undefined;
  const host = async (): Promise<ExecutionHost> => (await (running ??= start())).host;
  return {
    host: {
      create: async (request) => (await host()).create(request),
      send: async (tenantKey, executionId, event) => (await host()).send(tenantKey, executionId, event),
      waitForEnd: async (tenantKey, executionId, signal) => (await host()).waitForEnd(tenantKey, executionId, signal),
      // Nothing waits in what was started for one command
      workload: () => ({ queuedExecutions: 0, waitingJobs: 0, waitingForGroups: 0, runningJobs: 0, workerSlots: 0 }),
      workers: noRemoteWorkers,
    },
    async stop() {
      await (await running)?.stop();
    },
  };
}
