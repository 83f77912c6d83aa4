/** Executions from their rows, as the engine holds them. */
import { loadLive, type StoredTaskRun } from '@windhover/engine';
import type { Execution, Flow, TenantKey } from '@windhover/model';
import {
  toEndedTaskRun,
  toExecution,
  toLiveTaskRun,
  type EndedTaskRunRow,
  type ExecutionRow,
  type LiveTaskRunRow,
  type SlotRow,
} from '@windhover/ports';
import { newHeld, type Held } from './held.ts';
import { linkOf } from './notify-parent.ts';
import { openSealed } from './open-inputs.ts';
import type { Tools } from './tools.ts';

/** What cannot be brought back, with the reason: its flow is gone or cannot be read, or its rows are damaged. */
export interface Unloadable {
  readonly row: ExecutionRow;
  readonly cause: unknown;
}

export interface LoadedShards {
  readonly helds: readonly Held[];
  readonly unloadable: readonly Unloadable[];
  /** What each execution holds, as rows say. */
  readonly slots: ReadonlyMap<string, readonly SlotRow[]>;
}

/** Everything of the shards that has not ended, of each in order of creation. */
export async function loadShards(shards: Iterable<number>, tools: Tools): Promise<LoadedShards> {
  const loaded = await Promise.all(Array.from(shards, (shard) => loadShard(shard, tools)));
  return {
    helds: loaded.flatMap(({ helds }) => helds),
    unloadable: loaded.flatMap(({ unloadable }) => unloadable),
    slots: new Map(loaded.flatMap(({ slots }) => [...slots])),
  };
}

async function loadShard(shard: number, tools: Tools): Promise<LoadedShards> {
  const { shards } = tools.deps.store;
  const [rows, liveRows, timers, slots] = await Promise.all([
    shards.liveExecutions(shard),
    shards.liveTaskRuns(shard),
    shards.timers(shard),
    shards.slotsOfShard(shard),
  ]);
  const liveByRun = Map.groupBy(liveRows, (row) => row.run);
  const timersByRun = Map.groupBy(timers, (row) => row.run);
  const helds: Held[] = [];
  const unloadable: Unloadable[] = [];
  for (const row of rows) {
    try {
      const held = await toHeld(row, liveByRun.get(row.run) ?? [], tools);
      for (const timer of timersByRun.get(row.run) ?? []) held.timers.set(timer.key, timer.dueAt);
      helds.push(held);
    } catch (cause) {
      unloadable.push({ row, cause });
    }
  }
  return { helds, unloadable, slots: Map.groupBy(slots, ({ executionId }) => executionId) };
}

/** One execution, ended or not; undefined when the tenant has none with this id. Throws when it cannot be brought back. */
export async function loadExecution(
  tenantKey: TenantKey,
  executionId: string,
  tools: Tools,
): Promise<Held | undefined> {
  const { shards } = tools.deps.store;
  const row = await shards.findExecution(tenantKey, executionId);
  if (row === undefined) return undefined;
  const held = await toHeld(row, await shards.liveTaskRunsOf(row.run), tools);
  if (row.endedAt === null) {
    for (const timer of await shards.timers(row.shard)) {
      if (timer.run === row.run) held.timers.set(timer.key, timer.dueAt);
    }
  }
  return held;
}

async function toHeld(row: ExecutionRow, liveRows: readonly LiveTaskRunRow[], tools: Tools): Promise<Held> {
  const execution = toExecution(row);
  const endedRows = await tools.deps.store.shards.endedTaskRuns(row.run, { outputs: true });
  const flow = await flowOf(row.tenantKey, execution, tools);
  await tools.limits.ready(row.tenantKey, flow);
  const tenantId = (await tools.deps.store.tenants.findByKey(row.tenantKey))?.id;
  const compiled = tools.compile(flow, { key: row.tenantKey, id: tenantId });
  const { evaluator, extraOf } = tools.rendering;
  const stored: readonly StoredTaskRun[] = [...endedRows.map(toStored), ...liveRows.map(toStoredLive)];
  const opened = await openSealed(tools.deps, row.tenantKey, flow, { ...execution, taskRuns: stored });
  const readable: Execution = { ...execution, ...opened?.values };
  const taskRuns = opened?.values.taskRuns ?? stored;
  const live = loadLive(compiled, readable, taskRuns, evaluator, { extra: extraOf(compiled) });
  const known = {
    isStored: true,
    ords: liveRows.map(({ ord }) => ord),
    endedOrds: row.endedAt === null ? [] : endedRows.map(({ ord }) => ord),
    labels: live.labels,
  };
  const { run, shard } = row;
  return newHeld(live, { run, shard, parentShard: await parentShardOf(row.tenantKey, readable, tools) }, known, opened);
}

async function flowOf(
  tenantKey: TenantKey,
  { namespace, flowId, flowRevision, templates, loopRun }: Execution,
  tools: Tools,
): Promise<Flow> {
  const flow = await tools.deps.flows.find(tenantKey, namespace, flowId, flowRevision, templates);
  if (flow === undefined)
    throw new Error(`Revision ${flowRevision} of flow '${namespace}.${flowId}' does not exist any more`);
  if (loopRun === undefined) return flow;
  const ofIteration = tools.iterationFlow(flow, loopRun.taskId);
  if (ofIteration === undefined) throw new Error(`Flow '${namespace}.${flowId}' has no Loop '${loopRun.taskId}'`);
  return ofIteration;
}

function toStored(row: EndedTaskRunRow): StoredTaskRun {
  return toEndedTaskRun(row);
}

function toStoredLive(row: LiveTaskRunRow): StoredTaskRun {
  return {
    ...toLiveTaskRun(row),
    lease: row.lease,
    ...(row.workerId === null ? undefined : { workerId: row.workerId }),
  };
}

/** Where the parent lives that waits for it. */
async function parentShardOf(tenantKey: TenantKey, execution: Execution, tools: Tools): Promise<number | undefined> {
  const link = linkOf(execution);
  if (link === undefined) return undefined;
  const { shards } = tools.deps.store;
  if (shards.shards.length === 1) return shards.shards[0];
  return (await shards.findExecution(tenantKey, link.executionId))?.shard;
}
