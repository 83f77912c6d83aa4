/** The state store of flows: `state.get`, `state.set`, `state.delete`. One small map by name, flow and iteration value. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '@windhover/model';
import { slugOf } from '../executions/storage-paths.ts';
import type { TaskOwner } from './task-owner.ts';
import type { Arguments, Calls, TaskServiceDeps } from './create-task-services.ts';

export function stateCalls(deps: TaskServiceDeps): Calls {
  const read = async (owner: TaskOwner, path: string): Promise<JsonObject | undefined> => {
    const files = deps.files.open(owner.tenantKey, owner.namespace);
    if ((await files.find(path)) === undefined) return undefined;
    return JSON.parse(Buffer.concat(await Array.fromAsync(files.read(path))).toString('utf8')) as JsonObject;
  };
  return {
    /** The map, or undefined. */
    'state.get': (owner, args) => read(owner, pathOf(owner, args)),

    /** Merged into what is there; answers the whole, and as `key` where it is kept. */
    'state.set': async (owner, args) => {
      const path = pathOf(owner, args);
      const data = { ...(await read(owner, path)), ...(args['data'] as JsonObject) };
      await deps.files.open(owner.tenantKey, owner.namespace).put(path, Buffer.from(JSON.stringify(data)));
      return { key: path, data };
    },

    /** Whether there was one. */
    'state.delete': (owner, args) => deps.files.open(owner.tenantKey, owner.namespace).delete(pathOf(owner, args)),
  };
}

function pathOf(owner: TaskOwner, { name, ofNamespace, value }: Arguments): string {
  const place = `/${owner.namespace.replaceAll('.', '/')}`;
  const flow = ofNamespace === true ? '' : `/${slugOf(owner.flowId)}`;
  const iteration = typeof value === 'string' ? `/${createHash('sha256').update(value).digest('hex')}` : '';
  return `${place}${flow}/states/${slugOf(String(name))}${iteration}/state.json`;
}
