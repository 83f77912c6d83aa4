/** A runtime on a SQLite store in a folder of its own; its flows are kept in memory and outlive it. */
import { mkdtemp, rm } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainProcesses } from '@windhover/confinement-linux';
import { openLocalFiles } from '@windhover/files-local';
import { createCatalog, defaultTenantKey, parseFlow, timeOrderedId, type Flow, type TenantKey } from '@windhover/model';
import { corePlugins } from '@windhover/plugin-core';
import { scriptPlugins } from '@windhover/plugin-script';
import { describeTask, describeTrigger, type AnyTask, type AnyTrigger } from '@windhover/plugin-sdk';
import { topics, type FileStore, type ShardStore, type Store } from '@windhover/ports';
import { startRuntime, type Runtime, type RuntimeClock, type RuntimeProblem } from '@windhover/runtime';
import { createTriggerHistory, type CreateExecution, type InstanceChange } from '@windhover/services';
import { openSqliteStore } from '@windhover/store-sqlite';
import { openMemoryTransport } from '@windhover/transport-memory';
import { onTestFinished } from 'vitest';

export interface Fixture {
  readonly runtime: Runtime;
  readonly store: Store;
  readonly problems: RuntimeProblem[];
  /** Parses a flow and makes it known; throws with the problems of its source. */
  addFlow(source: string | object, tenantKey?: TenantKey): Flow;
  /** What a start of the flow asks of the host. */
  request(flow: Flow, more?: Partial<CreateExecution>): CreateExecution;
  newId(): string;
  /** As use cases do after a change. */
  announce(change: InstanceChange): void;
  /** From here on nothing of this runtime reaches the store, as after a crash; starts another one on the same store. */
  crash(): Promise<Fixture>;
}

export interface FixtureOptions {
  readonly clock?: RuntimeClock;
  readonly tasks?: readonly AnyTask[];
  /** Polling triggers; given, the default tenant's triggers fire once flows are announced. */
  readonly triggers?: readonly AnyTrigger[];
  readonly workerThreads?: number;
  /** Stands between the runtime and the store's shards. */
  readonly wrapShards?: (shards: ShardStore) => ShardStore;
  /** Stands between the runtime and internal storage. */
  readonly wrapFiles?: (files: FileStore) => FileStore;
  /** What tasks ask of services. Default: there are none. */
  readonly callService?: (name: string) => Promise<unknown>;
  /** Answers the template function of that name. Default: `secret of KEY`. */
  readonly secret?: (key: string) => Promise<string>;
  /** As on a real server, what is shown says nothing of them. */
  readonly hidesSecrets?: boolean;
  /** Awaited before a flow is looked up by its id. */
  readonly beforeFlow?: (flowId: string) => Promise<void>;
}

export async function startFixture(options: FixtureOptions = {}): Promise<Fixture> {
  const directory = await mkdtemp(join(tmpdir(), 'windhover-runtime-'));
  const store = await openSqliteStore({ path: join(directory, 'windhover.db'), owner: 'test' });
  const files = openLocalFiles({ root: join(directory, 'files') });
  const flows = new Map<string, Flow>();
  onTestFinished(async () => {
    await store.close();
    await files.close();
    await rm(directory, { recursive: true, force: true });
  });
  return begin({ directory, store, files, flows }, options);
}

interface Parts {
  readonly directory: string;
  readonly store: Store;
  readonly files: ReturnType<typeof openLocalFiles>;
  readonly flows: Map<string, Flow>;
}

