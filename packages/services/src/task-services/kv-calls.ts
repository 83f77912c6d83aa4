/**
 * KV pairs for tasks: `kv.set`, `kv.get`, `kv.keys`, `kv.delete`; of several namespaces `kv.list`, `kv.purge` and
 * `kv.purgeRevisions`.
 */
import { AlreadyExists, type Json, type KvPair, type KvType } from '@windhover/model';
import type { TenantScope } from '@windhover/ports';
import { toKvValue } from '../kv/kv-value.ts';
import { deleteKv, findKv, hasExpired, listKv, setKv } from '../kv/manage-kv.ts';
import { purgeKvRevisions } from '../kv/purge-kv-revisions.ts';
import { listArgument, purgeRuleArgument } from './arguments.ts';
import type { Calls, TaskServiceDeps } from './create-task-services.ts';
import { openNamespaces } from './open-namespaces.ts';
import { reachNamespace } from './reach-namespace.ts';

export function kvCalls(deps: TaskServiceDeps): Calls {
  return {
    'kv.set': async (owner, { key, value, type, ttl, description, overwrite, namespace: named }) => {
      const { scope, namespace } = await reachNamespace(deps, owner, named);
      const pair = {
        namespace,
        key: String(key),
        ...toKvValue(value as Json | bigint, type as KvType | undefined),
        ttl: textOf(ttl),
        description: textOf(description),
        overwrite: overwrite !== false,
      };
      try {
        await setKv(deps, scope, undefined, pair);
      } catch (cause) {
        if (!(cause instanceof AlreadyExists)) throw cause;
        throw new Error(
          `Cannot set value for key '${pair.key}'. Key already exists and \`overwrite\` is set to \`false\`.`,
          { cause },
        );
      }
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

    /** Of the namespaces named and those below them, or of all: what is in namespaces that allow the task's. */
    'kv.list': async (owner, args): Promise<readonly ListedPair[]> => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      const now = deps.clock.now();
      const listed: ListedPair[] = [];
      for await (const pair of pairsOf(scope, listArgument(args, 'namespaces') ?? 'all')) {
        const { namespace, key } = pair;
        if (await isOpen(namespace)) listed.push({ namespace, key, isExpired: hasExpired(pair, now) });
      }
      return listed;
    },

    'kv.purge': async (owner, { pairs }) => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      for (const { namespace, key } of pairs as readonly ListedPair[]) {
        if (await isOpen(namespace)) await deleteKv(deps, scope, undefined, namespace, key);
      }
    },

    /** Answers how many earlier values were deleted. */
    'kv.purgeRevisions': async (owner, args): Promise<number> => {
      const scope = deps.store.scope(owner.tenantKey);
      const isOpen = openNamespaces(scope, owner.namespace);
      const rule = purgeRuleArgument(args);
      let size = 0;
      for (const pair of args['pairs'] as readonly ListedPair[]) {
        if (await isOpen(pair.namespace)) size += await purgeKvRevisions(deps, scope, pair, rule);
      }
      return size;
    },
  };
}

export interface ListedPair {
  readonly namespace: string;
  readonly key: string;
  readonly isExpired: boolean;
}

const pageSize = 1_000;

async function* pairsOf(scope: TenantScope, visible: 'all' | readonly string[]): AsyncIterable<KvPair> {
  for (let page = 1; ; page += 1) {
    const { results } = await scope.kv.search([], { page, size: pageSize, sort: [] }, visible);
    yield* results;
    if (results.length < pageSize) return;
  }
}

/** Undefined for what is none. */
function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
