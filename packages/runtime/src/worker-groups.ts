/**
 * Which worker group runs a task, in memory: groups and tokens are read at the start and when use cases announce a change,
 * what tenants and namespaces name when a task of theirs is first met. Tasks of tenants that name none cost a look-up.
 */
import {
  workerGroupOf,
  type TenantKey,
  type WorkerGroup,
  type WorkerGroupChoice,
  type WorkerToken,
} from '@windhover/model';
import { topics } from '@windhover/ports';
import { withAncestors, type InstanceChange } from '@windhover/services';
import type { Background } from './background.ts';
import type { RuntimeDeps } from './deps.ts';
import type { Persist } from './persist.ts';

export interface WorkerGroups {
  find(id: string): WorkerGroup | undefined;
  /**
   * What the nearest namespace, or the tenant, names for a task that names no group itself, nor its flow; undefined when none
   * does. A promise while that is read.
   */
  choiceFor(
    tenantKey: TenantKey,
    namespace: string,
  ): WorkerGroupChoice | undefined | Promise<WorkerGroupChoice | undefined>;
  /** Reads groups and tokens again. */
  refresh(): void;
  close(): void;
}

interface TenantChoices {
  readonly tenant: WorkerGroupChoice | undefined;
  readonly namespaces: ReadonlyMap<string, WorkerGroupChoice>;
}

const retryMs = 1_000;

/** Resolves once the groups are known. `changed` is called with the tokens when they or groups may be others than before. */
export async function openWorkerGroups(
  { store, transport, clock }: Pick<RuntimeDeps, 'store' | 'transport' | 'clock'>,
  { background, persist }: { readonly background: Background; readonly persist: Persist },
  changed: (tokens: readonly WorkerToken[]) => void,
): Promise<WorkerGroups> {
  let groups: ReadonlyMap<string, WorkerGroup> = new Map();
  const tenants = new Map<TenantKey, TenantChoices>();
  const reads = new Map<TenantKey, Promise<TenantChoices>>();
  let isClosed = false;
  let reading = Promise.resolve();

  const read = async (): Promise<readonly WorkerToken[]> => {
    const [all, tokens] = await Promise.all([store.workerGroups.list(), store.workerGroups.listTokens()]);
    groups = new Map(all.map((group) => [group.id, group]));
    return tokens;
  };

  /** One after the other, until it succeeds: a token that was revoked must not stay good because a read failed. */
  const readAgain = (): void => {
    reading = reading.then(async () => {
      try {
        const tokens = await read();
        if (!isClosed) changed(tokens);
      } catch (error) {
        if (!isClosed) clock.after(retryMs, readAgain);
        throw error;
      }
    });
    background.run('read the worker groups again', reading);
    reading = reading.catch(() => undefined);
  };

  const forget = (tenantKey: TenantKey): void => {
    tenants.delete(tenantKey);
    reads.delete(tenantKey);
  };

  const unsubscribe = transport.subscribe(topics.instance, (message) => {
    const change = message as InstanceChange;
    switch (change.kind) {
      case 'workerGroups':
        return readAgain();
      case 'tenant': // named by its id
        tenants.clear();
        return reads.clear();
      case 'namespace':
        return forget(change.tenantKey as TenantKey);
      case 'missed':
        tenants.clear();
        reads.clear();
        return readAgain();
      case 'user':
      case 'access':
      case 'flow':
      case 'killSwitches': // name no group
    }
  });
  await read();

  return {
    find: (id) => groups.get(id),
    choiceFor(tenantKey, namespace) {
      const known = tenants.get(tenantKey);
      if (known !== undefined) return nearest(known, namespace);
      return readTenant(tenantKey).then((choices) => nearest(choices, namespace));
    },
    refresh: readAgain,
    close() {
      isClosed = true;
      unsubscribe();
    },
  };

  function readTenant(tenantKey: TenantKey): Promise<TenantChoices> {
    let under = reads.get(tenantKey);
    if (under === undefined) {
      const own = persist
        .run(() => load(tenantKey))
        .finally(() => {
          if (reads.get(tenantKey) === own) reads.delete(tenantKey);
        });
      under = own;
      reads.set(tenantKey, own);
      void own.then(
        (choices) => {
          // A change that came meanwhile has forgotten it
          if (reads.get(tenantKey) === own) tenants.set(tenantKey, choices);
        },
        () => undefined,
      );
    }
    return under;
  }

  async function load(tenantKey: TenantKey): Promise<TenantChoices> {
    const [tenant, namespaces] = await Promise.all([
      store.tenants.findByKey(tenantKey),
      store.scope(tenantKey).namespaces.list(),
    ]);
    const named = namespaces.flatMap(({ id, settings }) => {
      const choice = workerGroupOf(settings);
      return choice === undefined ? [] : [[id, choice] as const];
    });
    return { tenant: tenant && workerGroupOf(tenant.settings), namespaces: new Map(named) };
  }
}

function nearest({ tenant, namespaces }: TenantChoices, namespace: string): WorkerGroupChoice | undefined {
  if (namespaces.size === 0) return tenant;
  for (const id of withAncestors(namespace)) {
    const choice = namespaces.get(id);
    if (choice !== undefined) return choice;
  }
  return tenant;
}
