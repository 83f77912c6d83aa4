/**
 * Fires schedules and polling triggers. Each has a row that says what comes next; the alarm is for the earliest of all. A
 * trigger waits for the execution that it started last by naming it, so a lock cannot outlive what it waits for.
 */
import {
  isTerminal,
  isUnavailable,
  type Flow,
  type Instant,
  type TenantKey,
  type TenantRef,
  type TriggerState,
} from '@windhover/model';
import { Conflict, type WriteOp } from '@windhover/ports';
import { beginTrigger, definitionOf, isLocked } from '@windhover/services';
import { createDueHeap } from '../due-heap.ts';
import { messageOf } from '../rendering.ts';
import { shardOfFlow } from '../shard-of.ts';
import { backfillDue } from './backfill.ts';
import { recordEvaluated } from './record-evaluated.ts';
import type { TriggerDeps } from './trigger-deps.ts';
import type { FlowName, TriggerIndex } from './trigger-index.ts';
import { withNext, type PlannedTrigger, type TriggerPlan } from './trigger-plan.ts';

export interface Scheduler {
  /** An execution is over: triggers that waited for it go on. */
  executionEnded(tenantKey: TenantKey, executionId: string): void;
  /** Triggers of other flows are fired here than before. */
  shardsChanged(): void;
  close(): void;
}

/** Undefined for triggers that nothing is done for by the clock. */
export type PlanOf = (planned: PlannedTrigger) => Promise<TriggerPlan | undefined>;

/** After an evaluation that broke a promise of ours, such as a database that did not answer. */
const retryMs = 10_000;

/** A trigger in memory. Its row is read anew at each evaluation: nobody else's change is written over. */
interface Entry extends PlannedTrigger {
  readonly plan: TriggerPlan;
  /** Ends an evaluation that nobody wants any more. */
  readonly stop: AbortController;
  /** When it must be looked at; undefined: not before something changes. */
  dueAt: Instant | undefined;
  /** When that was found: a date that had passed by then is not late. */
  lookedAt: Instant;
  isGone: boolean;
  /** Evaluations of one trigger follow each other. */
  work: Promise<void>;
}

