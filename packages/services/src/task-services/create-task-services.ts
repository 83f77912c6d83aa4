/** What templates and tasks reach beyond their execution: the use cases of their tenant, by name. */
import type { Deps } from '../deps.ts';
import type { TaskOwner, TaskServicesSource } from './task-owner.ts';
import { fileFunctions } from './file-functions.ts';
import { kvCalls } from './kv-calls.ts';
import { kvFunction } from './kv-function.ts';
import { namespaceFileCalls } from './namespace-file-calls.ts';
import { secretFunction } from './secret-function.ts';
import { stateCalls } from './state-calls.ts';

export type TaskServiceDeps = Pick<Deps, 'store' | 'files' | 'clock' | 'ids' | 'ciphers' | 'settings'>;
export type Arguments = Readonly<Record<string, unknown>>;
export type Calls = Readonly<Record<string, (owner: TaskOwner, args: Arguments) => Promise<unknown>>>;

export function createTaskServices(deps: TaskServiceDeps): TaskServicesSource {
  const calls = new Map(Object.entries({ ...kvCalls(deps), ...stateCalls(deps), ...namespaceFileCalls(deps) }));
  return {
    functions: (owner) => ({
      kv: kvFunction(deps, owner),
      secret: secretFunction(deps, owner),
      ...fileFunctions(deps, owner),
    }),
    call(owner, name, args) {
      const call = calls.get(name);
      if (call === undefined) throw new Error(`There is no service '${name}'`);
      return call(owner, args);
    },
  };
}
