/** What templates and tasks reach beyond their execution: the use cases of their tenant, by name. */
import type { Deps } from '../deps.ts';
import type { ExecutionHost } from '../executions/execution-host.ts';
import type { TenantHttp } from '../outbound/tenant-http.ts';
import type { TaskOwner, TaskServicesSource } from './task-owner.ts';
import { executionCalls } from './execution-calls.ts';
import { fileFunctions } from './file-functions.ts';
import { flowCalls } from './flow-calls.ts';
import { httpFunction } from './http-function.ts';
import { kvCalls } from './kv-calls.ts';
import { kvFunction } from './kv-function.ts';
import { logCalls } from './log-calls.ts';
import { namespaceFileCalls } from './namespace-file-calls.ts';
import { purgeExecutionCalls } from './purge-execution-calls.ts';
import { randomPort } from './random-port.ts';
import { secretFunction } from './secret-function.ts';
import { stateCalls } from './state-calls.ts';
import { triggerCalls } from './trigger-calls.ts';

export interface TaskServiceDeps extends Omit<Deps, 'host' | 'taskServices'> {
  /** The executor, once it runs: it is made after what its tasks may call. */
  host(): Promise<ExecutionHost>;
  /** The one way to servers outside. */
  readonly http: TenantHttp;
}

export type Arguments = Readonly<Record<string, unknown>>;
export type Calls = Readonly<Record<string, (owner: TaskOwner, args: Arguments) => Promise<unknown>>>;

export function createTaskServices(deps: TaskServiceDeps): TaskServicesSource {
  /** For use cases that need everything. */
  const all = async (): Promise<Deps> => ({ ...deps, host: await deps.host(), taskServices: services });
  const calls = new Map(
    Object.entries({
      ...executionCalls(deps, all),
      ...flowCalls(deps),
      ...kvCalls(deps),
      ...logCalls(deps),
      ...namespaceFileCalls(deps),
      ...purgeExecutionCalls(deps),
      ...stateCalls(deps),
      ...triggerCalls(all),
    }),
  );
  const services: TaskServicesSource = {
    functions: (owner) => ({
      http: httpFunction(deps.http.of(owner.tenantKey)),
      kv: kvFunction(deps, owner),
      randomPort,
      secret: secretFunction(deps, owner),
      ...fileFunctions(deps, owner),
    }),
    call(owner, name, args) {
      const call = calls.get(name);
      if (call === undefined) throw new Error(`There is no service '${name}'`);
      return call(owner, args);
    },
  };
  return services;
}