export async function startScheduler(
  deps: TriggerDeps,
  index: TriggerIndex,
  planOf: PlanOf,
  keptEvaluations: number,
): Promise<Scheduler> {
  const entries = new Map<string, Entry>();
  const waiting = new Map<string, Entry>();
  /** Flows whose triggers are fired here. */
  const placed = new Set<string>();
  /** Executions of other servers whose end is waited for. */
  const awaited = new Set<string>();
  const closing = new AbortController();
  /** Flows that are being placed. */
  const placing = new Map<string, Promise<void>>();
  const heap = createDueHeap<Entry>(deps.clock, (entry, dueAt) => {
    if (entry.isGone || entry.dueAt !== dueAt) return false;
    evaluate(entry);
    return true;
  });

  for (const { tenant, flow } of index.all()) await place(tenant, flow, flow, true);
  const unsubscribe = index.subscribe((tenant, name, flow) => {
    deps.background.run(`schedule flow '${name.namespace}.${name.id}'`, placeNext(tenant, name, flow));
  });

  return {
    executionEnded(tenantKey, executionId) {
      const entry = waiting.get(`${tenantKey}/${executionId}`);
      if (entry !== undefined) evaluate(entry);
    },
    shardsChanged() {
      for (const { tenant, flow } of index.all()) {
        if (isOurs(tenant, flow) === placed.has(nameOf(tenant, flow))) continue;
        deps.background.run(`schedule flow '${flow.namespace}.${flow.id}'`, placeNext(tenant, flow, flow));
      }
      // What they wait for may have gone to another server
      for (const entry of new Set(waiting.values())) evaluate(entry);
    },
    close() {
      closing.abort();
      unsubscribe();
      heap.clear();
      for (const entry of entries.values()) drop(entry);
      entries.clear();
      waiting.clear();
    },
  };

  /** Each flow's triggers are fired by the server that owns its shard. */
  function isOurs({ key }: TenantRef, name: FlowName): boolean {
    return deps.owner.owns(shardOfFlow(key, name, deps.owner.count));
  }

  /** Changes of one flow follow each other: what an older one wrote would be taken for the newest. */
  function placeNext(tenant: TenantRef, name: FlowName, flow: Flow | undefined): Promise<void> {
    const key = nameOf(tenant, name);
    const next = (placing.get(key) ?? Promise.resolve()).then(() => place(tenant, name, flow, false));
    const settled = next
      .catch(() => undefined)
      .then(() => {
        if (placing.get(key) === settled) placing.delete(key);
      });
    placing.set(key, settled);
    return next;
  }

  /** Makes memory and rows agree with the flow; `flow` is undefined when it has no triggers any more. */
  async function place(
    tenant: TenantRef,
    { namespace, id }: FlowName,
    flow: Flow | undefined,
    isStart: boolean,
  ): Promise<void> {
    const key = nameOf(tenant, { namespace, id });
    const prefix = `${key}/`;
    placed.delete(key);
    for (const [name, entry] of entries) {
      if (!name.startsWith(prefix)) continue;
      drop(entry);
      entries.delete(name);
      await entry.work;
    }
    if (!isOurs(tenant, { namespace, id })) return;
    placed.add(key);
    for (const trigger of flow?.triggers ?? []) {
      if (trigger.disabled) continue;
      const planned = { tenant, flow: flow!, trigger };
      await placeTrigger(`${prefix}${trigger.id}`, planned, isStart).catch((cause: unknown) => {
        if (isUnavailable(cause) || cause instanceof Conflict) throw cause;
        entries.delete(`${prefix}${trigger.id}`);
        tellUnplaced(planned, cause);
      });
    }
    await forgetRemoved(tenant, namespace, id, flow);
  }

  async function placeTrigger(name: string, planned: PlannedTrigger, isStart: boolean): Promise<void> {
    const plan = await planOf(planned);
    if (plan === undefined || closing.signal.aborted) return;
    const entry: Entry = {
      ...planned,
      plan,
      stop: new AbortController(),
      dueAt: undefined,
      lookedAt: 0,
      isGone: false,
      work: Promise.resolve(),
    };
    entries.set(name, entry);
    await prepare(entry, isStart);
  }

  /** One trigger that makes no sense keeps neither its neighbours nor the server from starting. */
  function tellUnplaced({ tenant, flow, trigger }: PlannedTrigger, cause: unknown): void {
    const reason = messageOf(cause);
    deps.history.note(
      { tenantKey: tenant.key, namespace: flow.namespace, flowId: flow.id, triggerId: trigger.id },
      { at: deps.clock.now(), outcome: 'FAILED', reason },
    );
    const message = `Trigger '${trigger.id}' of flow '${flow.namespace}.${flow.id}' could not be scheduled`;
    deps.report({ message: `${message}: ${reason}`, cause: undefined, isWarning: true });
  }

  function drop(entry: Entry): void {
    entry.isGone = true;
    entry.stop.abort(new Error('The trigger was changed'));
  }

  /** Its row begins, begins anew with another definition, or recovers what was missed while no server ran. */
  async function prepare(entry: Entry, isStart: boolean): Promise<void> {
    const { tenant, flow, trigger, plan } = entry;
    const { triggers } = deps.store.scope(tenant.key);
    const now = deps.clock.now();
    const before = await triggers.find(flow.namespace, flow.id, trigger.id);
    let state = before;
    if (state === undefined || state.definition !== definitionOf(trigger)) {
      const name = { namespace: flow.namespace, flowId: flow.id, triggerId: trigger.id };
      state = beginTrigger(name, trigger, plan.first(now), before, now);
    } else if (isStart || state.nextAt === undefined) {
      const nextAt = plan.recovered(state, now);
      if (nextAt !== state.nextAt) state = { ...withNext(state, nextAt), updatedAt: now };
    }
    if (state !== before) await deps.store.write([triggers.replace(state, before?.updatedAt)]);
    await watch(entry, state);
  }

  /** When the trigger must be looked at next: at its date, or when what it waits for ends. */
  async function watch(entry: Entry, state: TriggerState): Promise<void> {
    if (entry.isGone) return;
    entry.dueAt = undefined;
    if (state.disabled) return;
    if (await waitsFor(entry, state)) return;
    const due = [state.nextAt, backfillDue(state)].filter((at) => at !== undefined);
    if (due.length === 0) return;
    entry.dueAt = Math.min(...due);
    entry.lookedAt = deps.clock.now();
    heap.set(entry, entry.dueAt);
  }

  /** Whether the execution that was started last still runs; the end of it wakes the trigger. */
  async function waitsFor(entry: Entry, state: TriggerState): Promise<boolean> {
    if (state.executionId === undefined) return false;
    const key = `${entry.tenant.key}/${state.executionId}`;
    waiting.set(key, entry);
    if (await isLocked(deps.store, entry.tenant.key, state, entry.trigger)) {
      if (!deps.owner.isLive(state.executionId)) awaitElsewhere(entry, key, state.executionId);
      return true;
    }
    waiting.delete(key);
    return false;
  }

  /** Another server runs it: it is asked, for want of a call. */
  function awaitElsewhere(entry: Entry, key: string, executionId: string): void {
    if (awaited.has(key)) return;
    awaited.add(key);
    const over = deps.host.waitForEnd(entry.tenant.key, executionId, closing.signal).then(() => {
      awaited.delete(key);
      if (!closing.signal.aborted && waiting.get(key) === entry) evaluate(entry);
    });
    deps.background.run(`wait for execution '${executionId}'`, over);
  }

  function evaluate(entry: Entry): void {
    const { flow, trigger } = entry;
    entry.work = entry.work
      .then(() => step(entry))
      .catch((cause: unknown) => {
        deps.report({
          message: `Trigger '${trigger.id}' of flow '${flow.namespace}.${flow.id}' could not be scheduled`,
          cause,
        });
        if (entry.isGone) return;
        entry.dueAt = deps.clock.now() + retryMs;
        heap.set(entry, entry.dueAt);
      });
  }

  async function step(entry: Entry): Promise<void> {
    if (entry.isGone || !isOurs(entry.tenant, entry.flow)) return;
    const { tenant, flow, trigger, plan } = entry;
    const { triggers } = deps.store.scope(tenant.key);
    const before = await triggers.find(flow.namespace, flow.id, trigger.id);
    if (before === undefined || before.disabled || (await waitsFor(entry, before))) return watchAgain(entry, before);
    const released = await release(entry, before);
    if (released.disabled) return save(entry, released, before);
    const isWanted = (): boolean => !entry.isGone && isOurs(tenant, flow);
    const startedAt = deps.clock.monotonic();
    const lateMs =
      entry.dueAt === undefined ? 0 : Math.max(0, deps.clock.now() - Math.max(entry.dueAt, entry.lookedAt));
    const evaluated = await plan.evaluate(released, { signal: entry.stop.signal, isWanted });
    if (evaluated === undefined) return save(entry, released, before);
    const durationMs = deps.clock.monotonic() - startedAt;
    deps.meters?.triggerEvaluated(trigger.type, evaluated.evaluation.outcome, { durationMs, lateMs });
    const { state, writes, tell } = recordEvaluated(deps, entry, evaluated, keptEvaluations);
    return save(entry, state, before, writes, tell);
  }

  /** Forgets an execution that is over; the trigger is disabled if it ended in a state that stops it. */
  async function release(entry: Entry, state: TriggerState): Promise<TriggerState> {
    const { executionId, ...free } = state;
    if (executionId === undefined || entry.trigger.allowConcurrent) return state;
    const row = await deps.store.shards.findExecution(entry.tenant.key, executionId);
    const stops = row !== undefined && entry.trigger.stopAfter.some((name) => name === row.state && isTerminal(name));
    return { ...entry.plan.released(free, deps.clock.now()), disabled: state.disabled || stops };
  }

  /** `beside` goes into the same commit; `saved` is called after it. */
  async function save(
    entry: Entry,
    state: TriggerState,
    before: TriggerState,
    beside: readonly WriteOp[] = [],
    saved?: () => void,
  ): Promise<void> {
    const { triggers } = deps.store.scope(entry.tenant.key);
    const updated = { ...state, updatedAt: Math.max(deps.clock.now(), before.updatedAt + 1) };
    try {
      if (JSON.stringify(state) !== JSON.stringify(before))
        await deps.store.write([triggers.replace(updated, before.updatedAt), ...beside]);
      saved?.();
      await watch(entry, updated);
    } catch (error) {
      // Somebody changed the row meanwhile and wins. What was started at this date is found again by its tick.
      if (!(error instanceof Conflict)) throw error;
      await watchAgain(entry, await triggers.find(before.namespace, before.flowId, before.triggerId));
    }
  }

  async function watchAgain(entry: Entry, state: TriggerState | undefined): Promise<void> {
    if (state !== undefined) await watch(entry, state);
  }

  /** Rows of triggers that the flow no longer has; `flow` is undefined also while it is switched off or cannot be read. */
  async function forgetRemoved(
    tenant: TenantRef,
    namespace: string,
    flowId: string,
    flow: Flow | undefined,
  ): Promise<void> {
    const { triggers, flows } = deps.store.scope(tenant.key);
    const rows = await triggers.list({ namespace, flowId });
    if (rows.length === 0) return;
    const saved = flow ?? (await deps.flows.find(tenant.key, namespace, flowId));
    if (saved === undefined && (await flows.findLatest(namespace, flowId))?.deleted === false) return;
    const left = new Set(saved?.triggers.map(({ id }) => id));
    const removed = rows.filter(({ triggerId }) => !left.has(triggerId));
    if (removed.length === 0) return;
    await deps.store.write(removed.map(({ triggerId }) => triggers.delete(namespace, flowId, triggerId)));
  }
}

function nameOf({ key }: TenantRef, { namespace, id }: FlowName): string {
  return `${key}/${namespace}/${id}`;
}
