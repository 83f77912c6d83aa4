/**
 * Decides for the executions of one executor whether they may begin: under the quotas when they are created, under the
 * concurrency limits when they are to run. Rows of slots are written with the transition that takes or gives them up.
 */
import type { Event } from '@windhover/engine';
import type { ConcurrencyBehavior, TenantKey } from '@windhover/model';
import type { LimitScope } from '@windhover/services';
import type { Batch } from './batch.ts';
import type { Held } from './held.ts';
import type { LiveExecutions } from './live-executions.ts';
import type { Asker, Slot } from './slots.ts';
import { ancestorsOf, goingOn, type FindHeld } from './who-waits.ts';
import type { Tools } from './tools.ts';

/** The executor, as admission sees it. */
export interface AdmissionTarget {
  readonly batch: Batch;
  readonly lives: LiveExecutions;
  post(to: Pick<Held, 'tenantKey' | 'executionId'>, event: Event): void;
}

export interface Refusal {
  readonly behavior: ConcurrencyBehavior;
  readonly message: string;
}

const noLimits: readonly LimitScope[] = [];
const standstill =
  'It begins beyond a concurrency limit: everything that fills the limit waits for executions that wait for a slot';

export class Admission {
  readonly #target: AdmissionTarget;
  readonly #tools: Tools;
  /** Executions of this executor that hold or await slots. */
  readonly #own = new Map<string, Asker>();
  /** By tenant the execution that did not seem to begin by itself when that was asked last. */
  readonly #stuck = new Map<TenantKey, string>();
  readonly #find: FindHeld = (executionId) => this.#target.lives.find(executionId);

  constructor(target: AdmissionTarget, tools: Tools) {
    this.#target = target;
    this.#tools = tools;
  }

  /** Learns which limits hold for an execution; those of its flow must be ready. */
  know(held: Held): void {
    const { loopRun, parentId } = held.live.begunFrom;
    const { limits, switches } = this.#tools;
    // An iteration is part of the execution that holds the slot; a replay of it by itself is not.
    const isPart = loopRun !== undefined && parentId === undefined;
    const own = isPart ? noLimits : limits.of(held.tenantKey, held.live.flow.flow);
    const ignored = switches.scopeOf(held);
    held.limits = ignored === undefined ? own : [ignored, ...own];
    held.live.asksForSlot = held.limits.length > 0;
  }

  /** For an execution that was just created: undefined, or why a quota leaves no room for it. */
  refuseByQuota(held: Held): Refusal | undefined {
    if (held.limits.length === 0) return undefined;
    const { full, counts } = this.#tools.quotas.take(held.tenantKey, held.limits);
    this.#target.batch.countQuotas(held, counts);
    if (full === undefined) return undefined;
    const { scope, quota } = full;
    const end = quota.behavior === 'CANCEL' ? 'CANCELLED' : 'FAILED';
    const message = `Execution is ${end}: the quota of ${scope.thing}, ${quota.limit} executions per ${quota.duration}, is used up`;
    return { behavior: quota.behavior, message };
  }

  /** Takes a slot in every scope, or waits in line where the first full scope lets it; undefined when it may begin. */
  request(held: Held): Refusal | undefined {
    const { slots } = this.#tools;
    const asker = this.#askerOf(held);
    if (slots.heldBy(asker) !== undefined) return undefined;
    const full = slots.findFull(asker);
    if (full === undefined && !slots.hasWaiting(asker)) {
      this.#take(asker);
      return undefined;
    }
    // What waits already goes on waiting, even where the behavior was changed meanwhile.
    const isQueued = full === undefined || held.live.state.current === 'QUEUED';
    const behavior = isQueued ? 'QUEUE' : (full.concurrency?.behavior ?? 'QUEUE');
    if (behavior === 'QUEUE') this.#wait(asker);
    return { behavior, message: messageOf(full, behavior) };
  }

  isWaiting(held: Held): boolean {
    return held.limits.length > 0 && this.#tools.slots.isWaiting(held);
  }

