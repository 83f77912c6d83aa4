/** Single executions on their way from rows into memory: ended ones that are asked for, and those whose memory broke. */
import type { Event } from '@windhover/engine';
import type { TenantKey } from '@windhover/model';
import { toExecution } from '@windhover/ports';
import type { Admission } from './admission.ts';
import type { Batch } from './batch.ts';
import type { Envelope } from './envelope.ts';
import { giveUp } from './give-up.ts';
import type { Held } from './held.ts';
import type { LiveExecutions } from './live-executions.ts';
import { loadExecution } from './load-shard.ts';
import { notifyParentOfRow, type ParentTarget } from './notify-parent.ts';
import type { Timers } from './timers.ts';
import type { Tools } from './tools.ts';

/** The executor, as recovery sees it. */
export interface RecoveryTarget extends ParentTarget {
  readonly batch: Batch;
  readonly lives: LiveExecutions;
  readonly admission: Admission;
  readonly timers: Timers;
  submit(envelope: Envelope): void;
  post(to: Pick<Held, 'tenantKey' | 'executionId'>, event: Event): void;
  dropIfOver(held: Held): void;
  /** Where what arrives for a shard waits that is about to come or go. */
  queueOfShard(shard: number): Envelope[] | undefined;
  shards(): ReadonlySet<number>;
  sendOn(envelope: Envelope): void;
  schedule(): void;
}

/** An event that throws is tried once more on fresh memory, in case the fault was in what memory held. */
const maxFailures = 2;

export class ExecutionRecovery {
  readonly #target: RecoveryTarget;
  readonly #tools: Tools;
  /** What arrives for an execution meanwhile, by its id. */
  readonly #queues = new Map<string, Envelope[]>();
  readonly #failures = new Map<string, number>();

  constructor(target: RecoveryTarget, tools: Tools) {
    this.#target = target;
    this.#tools = tools;
  }

  isIdle(): boolean {
    return this.#queues.size === 0;
  }

  /** Where envelopes for this execution wait; undefined when it is not being loaded. */
  queueOf(executionId: string): Envelope[] | undefined {
    return this.#queues.get(executionId);
  }

  /** Keeps an envelope until the execution has left memory and can be loaded with all its rows. */
  park(executionId: string, envelope: Envelope): void {
    this.#queues.set(executionId, [envelope]);
  }

  /** The execution has left memory: whoever asked for its rows gets them. */
  ended({ executionId, tenantKey }: Held): void {
    this.#failures.delete(executionId);
    const parked = this.#queues.get(executionId);
    if (parked !== undefined) this.load(tenantKey, executionId, parked);
  }

  /** All that waits, handed over: everything is loaded again. */
  takeAll(): readonly Envelope[] {
    const waiting = [...this.#queues.values()].flat();
    this.#queues.clear();
    return waiting;
  }

  load(tenantKey: TenantKey, executionId: string, queue: Envelope[]): void {
    this.#queues.set(executionId, queue);
    const load = loadExecution(tenantKey, executionId, this.#tools).then(
      (held) => this.#loaded(executionId, queue, held),
      (cause: unknown) => {
        if (this.#take(executionId, queue)) for (const envelope of queue) envelope.settle?.reject(cause);
        throw cause;
      },
    );
    this.#tools.background.run(`load execution '${executionId}'`, load);
  }

  #loaded(executionId: string, queue: Envelope[], held: Held | undefined): void {
    if (!this.#take(executionId, queue)) return;
    const moving = held && this.#target.queueOfShard(held.shard);
    if (held === undefined) {
      for (const envelope of queue) envelope.settle?.resolve(undefined);
    } else if (moving !== undefined) {
      moving.push(...queue);
    } else if (!this.#target.shards().has(held.shard)) {
      for (const envelope of queue) this.#target.sendOn(envelope);
    } else if (this.#target.lives.find(executionId) !== undefined) {
      // Its shard came while it was read
      for (const envelope of queue) this.#target.submit(envelope);
    } else {
      this.#target.admission.adopt(held);
      this.adopt(held);
      for (const envelope of queue) this.#target.submit(envelope);
      this.reportLost(held);
      this.#target.dropIfOver(held);
    }
    this.#target.schedule();
  }

  /** False when everything was loaded again meanwhile, and the queue is no longer ours. */
  #take(executionId: string, queue: Envelope[]): boolean {
    return this.#queues.get(executionId) === queue && this.#queues.delete(executionId);
  }

  /** Takes an execution into memory and derives what it waits for. */
  adopt(held: Held): void {
    const { lives, timers } = this.#target;
    lives.add(held);
    if (held.live.isOver) return;
    for (const [key, dueAt] of held.timers) timers.set(held, key, dueAt);
    this.#target.post(held, { kind: 'loaded', at: this.#tools.deps.clock.now() });
  }

  /**
   * Attempts whose worker is gone are made again. Asked only once what was under way has been applied anew: a result that
   * was not committed is still a result.
   */
  reportLost(held: Held): void {
    const { jobs, workerId, deps } = this.#tools;
    if (!this.#target.lives.has(held)) return;
    for (const { ord, attempt, lease, workerId: claimedBy, task } of held.live.open.values()) {
      if (claimedBy === undefined || task.kind !== 'runnable') continue;
      const isHere = claimedBy === workerId && jobs.isRunning(held.executionId, ord, attempt, lease);
      if (!isHere) this.#target.post(held, { kind: 'taskLost', ord, attempt, lease, at: deps.clock.now() });
    }
  }

  /** Its memory is broken: dropped and loaded again without touching any other execution, or given up. */
  isolate(held: Held, cause: unknown): void {
    const { executionId, tenantKey } = held;
    const { admission, batch, lives } = this.#target;
    this.#tools.deps.report({ message: `Execution '${executionId}' could not be advanced`, cause, executionId });
    lives.remove(held);
    const envelopes = [...batch.forget(held)];
    const failures = (this.#failures.get(executionId) ?? 0) + 1;
    this.#failures.set(executionId, failures);
    const isHopeless = failures >= maxFailures || !held.isStored;
    if (isHopeless) for (const envelope of envelopes) envelope.settle?.reject(cause);
    if (!held.isStored) return admission.release(held);
    const queue = isHopeless ? [] : envelopes;
    this.#queues.set(executionId, queue);
    const again = lives.whenCommitted(held).then(async () => {
      if (this.#queues.get(executionId) !== queue) return;
      if (isHopeless) await this.giveUp(tenantKey, executionId, cause);
      this.load(tenantKey, executionId, queue);
    });
    this.#tools.background.run(`isolate execution '${executionId}'`, again);
  }

  /** Ends it by its rows alone; resolves once they are written. Nothing when it has ended or is gone. */
  async giveUp(tenantKey: TenantKey, executionId: string, cause: unknown): Promise<void> {
    const { deps } = this.#tools;
    const row = await deps.store.shards.findExecution(tenantKey, executionId);
    if (row === undefined || row.endedAt !== null) return;
    const write = await giveUp(row, cause, this.#tools);
    // Another server gives it up
    if (!this.#target.shards().has(row.shard)) return;
    const { batch } = this.#target;
    batch.shards.add(row.shard);
    write(batch);
    this.#target.admission.release(row);
    notifyParentOfRow(this.#tools.route, toExecution(row), row, deps.clock.now());
    this.#failures.delete(executionId);
    this.#target.schedule();
    await new Promise<void>((resolve) => batch.settled.push(resolve));
  }
}
