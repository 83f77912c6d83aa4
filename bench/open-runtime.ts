/** The embedded form: a runtime as the program puts it together, without HTTP; on a SQLite store in a temporary folder, or another. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { plainProcesses } from '@windhover/confinement-linux';
import { openLocalFiles } from '@windhover/files-local';
import {
  createCatalog,
  defaultTenantKey,
  parseFlow,
  type Execution,
  type Flow,
  type TenantKey,
} from '@windhover/model';
import { corePlugins } from '@windhover/plugin-core';
import { describeTask, type AnyTask } from '@windhover/plugin-sdk';
import type { EngineRows, Store } from '@windhover/ports';
import { startRuntime, type Runtime, type RuntimeClock } from '@windhover/runtime';
import { openSqliteStore } from '@windhover/store-sqlite';
import { openMemoryTransport } from '@windhover/transport-memory';
import { systemIds } from '../apps/cli/src/composition/system-ids.ts';

export interface BenchRuntime {
  readonly runtime: Runtime;
  readonly store: Store;
  /** How long each commit of the executor took so far, in milliseconds. */
  readonly commitsMs: number[];
  /** Parses the flow; each tenant has an object of its own, as when it is loaded from the store. */
  flow(source: object): Flow;
  /** Starts an execution; resolves once it is durable. */
  start(flow: Flow, tenantKey?: TenantKey): Promise<Execution>;
  /** As `start`, and waits for its end. */
  run(flow: Flow, tenantKey?: TenantKey): Promise<void>;
  close(): Promise<void>;
}

/** `directory` goes with the runtime. */
export type OpenStore = (directory: string) => Promise<Store>;

/** `tasks` are known beside those of the core; `landed` is told what each commit wrote. */
export async function openRuntime(
  tasks: readonly AnyTask[] = [],
  landed: (rows: EngineRows) => void = () => undefined,
  openStore: OpenStore = (directory) => openSqliteStore({ path: join(directory, 'windhover.db'), owner: 'bench' }),
): Promise<BenchRuntime> {
  const directory = await mkdtemp(join(tmpdir(), 'windhover-bench-'));
  const store = await openStore(directory);
  const files = openLocalFiles({ root: join(directory, 'files') });
  const all = [...corePlugins, ...tasks];
  const byType = new Map(all.map((task) => [task.type, task]));
  const catalog = createCatalog(all.map(describeTask));
  const ids = systemIds(systemClock);
  const commitsMs: number[] = [];
  const runtime = await startRuntime({
    takesShare: 'always',
    store: {
      ...store,
      shards: {
        ...store.shards,
        async commit(commit) {
          const began = performance.now();
          const outcome = await store.shards.commit(commit);
          commitsMs.push(performance.now() - began);
          landed(commit.rows);
          return outcome;
        },
      },
    },
    files,
    transport: openMemoryTransport(),
    clock: systemClock,
    ids,
    flows: { find: () => Promise.resolve(undefined) },
    tasks: { find: (type) => byType.get(type) },
    http: { of: () => ({ send: () => Promise.reject(new Error('No servers outside here')) }) },
    confinement: { of: () => plainProcesses },
    taskServices: { functions: () => ({}), call: () => Promise.reject(new Error('No services here')) },
    settings: {
      variables: { globals: {}, envs: {} },
      recursiveRendering: false,
      url: undefined,
      environment: undefined,
      workerThreads: 8,
      tmpDir: join(directory, 'tmp'),
      killGraceMs: 1_000,
      maxOutputsBytes: 1_000_000,
      maxMessageLength: 10_000,
      version: 'test',
      workerLease: { leaseMs: 15_000, beatMs: 3_000 },
    },
    report: ({ message, cause }) => {
      throw new Error(message, { cause });
    },
  });
  const start = (flow: Flow, tenantKey = defaultTenantKey): Promise<Execution> =>
    runtime.host.create({
      tenantKey,
      tenantId: tenantKey === defaultTenantKey ? undefined : tenantKey,
      flow,
      executionId: ids.next(),
      labels: [],
    });
  return {
    runtime,
    store,
    commitsMs,
    flow(source) {
      const { flow, problems } = parseFlow(JSON.stringify(source), catalog);
      if (flow === undefined) throw new Error(problems.map(({ message }) => message).join('\n'));
      return flow;
    },
    start,
    async run(flow, tenantKey = defaultTenantKey) {
      const { id } = await start(flow, tenantKey);
      await runtime.host.waitForEnd(tenantKey, id, never);
    },
    async close() {
      await runtime.stop({ graceMs: 0 });
      await store.close();
      await files.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const never = new AbortController().signal;

const systemClock: RuntimeClock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, delayMs);
    return () => clearTimeout(timer);
  },
};
