/** The executors as use cases see them. */
import type { ExecutionHost, Workload } from '@windhover/services';
import type { TenantKey } from '@windhover/model';
import type { Executor } from './executor.ts';

export interface Host extends ExecutionHost {
  /** Refuses everything from now on. */
  close(reason: Error): void;
}

export function createHost(
  executorOf: (executionId: string) => Executor,
  workload: (tenantKey: TenantKey) => Workload,
): Host {
  let refusal: Error | undefined;
  return {
    async create(request) {
      if (refusal !== undefined) throw refusal;
      return executorOf(request.executionId).create(request);
    },
    async send(tenantKey, executionId, event) {
      if (refusal !== undefined) throw refusal;
      return executorOf(executionId).send(tenantKey, executionId, event);
    },
    async waitForEnd(tenantKey, executionId, signal) {
      const executor = executorOf(executionId);
      const held = executor.find(executionId);
      if (held === undefined || held.tenantKey === tenantKey) await executor.waitForEnd(executionId, signal);
    },
    workload,
    close(reason) {
      refusal = reason;
    },
  };
}