  /** It was begun by force: holds its slots although there may be too many then. */
  force(held: Held): void {
    if (held.limits.length > 0 && isAdmitted(held)) this.#take(this.#askerOf(held));
  }

  /** It is over, or memory of it is gone for good: others may begin. */
  release(of: Pick<Held, 'tenantKey' | 'executionId' | 'shard'>): void {
    const { tenantKey, executionId } = of;
    this.#own.delete(executionId);
    if (!this.#tools.slots.leave(of)) return;
    this.#target.batch.holdSlots(of, []);
    this.#tools.crashAt('slot.after-release-before-admit');
    this.#tools.slots.admitWaiting(tenantKey);
  }

  /** All that is known comes from memory that does not count any more. */
  clear(): void {
    for (const asker of this.#own.values()) this.#tools.slots.leave(asker);
    this.#own.clear();
    this.#stuck.clear();
  }

  /** Another server admits it from now on. */
  leave({ executionId, tenantKey }: Pick<Held, 'tenantKey' | 'executionId'>): void {
    this.#own.delete(executionId);
    this.#tools.slots.leave({ executionId, tenantKey });
  }

  /** Whole shards were loaded: what they hold is what their executions say, and rows are made to say the same. */
  restore(helds: readonly Held[], rows: ReadonlyMap<string, readonly Slot[]>): void {
    const loaded = new Map(helds.map((held) => [held.executionId, held]));
    const find: FindHeld = (id) => loaded.get(id) ?? this.#find(id);
    for (const held of helds) {
      this.know(held);
      if (isAdmitted(held)) this.#hold(this.#askerOf(held, find));
    }
    for (const held of helds) this.#write(held, rows.get(held.executionId) ?? []);
    // In the order in which they had come, which need not be that of their creation unless they came at one time
    const waiting = helds.filter((held) => held.live.state.current === 'QUEUED');
    const inOrder = waiting.toSorted((one, other) => queuedAt(one) - queuedAt(other) || one.run - other.run);
    for (const held of inOrder) this.#wait(this.#askerOf(held, find));
  }

  /** One execution was loaded, because it is asked for again or its memory had broken. */
  adopt(held: Held): void {
    this.know(held);
    const asker = this.#askerOf(held);
    const before = this.#tools.slots.heldBy(asker) ?? [];
    if (isAdmitted(held)) this.#hold(asker);
    else if (held.live.isOver && this.#own.has(held.executionId)) return this.release(held);
    this.#write(asker, before);
  }

  /** Limits of the tenant were changed: what runs holds its slots by the new ones, and what fits now begins. */
  limitsChanged(tenantKey: TenantKey): void {
    for (const held of holdersFirst(this.#target.lives.all())) if (held.tenantKey === tenantKey) this.#knowAgain(held);
    this.#tools.slots.admitWaiting(tenantKey);
  }

  /** Other kill switches hold: what they ignored begins, unless it must wait for something else. */
  switchesChanged(): void {
    const { slots } = this.#tools;
    for (const held of holdersFirst(this.#target.lives.all())) this.#knowAgain(held);
    for (const tenantKey of [...slots.tenantsWaiting()]) slots.admitWaiting(tenantKey);
  }

  /** Lets those of the tenant in that have been overlooked, or that would wait for ever. */
  sweep(tenantKey: TenantKey): void {
    const { slots } = this.#tools;
    const lives = Array.from(this.#target.lives.all()).filter((held) => held.tenantKey === tenantKey);
    // Memory of those that wait for it may have been broken when it asked
    for (const held of lives) if (isChild(held) && this.isWaiting(held)) this.#wait(this.#askerOf(held));
    slots.admitWaiting(tenantKey);
    this.#endStandstill(tenantKey, lives);
  }

  /**
   * Limits may cross: who fills one waits for who is kept out by another one, and that one's holders the other way round.
   * What would not begin by itself any more begins beyond its limits, if it was so when this was asked the last time too:
   * between two events of an execution it only looks so.
   */
  #endStandstill(tenantKey: TenantKey, lives: readonly Held[]): void {
    const { slots } = this.#tools;
    const moving = goingOn(lives, this.#find, (held) => this.isWaiting(held));
    const stuck = slots.findStuck(tenantKey, (id) => moving.has(id) || this.#find(id) === undefined);
    const isAgain = stuck !== undefined && this.#stuck.get(tenantKey) === stuck.executionId;
    if (stuck === undefined || isAgain) this.#stuck.delete(tenantKey);
    else this.#stuck.set(tenantKey, stuck.executionId);
    if (isAgain) slots.admitBeyond(stuck, standstill);
  }

  #knowAgain(held: Held): void {
    const { slots } = this.#tools;
    const before = held.limits;
    this.know(held);
    if (isSame(held.limits, before)) return;
    const asker = this.#askerOf(held);
    if (isAdmitted(held)) {
      const rows = slots.heldBy(asker) ?? [];
      this.#hold(asker);
      this.#write(asker, rows);
    } else if (held.live.awaitsSlot) this.#wait(asker);
  }

  #take(asker: Asker): void {
    this.#hold(asker);
    this.#write(asker, []);
  }

  #hold(asker: Asker): void {
    this.#tools.slots.take(asker);
    this.#own.set(asker.executionId, asker);
  }

  #wait(asker: Asker): void {
    const { slots, sweep, deps } = this.#tools;
    this.#own.set(asker.executionId, asker);
    slots.wait(asker, (warning) => {
      this.#write(asker, []);
      const granted = { kind: 'slotGranted', ...(warning === undefined ? undefined : { warning }) } as const;
      // An event of its own: what goes wrong with it is not the fault of the one whose end let it in.
      queueMicrotask(() => this.#target.post(asker, { ...granted, at: deps.clock.now() }));
    });
    sweep.arm();
  }

  /** `find`: of what is in memory, or is about to be. */
  #askerOf(held: Held, find = this.#find): Asker {
    const { executionId, tenantKey, shard, live, limits } = held;
    const ancestors = limits.length === 0 ? [] : ancestorsOf(held, find);
    return { executionId, tenantKey, shard, flow: live.flow.flow, isChild: isChild(held), limits, ancestors };
  }

  /** Makes the rows of one execution say what it holds. */
  #write(asker: Pick<Asker, 'executionId' | 'tenantKey' | 'shard'>, rows: readonly Slot[]): void {
    const slots = this.#tools.slots.heldBy(asker) ?? [];
    const isWritten = ({ scope, lentBy }: Slot): boolean =>
      rows.some((row) => row.scope === scope && row.lentBy === lentBy);
    if (slots.length === rows.length && slots.every(isWritten)) return;
    this.#target.batch.holdSlots(asker, slots);
  }
}

function isChild({ live }: Held): boolean {
  return typeof live.begunFrom.trigger?.variables['taskRunId'] === 'string';
}

function isSame(one: readonly LimitScope[], other: readonly LimitScope[]): boolean {
  return one === other || (one.length === other.length && one.every((scope, index) => scope === other[index]));
}

/** Whether it holds slots where limits say so: it has begun, and it is not over. */
function isAdmitted({ live }: Held): boolean {
  return live.isBegun && !live.isOver;
}

function queuedAt({ live: { state } }: Held): number {
  return state.histories[state.histories.length - 1]!.at;
}

/** Who waits asks for what those hold that it may be lent a place by. */
function holdersFirst(helds: Iterable<Held>): readonly Held[] {
  const { holders = [], others = [] } = Object.groupBy(helds, (held) => (isAdmitted(held) ? 'holders' : 'others'));
  return [...holders, ...others];
}

function messageOf(full: LimitScope | undefined, behavior: ConcurrencyBehavior): string {
  const end = behavior === 'CANCEL' ? 'CANCELLED' : 'FAILED';
  if (full === undefined || full.name.startsWith('flow/')) return `Flow is ${end} due to concurrency limit exceeded`;
  return `Execution is ${end}: the concurrency limit of ${full.thing} (${full.concurrency?.limit ?? 0}) is reached`;
}
