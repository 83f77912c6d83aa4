/** The state store of flows: `state.get`, `state.set`, `state.delete`. One small map by name, flow and iteration value. */
import { createHash } from 'node:crypto';
import type { JsonObject } from '@windhover/model';
import { slugOf } from '../executions/storage-paths.ts';
import type { TaskOwner } from './task-owner.ts';
import type { Arguments, Calls, TaskServiceDeps } from './create-task-services.ts';

/** Where a state is kept. */
interface Place {
  readonly path: string;
  /** As it once was: the same for a namespace `a.b` and a flow `b` of `a`, so that it is read and never written. */
  readonly sharedPath: string;
}

export function stateCalls(deps: TaskServiceDeps): Calls {
  const filesOf = (owner: TaskOwner) => deps.files.open(owner.tenantKey, owner.namespace);
  const exists = async (owner: TaskOwner, path: string): Promise<boolean> =>
    (await filesOf(owner).find(path)) !== undefined;
  const read = async (owner: TaskOwner, { path, sharedPath }: Place): Promise<JsonObject | undefined> => {
    for (const at of [path, sharedPath]) {
      if (!(await exists(owner, at))) continue;
      const text = Buffer.concat(await Array.fromAsync(filesOf(owner).read(at))).toString('utf8');
      return (JSON.parse(text) as JsonObject | null) ?? undefined;
    }
    return undefined;
  };
  const write = (owner: TaskOwner, { path }: Place, data: JsonObject | null): Promise<unknown> =>
    filesOf(owner).put(path, Buffer.from(JSON.stringify(data)));
  return {
    /** The map, or undefined. */
    'state.get': (owner, args) => read(owner, placeOf(owner, args)),

    /** Merged into what is there; answers the whole, and as `key` where it is kept. */
    'state.set': async (owner, args) => {
      const place = placeOf(owner, args);
      const data = { ...(await read(owner, place)), ...(args['data'] as JsonObject) };
      await write(owner, place, data);
      return { key: place.path, data };
    },

    /** Whether there was one. What may be another's stays, and is not read any more. */
    'state.delete': async (owner, args) => {
      const place = placeOf(owner, args);
      const before = await read(owner, place);
      if (await exists(owner, place.sharedPath)) await write(owner, place, null);
      else await filesOf(owner).delete(place.path);
      return before !== undefined;
    },
  };
}

function placeOf(owner: TaskOwner, { name, ofNamespace, value }: Arguments): Place {
  const place = `/${owner.namespace.replaceAll('.', '/')}`;
  const flow = ofNamespace === true ? '' : `/${slugOf(owner.flowId)}`;
  const iteration = typeof value === 'string' ? `/${createHash('sha256').update(value).digest('hex')}` : '';
  const directory = `${place}${flow}/states/${slugOf(String(name))}${iteration}`;
  const file = ofNamespace === true ? 'namespace.json' : 'flow.json';
  return { path: `${directory}/${file}`, sharedPath: `${directory}/state.json` };
}
