/** The executors of all servers as use cases see them. */
import type { ExecutionHost, RemoteWorkers, Workload } from '@windhover/services';
import type { TenantKey } from '@windhover/model';
import { topics } from '@windhover/ports';
import type { RuntimeDeps } from './deps.ts';
import type { Executor } from './executor.ts';
import type { Route } from './route.ts';

export interface Host extends ExecutionHost {
  /** Refuses everything from now on. */
  close(reason: Error): void;
}

/** Behind the hints of other servers. */
const lookEveryMs = 1_000;

export function createHost(
  { store, transport, clock }: Pick<RuntimeDeps, 'store' | 'transport' | 'clock'>,
  executor: Executor,
  route: Route,
  workload: (tenantKey: TenantKey) => Workload,
  workers: RemoteWorkers,
): Host {
  const { shards } = store;
  let refusal: Error | undefined;
  return {
    async create(request) {
      if (refusal !== undefined) throw refusal;
      return route.create(request);
    },
    async send(tenantKey, executionId, event) {
      if (refusal !== undefined) throw refusal;
      return route.send(tenantKey, executionId, event);
    },
    async waitForEnd(tenantKey, executionId, signal) {
      const held = executor.find(executionId);
      if (held !== undefined && held.tenantKey !== tenantKey) return;
      if (shards.shards.length === 1) {
        await executor.waitForEnd(executionId, signal);
        return;
      }
      while (!signal.aborted) {
        if (await executor.waitForEnd(executionId, signal)) return;
        // Its shard may have gone to another server
        const row = await shards.findExecution(tenantKey, executionId);
        if (row === undefined || row.endedAt !== null) return;
        if (executor.find(executionId) === undefined) await newsOf(tenantKey, executionId, signal);
      }
    },
    workload,
    workers,
    close(reason) {
      refusal = reason;
    },
  };

  /** Resolves when another server says that the execution is over, and now and then. */
  function newsOf(tenantKey: TenantKey, executionId: string, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const leave = (): void => {
        unsubscribe();
        cancel();
        signal.removeEventListener('abort', leave);
        resolve();
      };
      const unsubscribe = transport.subscribe(topics.execution(tenantKey, executionId), (message) => {
        if ((message as { readonly isOver: boolean }).isOver) leave();
      });
      const cancel = clock.after(lookEveryMs, leave);
      signal.addEventListener('abort', leave);
    });
  }
}
