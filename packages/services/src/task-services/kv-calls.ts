/** KV pairs for tasks: `kv.set`, `kv.get`, `kv.keys`, `kv.delete`. */
import type { Json, KvType } from '@windhover/model';
import { toKvValue } from '../kv/kv-value.ts';
import { deleteKv, findKv, listKv, setKv } from '../kv/manage-kv.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { reachNamespace } from './reach-namespace.ts';

export function kvCalls(deps: TaskServiceDeps): Calls {
  return {
    'kv.set': async (owner, { key, value, type, ttl, description, overwrite, namespace: named }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      await setKv(deps, scope, undefined, {
        namespace,
        key: String(key),
        ...toKvValue(value as Json, type as KvType | undefined),
        ttl: ttl as string | undefined,
        description: description as string | undefined,
        overwrite: overwrite !== false,
      });
    },

    'kv.get': async (owner, { key, errorOnMissing, namespace: named }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      const isNamed = typeof named === 'string' && named !== '';
      const pair = await findKv(deps, scope, namespace, String(key), !isNamed);
      if (pair === undefined && errorOnMissing === true) {
        throw new Error(
          `No value found for key '${String(key)}' in namespace '${namespace}' and \`errorOnMissing\` is set to true`,
        );
      }
      return pair?.value ?? null;
    },

    'kv.keys': async (owner, { prefix, namespace: named }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      const keys = (await listKv(deps, scope, namespace)).map((pair) => pair.key);
      return typeof prefix === 'string' ? keys.filter((key) => key.startsWith(prefix)) : keys;
    },

    'kv.delete': async (owner, { key, errorOnMissing, namespace: named }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      const isDeleted = await deleteKv(deps, scope, undefined, namespace, String(key));
      if (!isDeleted && errorOnMissing === true) {
        throw new Error(
          `No value found for key '${String(key)}' in namespace '${namespace}' and \`errorOnMissing\` is set to true`,
        );
      }
      return isDeleted;
    },
  };
}