async function begin(parts: Parts, options: FixtureOptions): Promise<Fixture> {
  const { directory, store, files, flows } = parts;
  const { clock = systemClock, workerThreads = 8, wrapShards = (shards) => shards } = options;
  const { wrapFiles = (opened) => opened } = options;
  const { callService = () => Promise.reject(new Error('no services here')) } = options;
  const { secret = (key) => Promise.resolve(`secret of ${key}`) } = options;
  const tasks = [...corePlugins, ...scriptPlugins, ...(options.tasks ?? [])];
  const { triggers } = options;
  const catalog = createCatalog([...tasks.map(describeTask), ...(triggers ?? []).map(describeTrigger)]);
  const problems: RuntimeProblem[] = [];
  const newId = (): string => timeOrderedId(clock.now(), randomBytes(10));
  const transport = openMemoryTransport();
  let isDead = false;
  const runtime = await startRuntime({
    store: { ...store, shards: mortal(wrapShards(store.shards), () => isDead) },
    files: wrapFiles(files),
    transport,
    takesShare: 'always',
    clock,
    ids: { next: newId, random: (length) => randomBytes(length) },
    flows: {
      async find(tenantKey, namespace, id, revision) {
        await options.beforeFlow?.(id);
        return flows.get(`${tenantKey}/${namespace}/${id}/${revision ?? 'latest'}`);
      },
    },
    tasks: { find: (type) => tasks.find((task) => task.type === type || task.aliases?.includes(type) === true) },
    http: { of: () => ({ send: () => Promise.reject(new Error('no servers outside here')) }) },
    confinement: { of: () => plainProcesses },
    ...(triggers !== undefined && {
      triggers: {
        types: { find: (type) => triggers.find((trigger) => trigger.type === type) },
        timeZone: 'UTC',
        recoverMissed: 'ALL',
        keptEvaluations: 100,
        history: createTriggerHistory({ store, clock, kept: 100 }),
        tenants: () => Promise.resolve([{ key: defaultTenantKey, id: undefined, name: 'default' }]),
      },
    }),
    taskServices: {
      functions: ({ mask }) => ({
        async secret(args) {
          const value = await secret(String(args['key']));
          if (options.hidesSecrets === true) await mask(value);
          return value;
        },
      }),
      call: (_owner, name) => callService(name),
    },
    settings: {
      variables: { globals: { region: 'eu' }, envs: {} },
      recursiveRendering: false,
      url: undefined,
      environment: undefined,
      workerThreads,
      tmpDir: join(directory, 'tmp'),
      killGraceMs: 1_000,
      maxOutputsBytes: 1_000_000,
      maxMessageLength: 10_000,
      version: 'test',
      workerLease: { leaseMs: 15_000, beatMs: 3_000 },
    },
    report: (problem) => problems.push(problem),
  });
  onTestFinished(async () => {
    if (!isDead) await runtime.stop({ graceMs: 0 });
  });

  return {
    runtime,
    store,
    problems,
    newId,
    announce: (change) => transport.publish(topics.instance, change),
    addFlow(source, tenantKey = defaultTenantKey) {
      const text = typeof source === 'string' ? source : JSON.stringify(source);
      const { flow, problems: found } = parseFlow(text, catalog);
      if (flow === undefined) throw new Error(found.map((problem) => problem.message).join('\n'));
      const name = `${tenantKey}/${flow.namespace}/${flow.id}`;
      let revision = 1;
      while (flows.has(`${name}/${revision}`)) revision += 1;
      const saved = { ...flow, revision };
      flows.set(`${name}/${revision}`, saved);
      flows.set(`${name}/latest`, saved);
      return saved;
    },
    request: (flow, more = {}) => ({
      tenantKey: defaultTenantKey,
      tenantId: undefined,
      flow,
      executionId: newId(),
      labels: flow.labels,
      ...more,
    }),
    crash() {
      isDead = true;
      return begin(parts, options);
    },
  };
}

/** Calls of the dead are never answered. */
function mortal(shards: ShardStore, isDead: () => boolean): ShardStore {
  return new Proxy(shards, {
    get(target, name: keyof ShardStore) {
      const member = target[name];
      if (typeof member !== 'function') return member;
      return (...args: never[]) =>
        isDead() ? new Promise(() => undefined) : (member as (...given: never[]) => unknown)(...args);
    },
  });
}

const systemClock: RuntimeClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
